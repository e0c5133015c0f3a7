/** Comparing what was observed of a system with states of its model. */

import { isSamePlain, type Plain } from '../base/plain.ts'

/**
 * Whether `whole` has everything that `part` has: of a record the fields that are given, of a list all elements, or those
 * whose indices are the keys of a record; of anything else the same value.
 */
export function agrees(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.length === whole.length && part.every((one, i) => agrees(one, whole[i]))
  }
  if (typeof part !== 'object' || part === null) return isSamePlain(part, whole)
  if (typeof whole !== 'object' || whole === null) return false
  return Object.entries(part).every(([key, one]) => Object.hasOwn(whole, key) && agrees(one, (whole as never)[key]))
}

/** What `whole` has where `part` has something: what would have been observed. */
export function samePartOf(part: unknown, whole: unknown): Plain {
  if (typeof part !== 'object' || part === null || typeof whole !== 'object' || whole === null) return whole as Plain
  if (Array.isArray(part)) {
    if (!Array.isArray(whole) || part.length !== whole.length) return whole as Plain
    return whole.map((one, i) => samePartOf(part[i], one))
  }
  const shared = Object.keys(part).filter(key => Object.hasOwn(whole, key))
  return Object.fromEntries(shared.map(key => [key, samePartOf((part as never)[key], (whole as never)[key])]))
}
