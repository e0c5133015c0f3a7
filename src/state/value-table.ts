/**
 * The values seen in one cell, numbered in the order seen; the numbers are what a packed state holds.
 *
 * Primitives are looked up directly, composite values by their canonical text. The values are frozen, since many states
 * share them.
 */

import { freeze } from 'immer'
import { canonical } from '../base/plain.ts'
import { heldBytes } from './held-bytes.ts'
import { ListLookUps } from './list-look-ups.ts'

export class ValueTable {
  readonly values: unknown[] = []
  private readonly primitives = new Map<unknown, number>()
  private readonly composites = new Map<string, number>()
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
    const text = canonical(value)
    let index = this.composites.get(text)
    if (index === undefined) {
      // A copy, made from the text, since an author's step may still hold the value.
      index = this.values.push(freeze(copyOf(value), true)) - 1
      this.bytes += bytesPerComposite + text.length + heldBytes(value)
      this.composites.set(text, index)
      this.known.set(this.values[index] as object, index)
    }
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

/** A copy without the sign of zero, its keys in the order they have. */
function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
