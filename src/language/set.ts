/**
 * Sets of plain data: `setOf`, `add`, `remove`, `has`, `size`.
 *
 * In the state, a set is an array of unique members, sorted by canonical text. So two sets are equal exactly if the
 * arrays are. A set is iterated, spread and written to JSON like an array. Nothing in a state marks the arrays that are
 * sets: a place is a set if it is one in the initial state. The functions here keep the order; an array that loses it
 * is an ordinary array and is still compared exactly.
 */

import { ModelError } from '../base/errors.ts'
import { canonical, NotPlain, type Path, showPath } from '../base/plain.ts'

declare const memberType: unique symbol

/**
 * A set in the state. It is iterable: `choose(...s.msgs)`, `for (const m of s.msgs)`, `[...s.msgs].filter(...)`.
 *
 * @since 0.1.0
 */
export interface SetOf<T> extends Iterable<T> {
  /** Only for the compiler; it does not exist at run time. */
  readonly [memberType]?: T
}

/** How an engine that tracks a set itself answers in place of the array. Members are identified by their texts. */
export interface SetOperations {
  has(text: string): boolean
  add(text: string): void
  remove(text: string): void
}

/** The key under which an engine provides its {@link SetOperations}. No state has it. */
export const setOperations = Symbol('set operations')

/** The arrays made by setOf: they show which places of an initial state are sets. */
const made = new WeakSet<object>()

/**
 * A set for the initial state.
 *
 * Members are plain data, compared by structure. `setOf<Message>()` is an empty set of messages.
 *
 * @throws ModelError `not-plain-data`: a member is not plain data.
 * @since 0.1.0
 */
export function setOf<T>(...members: readonly T[]): SetOf<T> {
  const texts = members.map(member => textOf('setOf', member))
  const sorted = [...new Set(texts)].sort().map(text => JSON.parse(text) as T)
  made.add(sorted)
  return sorted
}

/**
 * Adds a copy of `member` to the set; changes nothing if an equal one is already there. Takes time linear in the size
 * of the set when a recipe runs; in a recorded step it is one read and one write.
 *
 * @throws ModelError `not-plain-data`: the member is not plain data.
 * @since 0.1.0
 */
export function add<T>(set: SetOf<T>, member: NoInfer<T>): void {
  const text = textOf('add', member)
  const own = operationsOf(set)
  if (own !== undefined) own.add(text)
  else addText(set as unknown as T[], text)
}

/**
 * Removes `member` from the set; changes nothing if no equal one is there. Costs the same as {@link add}.
 *
 * @throws ModelError `not-plain-data`: the member is not plain data.
 * @since 0.1.0
 */
export function remove<T>(set: SetOf<T>, member: NoInfer<T>): void {
  const text = textOf('remove', member)
  const own = operationsOf(set)
  if (own !== undefined) own.remove(text)
  else removeText(set as unknown as T[], text)
}

/**
 * Whether the set has a member equal to `member`. Costs the same as {@link add}; reads no other member.
 *
 * @throws ModelError `not-plain-data`: the member is not plain data.
 * @since 0.1.0
 */
export function has<T>(set: SetOf<T>, member: NoInfer<T>): boolean {
  const text = textOf('has', member)
  return operationsOf(set)?.has(text) ?? hasText(set as unknown as T[], text)
}

/**
 * The number of members.
 *
 * @since 0.1.0
 */
export function size(set: SetOf<unknown>): number {
  return (set as unknown as readonly unknown[]).length
}

export function hasText(members: readonly unknown[], text: string): boolean {
  return members.some(member => canonical(member) === text)
}

export function addText(members: unknown[], text: string): void {
  const at = members.findIndex(member => canonical(member) >= text)
  if (at >= 0 && canonical(members[at]) === text) return
  members.splice(at < 0 ? members.length : at, 0, JSON.parse(text))
}

export function removeText(members: unknown[], text: string): void {
  const at = members.findIndex(member => canonical(member) === text)
  if (at >= 0) members.splice(at, 1)
}

/** The texts of the members, or undefined if the value does not have the form of a set. */
export function memberTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.map(member => canonical(member))
  return texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text) ? texts : undefined
}

/** The places of the sets in an initial state. */
export function setsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  if (made.has(value)) return [path]
  if (Array.isArray(value)) return value.flatMap((item, i) => setsIn(item, [...path, i]))
  return Object.entries(value).flatMap(([key, item]) => setsIn(item, [...path, key]))
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
