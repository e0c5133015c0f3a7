/**
 * The values seen in one cell, numbered in the order seen; the numbers are what a packed state holds.
 *
 * Primitives are looked up directly, composite values by a hash of their structure. The values are frozen, since many
 * states share them.
 */

import { freeze } from 'immer'
import { canonical, isSamePlain } from '../base/plain.ts'
import { plainHash } from '../base/plain-hash.ts'
import { heldBytes } from './held-bytes.ts'
import { ListLookUps } from './list-look-ups.ts'

export class ValueTable {
  readonly values: unknown[] = []
  private readonly primitives = new Map<unknown, number>()
  /** The composite values with the same hash. */
  private readonly composites = new Map<number, number[]>()
  /** Composite values by identity, so that a part that a step left untouched is not serialised again. */
  private readonly known = new WeakMap<object, number>()

  /** The questions about lists among the values, and the edits of them. */
  readonly lists = new ListLookUps(this, () => new ValueTable())

  /** Approximate bytes held. */
  bytes = 0

  get size(): number {
    return this.values.length
  }

  /** The number of `value`, which gets one if it has none yet. The value must be plain data. */
  intern(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.internPrimitive(value)
    const known = this.known.get(value)
    if (known !== undefined) return known
    const alike = this.alike(plainHash(value) ?? hashOfUnusual(value))
    let index = alike.find(at => isSamePlain(this.values[at], value))
    if (index === undefined) {
      index = this.add(value)
      alike.push(index)
    }
    return index
  }

  private alike(hash: number): number[] {
    let found = this.composites.get(hash)
    if (found === undefined) {
      found = []
      this.composites.set(hash, found)
    }
    return found
  }

  /** A copy, since an author's step may still hold the value. */
  private add(value: object): number {
    const copy = freeze(copyOf(value), true)
    const index = this.values.push(copy) - 1
    this.bytes += bytesPerComposite + heldBytes(value)
    this.known.set(copy, index)
    return index
  }

  private internPrimitive(value: unknown): number {
    // A Map finds -0 under 0, which is what structural equality wants; what is kept is 0.
    let index = this.primitives.get(value)
    if (index === undefined) {
      index = this.values.push(value === 0 ? 0 : value) - 1
      this.primitives.set(value, index)
      this.bytes += bytesPerPrimitive + heldBytes(value)
    }
    return index
  }
}

/** For the places of a value in the table and its maps. */
const bytesPerPrimitive = 80
const bytesPerComposite = 300

/** For what is nested too deep to be looked at here. Throws if the value is not plain data. */
function hashOfUnusual(value: object): number {
  return plainHash(canonical(value)) as number
}

/** A copy without the sign of zero, its keys in the order they have. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
