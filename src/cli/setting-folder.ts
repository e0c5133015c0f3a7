/** The folder for the results of a spec in one setting, and the command that checks it again. */

import type { Machine } from '../machine/machine.ts'
import { fileNameAmong, fileNameOf, fileNameOfSettings } from '../report/text/file-name.ts'
import { shellWords } from './shell-words.ts'

/** The origin of a check: the spec file, and the options that a reproduction needs. */
export interface Source {
  readonly file: string
  readonly set: readonly string[]
  /** The names of all variants of the model. */
  readonly variants: readonly string[]
  /** Further options of the check, such as those of random runs. */
  readonly more?: readonly string[]
}

/**
 * The folder of a setting of a spec, inside the folder of all results: `mappers/dax-clear/base` for
 * `mappers/dax-clear.ts`. No two settings share one, since the last part is always the setting, and the parts before
 * are the path of the spec.
 */
export function folderOf(machine: Machine, source: Source): string {
  return `${specFolder(source.file)}/${settingFolder(machine, source)}`
}

/** Two specs may share a model, but not a file. */
function specFolder(file: string): string {
  const folders = file
    .split('/')
    .slice(0, -1)
    .filter(folder => folder !== '')
  return [...folders.map(folderName), specName(file.split('/').at(-1) as string)].join('/')
}

/** A spec outside the working directory still has its folder inside the folder of results. */
function folderName(folder: string): string {
  return folder === '..' ? '_up' : fileNameOf(folder)
}

/** `lock` for `lock.ts`, but `lock.mjs` and `lock.test.ts` stay unchanged, since they may be beside it. */
function specName(file: string): string {
  const name = /^([^.]+)\.ts$/.exec(file)?.[1]
  return name === undefined ? fileNameOf(file.includes('.') ? file : `${file}.`) : fileNameOf(name)
}

/** The constants that were set: `limit=1` and `limit=-1` are two settings. */
function settingFolder({ variant }: Machine, { set, variants }: Source): string {
  const name = variant === null ? 'base' : fileNameAmong(variant, ['base', ...variants])
  return set.length === 0 ? name : `${name}--${fileNameOfSettings(set)}`
}

/** The command that checks the same machine again. */
export function reproduction(
  { variant }: Machine,
  { file, set, more: further = [] }: Source,
  more: readonly string[] = [],
): string {
  const options = [...(variant === null ? [] : ['--variant', variant]), ...set.flatMap(setting => ['--set', setting])]
  return shellWords(['npx', 'interleave', 'check', file, ...options, ...further, ...more])
}
