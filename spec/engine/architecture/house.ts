/** The folders of src from the bottom up, and the imports of their files. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** From the ground up. Folders of one storey do not import each other. */
export const storeys = [
  ['base'],
  ['language'],
  ['outcome'],
  ['machine'],
  ['state'],
  ['footprint'],
  ['symmetry', 'order'],
  ['search', 'witness'],
  ['temporal', 'simulate'],
  ['analyse'],
  ['report'],
  ['check'],
  ['conform', 'ui'],
  ['config', 'page', 'verdicts', 'web'],
  ['cli', 'testing'],
] as const

export interface Import {
  readonly from: string
  /** A path from the root of the checkout, or the name of a package. */
  readonly to: string
}

export function importsUnder(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).flatMap(entry => {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) return []
    const file = join(entry.parentPath, entry.name)
    const from = relative(root, file)
    return specifiersIn(readFileSync(file, 'utf8')).map(specifier => ({
      from,
      to: specifier.startsWith('.') ? relative(root, join(dirname(file), specifier)) : specifier,
    }))
  })
}

export function specifiersIn(text: string): string[] {
  const statement =
    /^\s*(?:import|export)\b[^'"`;=()]*?\bfrom\s*(['"])(.+?)\1|^\s*import\s*(['"])(.+?)\3|\bimport\(\s*(['"])(.+?)\5/gm
  return [...text.matchAll(statement)].map(match => (match[2] ?? match[4] ?? match[6]) as string)
}

/** `base` of `src/base/errors.ts`, `index.ts` of `src/index.ts`. */
export function folderOf(file: string): string {
  return file.split('/')[1] ?? ''
}
