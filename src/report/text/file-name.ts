/**
 * File names for names of models: short, of lower-case letters and digits, so that they mean the same on every file
 * system, and different for different names. If a name loses information, a hash of it is added after two dashes, which
 * occur nowhere else.
 */

import { createHash } from 'node:crypto'

const longest = 80
/** Names that are reserved on some system, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** The file name of one of `names`, if all names are known: the readable form, unless another name has the same one. */
export function fileNameAmong(name: string, names: readonly string[]): string {
  const own = slug(name)
  const isAlone = names.filter(other => slug(other) === own).length <= 1
  return isAlone && own !== '' && !reserved.test(own) ? own : marked(own, name)
}

/** The file name if the other names are not known: the readable form if no other name has it, or else with a hash. */
export function fileNameOf(name: string): string {
  const isSafe = /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(name) && name.length <= longest
  return isSafe && !reserved.test(name.replace(/\..*/, '')) ? name : marked(slug(name), name)
}

/** Settings of constants, such as `limit=-1`, in any order. */
export function fileNameOfSettings(settings: readonly string[]): string {
  const sorted = [...settings].sort()
  const text = sorted.join('--')
  const isSafe = sorted.every(setting => /^[a-z0-9_]+=-?[a-z0-9_.]*$/.test(setting)) && text.length <= longest
  return isSafe ? text : marked(slug(text), JSON.stringify(sorted))
}

/** Lower-case letters, digits and dashes. Different names may have the same form. */
function slug(name: string): string {
  const text = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return text.slice(0, longest).replace(/-+$/, '')
}

function marked(text: string, name: string): string {
  return `${text || 'unnamed'}--${createHash('sha256').update(name).digest('hex').slice(0, 10)}`
}
