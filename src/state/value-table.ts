/**
 * The values seen in one cell, numbered in the order seen; the numbers are what a packed state holds.
 *
 * Primitives are looked up directly, records by a hash of their structure, and lists by the numbers of their elements, which
 * lists share. The values are frozen, since many states share them.
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
  /** The elements of lists, and their numbers, by the numbers of the lists. */
  private elements: ValueTable | undefined
  private readonly numbers: (readonly number[] | undefined)[] = []
  /** Composite values by identity, so that a part that a step left untouched is not serialised again. */
  private readonly known = new Map<object, number>()

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
    return isFlatList(value) ? this.internList(value) : this.internWhole(value)
  }

  private internWhole(value: object): number {
    const alike = this.alike(plainHash(value) ?? hashOfUnusual(value))
    const found = alike.find(at => isSamePlain(this.values[at], value))
    if (found !== undefined) return found
    this.bytes += heldBytes(value)
    return this.add(freeze(copyOf(value), true), alike)
  }

  private internList(list: readonly unknown[]): number {
    this.elements ??= new ValueTable()
    const { elements } = this
    const { bytes } = elements
    const numbers = list.map(element => elements.intern(element))
    this.bytes += elements.bytes - bytes
    const alike = this.alike(hashOfNumbers(numbers))
    const found = alike.find(at => areSameNumbers(this.numbers[at], numbers))
    if (found !== undefined) return found
    this.bytes += 2 * heldBytes(numbers)
    const index = this.add(Object.freeze(elementsOf(elements, numbers)), alike)
    this.numbers[index] = numbers
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

  /** Adds a frozen copy, since an author's step may still hold the value. */
  private add(copy: object, alike: number[]): number {
    const index = this.values.push(copy) - 1
    this.bytes += bytesPerComposite
    this.known.set(copy, index)
    alike.push(index)
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

/** Of longer lists of primitives, the elements hardly come again, and each takes more in a table than in the list. */
const longestOfPrimitives = 256

/** Whether a value is a list of primitives and of records, and nothing but plain data as far as the list itself goes. */
function isFlatList(value: object): value is readonly unknown[] {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return false
  if (value.length > longestOfPrimitives && !value.some(element => typeof element === 'object')) return false
  if (Object.keys(value).length !== value.length) return false
  for (const element of value) {
    const isPlain = typeof element === 'object' ? !Array.isArray(element) : plainHash(element) !== undefined
    if (!isPlain) return false
  }
  return true
}

/** The elements with these numbers. No object may be in a list twice: then it is copied. */
function elementsOf({ values }: ValueTable, numbers: readonly number[]): unknown[] {
  return numbers.map((number, i) => {
    const element = values[number]
    const isSecond = typeof element === 'object' && element !== null && numbers.indexOf(number) < i
    return isSecond ? freeze(copyOf(element), true) : element
  })
}

function hashOfNumbers(numbers: readonly number[]): number {
  let hash = numbers.length
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number + 0x9e3779b9), 0x85ebca6b)
    hash ^= hash >>> 15
  }
  return hash
}

function areSameNumbers(a: readonly number[] | undefined, b: readonly number[]): boolean {
  if (a === undefined || a.length !== b.length) return false
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false
  return true
}
