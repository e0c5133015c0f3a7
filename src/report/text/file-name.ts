/**
 * Names of models as names of files: short, of small letters and digits, so that they mean the same on every file system,
 * and never the same for two names. Where a name loses something that another might have, a hash of it is added, behind
 * two dashes, which stand nowhere else.
 */

import { createHash } from 'node:crypto'

const longest = 80
/** Names that are no files on some system, whatever follows their dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** The file name of one of `names`, which are known as a whole: as it is read, unless another of them looks alike. */
export function fileNameAmong(name: string, names: readonly string[]): string {
  const own = slug(name)
  const isAlone = names.filter(other => slug(other) === own).length <= 1
  return isAlone && own !== '' && !reserved.test(own) ? own : marked(own, name)
}

/** The file name of something whose neighbours are not known: as it is where it could be no other's, or else marked. */
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

/** Small letters, digits and dashes. Different names may meet in it. */
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
