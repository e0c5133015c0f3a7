import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../base/errors.ts'
import { folderOfPattern, isPattern, matcherOf } from './glob.ts'
import { shippedSpec } from './shipped-spec.ts'

/**
 * The files that are named, and, in alphabetic order, the specs and verdict tables below folders that are named:
 * TypeScript and JavaScript files that have a default export and are not tests. They are read, not run. A pattern means the files
 * with a default export that it matches, also those that are named like tests.
 */
export async function findSpecs(names: readonly string[]): Promise<string[]> {
  const paths = names.map(name => shippedSpec(name) ?? name)
  return (await Promise.all(paths.map(found))).flat()
}

async function found(path: string): Promise<string[]> {
  if (isPattern(path) && !existsSync(path)) return filesMatching(path)
  return isFile(path) ? [path] : specsBelow(path)
}

async function filesMatching(pattern: string): Promise<string[]> {
  const folder = folderOfPattern(pattern)
  if (!existsSync(folder)) return []
  const matches = matcherOf(pattern)
  const files = await modulesIn(folder, { recursive: true })
  return files.filter(file => matches(file.split(sep).join('/')) && !/\.d\.\w+$/.test(file))
}

/** The same; throws {@link UsageError} for a folder without any, since it was named to be checked. */
export async function findSpecsInEach(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(name => findSpecs([name])))
  const empty = names.filter((_, i) => found[i]?.length === 0).map(name => `'${name}'`)
  if (empty.length === 0) return found.flat()
  throw new UsageError('no-such-file', `there are no spec files in ${empty.join(', ')}.`)
}

/** Whether to treat it as a file; reading it fails later if it does not exist. */
function isFile(name: string): boolean {
  return existsSync(name) ? !statSync(name).isDirectory() : isModule(name)
}

function isModule(name: string): boolean {
  return /\.(?:[mc]?[tj]s|[tj]sx)$/.test(name)
}

async function specsBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) {
    throw new UsageError(
      'no-such-file',
      `there is no file or folder '${folder}'. Name a spec, or a folder to search, such as '.' for this one; by default, 'spec' is searched.`,
    )
  }
  return filesIn(folder, { recursive: true })
}

/**
 * The files that look like verdict tables, beside the given ones and in the folders above, up to the working directory.
 */
export async function findTablesAbove(files: readonly string[]): Promise<string[]> {
  const folders = new Set(files.flatMap(file => foldersAbove(dirname(resolve(file)))))
  const found = await Promise.all([...folders].map(folder => filesIn(folder, { recursive: false })))
  return found
    .flat()
    .filter(file => /\bverdictTable\b/.test(readFileSync(file, 'utf8')))
    .sort()
}

/** A folder and its parents, as long as they are in the working directory. */
function foldersAbove(folder: string): string[] {
  const up = relative(process.cwd(), folder)
  if (up.startsWith('..')) return []
  return up === '' ? [folder] : [folder, ...foldersAbove(dirname(folder))]
}

/** Folders whose specs belong to other packages, or to tests. */
function isLeftOut(folder: string): boolean {
  return folder === 'node_modules' || folder === 'fixtures'
}

/** As it is written, or as a compiler writes it. */
const hasDefault = /^export default\b|^export \{[^}]*\bas default\b/m

/** Configurations, such as interleave.config.ts and vite.config.ts, have a default export, too. */
function isSpec(path: string, text: string): boolean {
  const isOurs = /^interleave\.config\.\w+$/.test(basename(path))
  const isOther = /\.config\.\w+$/.test(path) && !text.includes('interleave-checker')
  return hasDefault.test(text) && !isOurs && !isOther
}

async function filesIn(folder: string, how: { recursive: boolean }): Promise<string[]> {
  return (await modulesIn(folder, how)).filter(path => !/\.(spec|test|d)\.\w+$/.test(path))
}

/** The modules with a default export, in alphabetic order. */
async function modulesIn(folder: string, { recursive }: { recursive: boolean }): Promise<string[]> {
  const entries = await readdir(resolve(folder), { recursive, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && isModule(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .filter(path => !relative(resolve(folder), path).split(sep).some(isLeftOut))
    .filter(path => isSpec(path, readFileSync(path, 'utf8')))
    .map(path => relative(process.cwd(), path))
    .sort()
}
