/** Folders of specs with a TypeScript of their own: a real one, or one that behaves as a test wants it to. */

import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { checkout, folderWith } from '../run-command.ts'

/** The versions that have to work, by the names that they are installed under in this checkout. */
export const typescripts = [
  ['TypeScript 7', 'typescript'],
  ['TypeScript 5.9', 'typescript-5'],
] as const

/** A new folder of specs that has a TypeScript of this checkout. */
export function folderWithTypeScript(name: string, files: { readonly [path: string]: string }): string {
  const folder = folderWith(files)
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(join(checkout, 'node_modules', name), join(folder, 'node_modules/typescript'))
  return folder
}

/** A new folder whose TypeScript notes each of its runs, and then does what `program` says. */
export function folderWithCompiler(program: string, files: { readonly [path: string]: string }): string {
  return folderWith({
    ...files,
    'node_modules/typescript/package.json':
      '{ "name": "typescript", "version": "5.9.0", "bin": { "tsc": "./tsc.cjs" } }',
    'node_modules/typescript/tsc.cjs': `
require('node:fs').appendFileSync(require('node:path').join(__dirname, 'runs.txt'), process.pid + '\\n')
${program}
`,
  })
}

/** As a program for {@link folderWithCompiler}: TypeScript 5.9. */
export const realCompiler = `require(${JSON.stringify(join(checkout, 'node_modules/typescript-5/lib/_tsc.js'))})`

/** The processes that ran the compiler of a {@link folderWithCompiler}. */
export function compilerRuns(folder: string): number[] {
  const file = join(folder, 'node_modules/typescript/runs.txt')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : []
}
