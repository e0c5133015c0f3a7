/**
 * The places of dictionaries in the states of a machine: records whose keys come and go.
 *
 * In JavaScript a dictionary remembers the order in which its keys were added. A state does not, so a recipe or a claim
 * that depends on that order would not mean what its author thinks (a cache that evicts "the oldest" key, say).
 * Iterating over a dictionary is harmless as long as the result is the same in any order. So code that reads a state
 * with a dictionary is evaluated again with the keys reversed, and rejected if the result differs.
 */

import type { Path } from '../base/plain.ts'

export class Dictionaries {
  /** Paths as texts, with `*` for every index and every key of a dictionary. */
  private readonly places = new Set<string>()
  /**
   * A cache of states with their keys reversed, since all claims need the same ones. `size` is the number of places at
   * that time.
   */
  private readonly known = new WeakMap<object, { readonly size: number; readonly reversed: object }>()

  /** The number of places recorded so far. */
  get size(): number {
    return this.places.size
  }

  /** Notes that a record is a dictionary if a step only added keys or only removed keys. */
  compare(path: Path, before: readonly string[], after: readonly string[]): void {
    if (before.length === after.length) return
    const [few, many] = before.length < after.length ? [before, after] : [after, before]
    const all = new Set(many)
    if (!few.every(key => all.has(key))) return
    let place = ''
    for (const key of path) place = this.below(place, key)
    this.places.add(place)
  }

  /** The state with the keys of its dictionaries in reverse order: the same object if there is nothing to reverse. */
  reversed<T extends object>(state: T): T {
    const { size } = this.places
    if (size === 0) return state
    const known = this.known.get(state)
    if (known?.size === size) return known.reversed as T
    const reversed = this.turn(state, '') as T
    this.known.set(state, { size, reversed })
    return reversed
  }

  private turn(value: unknown, place: string): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) {
      const items = value.map((item, i) => this.turn(item, this.below(place, i)))
      return items.every((item, i) => item === value[i]) ? value : Object.freeze(items)
    }
    const record = value as Record<string, unknown>
    const keys = Object.keys(record)
    const parts = new Map(keys.map(key => [key, this.turn(record[key], this.below(place, key))]))
    const turned = this.places.has(place) ? keys.toReversed() : keys
    const made = Object.fromEntries(turned.map(key => [key, parts.get(key)]))
    // JavaScript determines the position of keys that are whole numbers.
    const isSame = Object.keys(made).every((key, i) => key === keys[i] && made[key] === record[key])
    return isSame ? value : Object.freeze(made)
  }

  private below(place: string, key: string | number): string {
    const isAny = typeof key === 'number' || this.places.has(place)
    return `${place}/${isAny ? '*' : key.replaceAll('/', '//')}`
  }
}
