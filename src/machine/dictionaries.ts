/**
 * The places of dictionaries in the states of a machine: records whose keys come and go, or whose keys a step has
 * written in another order than the one that states have.
 *
 * In JavaScript a dictionary remembers the order in which its keys were added. A state does not, so a recipe or a claim
 * that depends on that order would not mean what its author thinks (a cache that evicts "the oldest" key, say).
 * Iterating over a dictionary is harmless as long as the result is the same in any order. So code that reads a state
 * with a dictionary is evaluated again with the keys in other orders, and rejected if the result differs.
 */

import type { Path } from '../base/plain.ts'

type Order = (keys: readonly string[]) => string[]

/** Reversal changes the order of any two keys, but the middle one of three stays where it is. Rotation moves that, too. */
const reversal: Order = keys => keys.toReversed()
const rotation: Order = keys => [...keys.slice(1), ...keys.slice(0, 1)]

/** A place in states, with the places below it that have dictionaries. */
class KeyedPlace {
  isDictionary = false
  /** Parts that were turned here: many states share them. */
  readonly turned = new Map<Order, WeakMap<object, Turned>>()
  /** By keys; all indices, and all keys of a dictionary, are one. */
  private readonly within = new Map<string, KeyedPlace>()

  below(key: string | number): KeyedPlace | undefined {
    return this.within.get(this.nameOf(key))
  }

  madeBelow(key: string | number): KeyedPlace {
    const name = this.nameOf(key)
    const place = this.within.get(name) ?? new KeyedPlace()
    this.within.set(name, place)
    return place
  }

  private nameOf(key: string | number): string {
    return typeof key === 'number' || this.isDictionary ? anyKey : `.${key}`
  }
}

const anyKey = '*'

/** A value with its keys in another order, with the most keys of a dictionary in it, as of a number of places. */
interface Turned {
  readonly value: object
  readonly mostKeys: number
  readonly size: number
}

export class Dictionaries {
  /** The number of places recorded so far. */
  size = 0
  private readonly root = new KeyedPlace()
  /**
   * A cache of states with their keys in other orders, since all claims need the same ones. `size` is the number of
   * places at that time.
   */
  private readonly known = new WeakMap<object, { readonly size: number; readonly others: readonly object[] }>()
  /** What has been turned, by what became of it. */
  private readonly usualOf = new WeakMap<object, object>()
  /** The most keys of a dictionary in the state that is being turned. */
  private mostKeys = 0

  /** Records the place of a dictionary. */
  note(path: Path): void {
    let place = this.root
    for (const key of path) place = place.madeBelow(key)
    if (place.isDictionary) return
    place.isDictionary = true
    this.size++
  }

  /** Whether the record at a path is a dictionary, as far as is known. */
  isAt(path: Path): boolean {
    let place: KeyedPlace | undefined = this.root
    for (const key of path) place = place?.below(key)
    return place?.isDictionary === true
  }

  /** States with the keys of their dictionaries in other orders, the same for all of them: nothing if there is no other. */
  inOtherOrders<T extends object>(states: readonly T[]): readonly (readonly T[])[] {
    if (this.size === 0) return []
    const others = states.map(state => this.othersOf(state))
    const orders = Math.max(...others.map(({ length }) => length))
    return Array.from({ length: orders }, (_, i) =>
      states.map((state, at) => ((others[at]?.[i] ?? others[at]?.[0]) as T | undefined) ?? state),
    )
  }

  /** A state in each other order of keys in which it looks different. */
  private othersOf(state: object): readonly object[] {
    const { size } = this
    const known = this.known.get(state)
    if (known?.size === size) return known.others
    this.mostKeys = 0
    const reversed = this.turn(state, this.root, reversal) as object
    const others = reversed === state ? [] : [reversed]
    // For two keys, rotation is the same as reversal.
    if (this.mostKeys > 2) {
      const rotated = this.turn(state, this.root, rotation) as object
      if (rotated !== state) others.push(rotated)
    }
    this.known.set(state, { size, others })
    return others
  }

  /** A part of a state with its keys in the order that states have, for any part of a state that {@link inOtherOrders} gave. */
  usual(part: object): object {
    return this.usualOf.get(part) ?? part
  }

  private turn(value: unknown, place: KeyedPlace | undefined, order: Order): unknown {
    if (typeof value !== 'object' || value === null || place === undefined) return value
    if (Array.isArray(value)) return this.once(value, place, order, () => this.turnList(value, place, order))
    const record = value as Fields
    // Other records are mostly parts of one state only.
    if (!place.isDictionary) return this.turnRecord(record, place, order)
    return this.once(record, place, order, () => this.turnRecord(record, place, order))
  }

  /** What became of a part when it was turned before, since many states share it. */
  private once(part: object, place: KeyedPlace, order: Order, turn: () => object): object {
    const turned = place.turned.get(order) ?? new WeakMap<object, Turned>()
    place.turned.set(order, turned)
    let found = turned.get(part)
    if (found?.size !== this.size) {
      const around = this.mostKeys
      this.mostKeys = 0
      const value = turn()
      found = { value, mostKeys: this.mostKeys, size: this.size }
      turned.set(part, found)
      this.mostKeys = around
    }
    this.mostKeys = Math.max(this.mostKeys, found.mostKeys)
    return found.value
  }

  private turnList(list: readonly unknown[], place: KeyedPlace, order: Order): object {
    const items = list.map((item, i) => this.turn(item, place.below(i), order))
    return items.every((item, i) => item === list[i]) ? list : this.turnedFrom(list, items)
  }

  private turnRecord(record: Fields, place: KeyedPlace, order: Order): object {
    const keys = Object.keys(record)
    if (place.isDictionary) this.mostKeys = Math.max(this.mostKeys, keys.length)
    const turned = place.isDictionary ? order(keys) : keys
    const made: Record<string, unknown> = {}
    for (const key of turned) made[key] = this.turn(record[key], place.below(key), order)
    // JavaScript determines the position of keys that are whole numbers.
    const isSame = Object.keys(made).every((key, i) => key === keys[i] && made[key] === record[key])
    return isSame ? record : this.turnedFrom(record, made)
  }

  private turnedFrom(part: object, turned: object): object {
    this.usualOf.set(turned, this.usual(part))
    return Object.freeze(turned)
  }
}

type Fields = Readonly<Record<string, unknown>>
