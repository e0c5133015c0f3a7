import { existsSync, readFileSync } from 'node:fs'
import { InternalError } from '../base/errors.ts'

/**
 * A file that the build has bundled for the browser, by its path below `src`: `page/front.js`.
 *
 * In the package, it is beside the modules. Tests run the modules from source, with the built files of the checkout.
 * Throws {@link InternalError} if nothing was built.
 */
export function builtFile(path: string): string {
  const places = [`../${path}`, `../../out/build/src/${path}`].map(place => new URL(place, import.meta.url))
  const place = places.find(url => existsSync(url))
  if (place === undefined) throw new InternalError(`${path}, a part of the pages, is missing: run 'npm run build'`)
  return readFileSync(place, 'utf8').trim()
}
