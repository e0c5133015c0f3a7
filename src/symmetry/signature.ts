/**
 * Signatures describe how an id occurs in a value, independent of its name: they are equal for two ids that could be
 * exchanged. They ignore the order of records and sets, which renaming changes.
 */

import { fingerprint } from '../base/fingerprint.ts'
import type { SetTree } from '../machine/set-tree.ts'

/** How a text appears to an id: as itself, as another id of some set, or as plain text. */
export type SeenBy = (text: string) => string

const prints = new Map<string, number>()

function printOf(text: string): number {
  const known = prints.get(text)
  if (known !== undefined) return known
  const print = fingerprint(text) | 0
  if (prints.size < 100_000) prints.set(text, print)
  return print
}

/** Combines two numbers; the order matters. */
export function mixed(a: number, b: number): number {
  const once = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** The signature of a value, in which ids are texts that are `seen` in some way; `sets` are the places of sets in it. */
export function signatureOf(value: unknown, seen: SeenBy, sets?: SetTree): number {
  if (typeof value === 'string') return printOf(`"${seen(value)}`)
  if (typeof value !== 'object' || value === null) return printOf(String(value))
  if (!Array.isArray(value)) return signatureOfRecord(value, seen, sets)
  let sum = printOf('[')
  for (const [i, item] of value.entries()) {
    const place = sets?.isSet === true ? 0 : i + 1
    sum = (sum + mixed(place, signatureOf(item, seen, sets?.within.get(String(i))))) | 0
  }
  return sum
}

function signatureOfRecord(value: object, seen: SeenBy, sets: SetTree | undefined): number {
  let sum = printOf('{')
  for (const [key, part] of Object.entries(value)) {
    sum = (sum + mixed(keySignature(key, seen), signatureOf(part, seen, sets?.within.get(key)))) | 0
  }
  return sum
}

/** Of a key, or of the number of an instance as its id. */
export function keySignature(key: string, seen: SeenBy): number {
  return printOf(`.${seen(key)}`)
}
