import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'

/**
 * The spec files below a folder, in alphabetic order: those TypeScript and JavaScript files that have a default
 * export and are no tests. The files are read, not run.
 */
export async function findSpecs(folder: string): Promise<string[]> {
  if (!existsSync(folder)) {
    throw new UsageError(
      'no-such-file',
      `there is no folder '${folder}'. Specs are looked for in 'spec'; name another folder to look there.`,
    )
  }
  const entries = await readdir(resolve(folder), { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.m?[tj]s$/.test(entry.name) && !/\.(spec|test|d)\.m?[tj]s$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .filter(path => !path.includes('node_modules') && /^export default\b/m.test(readFileSync(path, 'utf8')))
    .map(path => relative(process.cwd(), path))
    .sort()
}
