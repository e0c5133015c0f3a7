import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { foldersFrom } from './folders-from.ts'

const names = ['ts', 'mts', 'js', 'mjs'].map(end => `interleave.config.${end}`)

/** The configuration in the working directory, if there is one. */
export function configFile(): string | undefined {
  return names.find(name => existsSync(name))
}

/** The one in the nearest parent folder, as a path from here. */
export function configAbove(): string | undefined {
  const all = foldersFrom(dirname(process.cwd())).flatMap(folder => names.map(name => join(folder, name)))
  const found = all.find(file => existsSync(file))
  return found === undefined ? undefined : relative(process.cwd(), found)
}
