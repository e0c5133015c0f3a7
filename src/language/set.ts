/**
 * Sets of plain data: `setOf`, `add`, `remove`, `has`, `pick`, `size`.
 *
 * In the state, a set is an array of unique members, sorted by canonical text. So two sets are equal exactly if the
 * arrays are. A set is iterated, spread and written to JSON like an array. Nothing in a state marks the arrays that are
 * sets: a place is a set if it is one in the initial state. The functions here keep the order; elsewhere an array that
 * loses it is an ordinary array and is still compared exactly, unless a step has stored a set in that place.
 */

import { isDraft, original } from 'immer'
import { ModelError } from '../base/errors.ts'
import { knownText } from '../base/known-text.ts'
import { canonical, isSamePlain, isSurelyPlain, NotPlain, type Path, showPath } from '../base/plain.ts'
import { choose } from './control.ts'

declare const memberType: unique symbol

/**
 * A set in the state. It is iterable: `choose(...s.msgs)`, `for (const m of s.msgs)`, `[...s.msgs].filter(...)`.
 *
 * @since 0.1.0
 */
export interface SetOf<T> extends Iterable<T> {
  /** Only for the compiler, to which a list is no set; it does not exist at run time. */
  readonly [memberType]: T
}

/** How an engine that tracks a set itself answers in place of the array. Members are identified by their texts. */
export interface SetOperations {
  /** Calls code that looks at keys of records, but whose result does not depend on their order. */
  inAnyOrder<T>(code: () => T): T
  has(text: string): boolean
  add(text: string): void
  remove(text: string): void
}

/** The key under which an engine provides its {@link SetOperations}. No state has it. */
export const setOperations = Symbol('set operations')

/** The key under which an engine provides the members of a set as a list that is read only as far as it is looked at. */
export const memberList = Symbol('member list')

/** The arrays that are known to be sets: they show which places of a state are. */
const known = new WeakSet<object>()

/** Whether an array, or what a draft was made of, is known to be a set. One that is not may be one, too. */
export function isKnownSet(array: object): boolean {
  return known.has(array) || (isDraft(array) && known.has(original(array) as object))
}

export function noteSet(array: object): void {
  known.add(array)
}

/**
 * A set for the initial state.
 *
 * Members are plain data, compared by structure. `setOf<Message>()` is an empty set of messages.
 *
 * @throws ModelError `not-plain-data`: a member is not plain data.
 * @since 0.1.0
 */
export function setOf<T>(...members: readonly T[]): SetOf<T> {
  const byText = new Map(members.map(member => [textOf('setOf', member), member]))
  const sorted = [...byText.keys()].sort().map(text => copyOf(byText.get(text) as T, text))
  noteSet(sorted)
  return sorted as Iterable<T> as SetOf<T>
}

/**
 * Adds a copy of `member` to the set; changes nothing if an equal one is already there. Takes time linear in the size
 * of the set when a recipe runs; in a recorded step it is one read and one write.
 *
 * @throws ModelError `not-plain-data`: the member is not plain data.
 * @since 0.1.0
 */
export function add<T>(set: SetOf<T>, member: NoInfer<T>): void {
  const own = operationsOf(set)
  if (own !== undefined) own.add(own.inAnyOrder(() => textOf('add', member)))
  else if (indexOf(listOf(set), checked('add', member)) < 0) insert(listOf(set), member, textOf('add', member))
}

/**
 * Removes `member` from the set; changes nothing if no equal one is there. Costs the same as {@link add}.
 *
 * @throws ModelError `not-plain-data`: the member is not plain data.
 * @since 0.1.0
 */
export function remove<T>(set: SetOf<T>, member: NoInfer<T>): void {
  const own = operationsOf(set)
  if (own !== undefined) own.remove(own.inAnyOrder(() => textOf('remove', member)))
  else removeAt(listOf(set), indexOf(listOf(set), checked('remove', member)))
}

/**
 * Whether the set has a member equal to `member`. Costs the same as {@link add}; reads no other member.
 *
 * @throws ModelError `not-plain-data`: the member is not plain data.
 * @since 0.1.0
 */
export function has<T>(set: SetOf<T>, member: NoInfer<T>): boolean {
  const own = operationsOf(set)
  if (own !== undefined) return own.has(own.inAnyOrder(() => textOf('has', member)))
  return indexOf(listOf(set), checked('has', member)) >= 0
}

