import { existsSync, readFileSync } from 'node:fs'
import { InternalError } from '../base/errors.ts'

/**
 * What the build has bundled for the browser, by its path below `src`: `page/front.js`.
 *
 * In the package it lies beside the modules; the tests run those from their source, and the build beside it. Throws
 * {@link InternalError} where nothing was built.
 */
export function builtFile(path: string): string {
  const places = [`../${path}`, `../../out/build/src/${path}`].map(place => new URL(place, import.meta.url))
  const place = places.find(url => existsSync(url))
  if (place === undefined) throw new InternalError(`${path}, a part of the pages, is missing: run 'npm run build'`)
  return readFileSync(place, 'utf8').trim()
}
