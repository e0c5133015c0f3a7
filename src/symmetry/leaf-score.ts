import { fingerprint } from '../base/fingerprint.ts'
import { canonical } from '../base/plain.ts'
import type { SetTree } from '../machine/set-tree.ts'

/** A sum of numbers of 53 bits, one for each leaf of a value with its place: in two halves, as bit operations need it. */
export interface LeafScore {
  low: number
  high: number
}

/**
 * Adds the score of a part of the state. The sum over all parts does not depend on how a layout divides the state into
 * cells.
 */
export function addLeaves(score: LeafScore, path: string, value: unknown, sets: SetTree | undefined): void {
  if (typeof value !== 'object' || value === null) {
    addLeaf(score, path, typeof value === 'string' ? JSON.stringify(value) : String(value))
  } else if (Array.isArray(value) && sets?.isSet === true) {
    for (const member of value) addMember(score, path, canonical(member))
  } else {
    for (const [key, part] of Object.entries(value)) addLeaves(score, `${path}/${key}`, part, sets?.within.get(key))
  }
}

/** Adds a member of a set at a place. */
export function addMember(score: LeafScore, path: string, text: string): void {
  addLeaf(score, `${path}/`, text)
}

function addLeaf(score: LeafScore, path: string, text: string): void {
  const print = fingerprint(`${path} ${text}`)
  score.low = (score.low + print) | 0
  score.high = (score.high + Math.floor(print / 2 ** 32)) | 0
}
