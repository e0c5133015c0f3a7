/** The script and the style of the page, as the build made them of what is in `front`. */

import { existsSync, readFileSync } from 'node:fs'
import { InternalError } from '../../base/errors.ts'

export interface Assets {
  readonly script: string
  readonly style: string
}

let assets: Assets | undefined

/** Reads them once. Throws {@link InternalError} where the package was not built. */
export function pageAssets(): Assets {
  assets ??= { script: readAsset('front.js'), style: readAsset('front.css') }
  return assets
}

/** Beside this file in the package; the tests run it from its source, which the build leaves as it is. */
function readAsset(name: string): string {
  const places = [`./${name}`, `../../../out/build/src/report/page/${name}`].map(path => new URL(path, import.meta.url))
  const place = places.find(url => existsSync(url))
  if (place === undefined) throw new InternalError(`${name}, a part of the page, is missing: run 'npm run build'`)
  return readFileSync(place, 'utf8').trim()
}
