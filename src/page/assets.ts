import { builtFile } from '../ui/built-file.ts'

/** The script and the style of the page, built from `front`. */
export interface Assets {
  readonly script: string
  readonly style: string
}

let assets: Assets | undefined

/** Read once. */
export function pageAssets(): Assets {
  assets ??= { script: builtFile('page/front.js'), style: builtFile('page/front.css') }
  return assets
}