/**
 * Picks a member of the set, each in a separate transition; with a predicate, one of which it is true. Without any, the step
 * is not enabled.
 *
 * It means `choose(...set)`, or `choose(...[...set].filter(predicate))`, and is always fast: what a step does with a member
 * is recorded once, whichever other members there are. For that, the predicate should only compare.
 *
 * @throws ModelError `out-of-step`: it is called outside a step.
 * @since 0.2.0
 */
export function pick<T, P extends T>(set: SetOf<T>, predicate: (member: T) => member is P): P
export function pick<T>(set: SetOf<T>, predicate?: (member: T) => boolean): T
export function pick<T>(set: SetOf<T>, predicate?: (member: T) => boolean): T {
  const members = listed(set)
  return choose(...(predicate === undefined ? members : members.filter(predicate)))
}

/** The same as `[...things]`, except that an engine that tracks a set sees what is read. */
export function listed<T>(things: Iterable<T>): readonly T[] {
  return (things as { readonly [memberList]?: readonly T[] } | null | undefined)?.[memberList] ?? [...things]
}

/**
 * The number of members. It is cheap: an engine records the number, and no member, unless the same run has edited the set before.
 *
 * @since 0.1.0
 */
export function size(set: SetOf<unknown>): number {
  return listOf(set).length
}

/** What a set is at run time. */
function listOf<T>(set: SetOf<T>): T[] {
  return set as Iterable<T> as T[]
}

export function hasText(members: readonly unknown[], text: string): boolean {
  return indexOf(members, JSON.parse(text)) >= 0
}

export function addText(members: unknown[], text: string): void {
  if (!hasText(members, text)) insert(members, undefined, text)
}

export function removeText(members: unknown[], text: string): void {
  removeAt(members, indexOf(members, JSON.parse(text)))
}

function insert(members: unknown[], member: unknown, text: string): void {
  members.splice(placeOf(members, text), 0, copyOf(member, text))
}

/** A copy of a member, made from its text. Sets within it are still known to be sets. */
function copyOf<T>(member: T, text: string): T {
  const copy = JSON.parse(text) as T
  noteSetsLike(member, copy)
  return copy
}

function noteSetsLike(original: unknown, copy: unknown): void {
  if (typeof original !== 'object' || original === null) return
  if (isKnownSet(original)) noteSet(copy as object)
  for (const key in original) noteSetsLike((original as Keyed)[key], (copy as Keyed)[key])
}

type Keyed = { readonly [key: string]: unknown }

function removeAt(members: unknown[], at: number): void {
  if (at >= 0) members.splice(at, 1)
}

/** The member itself, if it is plain data. */
function checked<T>(word: string, member: T): T {
  if (!isSurelyPlain(member)) textOf(word, member)
  return member
}

/** Compares structure first, which distinguishes most members at once, whereas writing them takes long. */
function indexOf(members: readonly unknown[], wanted: unknown): number {
  const { length } = members
  for (let i = 0; i < length; i++) if (isSamePlain(members[i], wanted)) return i
  return -1
}

/** The position of a member with this text among sorted members. */
function placeOf(members: readonly unknown[], text: string): number {
  let [from, to] = [0, members.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (knownText(members[middle]) < text) from = middle + 1
    else to = middle
  }
  return from
}

/** The texts of the members, or undefined if the value does not have the form of a set. */
export function memberTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.map(knownText)
  return texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text) ? texts : undefined
}

/** The sets in an initial state: where they are, and whether there are any within their members. */
export function setsIn(value: unknown): { readonly places: readonly Path[]; readonly areNested: boolean } {
  const places: Path[] = []
  let depth = 0
  let areNested = false
  const path: (string | number)[] = []
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    const isSet = isKnownSet(part)
    if (isSet && depth++ === 0) places.push([...path])
    areNested ||= isSet && depth > 1
    const isList = Array.isArray(part)
    for (const key in part) {
      path.push(isList ? Number(key) : key)
      look((part as Keyed)[key])
      path.pop()
    }
    if (isSet) depth--
  }
  look(value)
  return { places, areNested }
}

function operationsOf(set: unknown): SetOperations | undefined {
  return (set as { readonly [setOperations]?: SetOperations })[setOperations]
}

function textOf(word: string, member: unknown): string {
  try {
    return canonical(member)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    throw new ModelError(
      'not-plain-data',
      `${word} was given a member that is not plain data: ${showPath(error.path)} is ${error.reason}.${error.advice}`,
    )
  }
}
