/**
 * Sets of plain data: `setOf`, `add`, `remove`, `has`, `size`.
 *
 * In the state a set is an array whose members stand in the order of their canonical texts, each once. So two sets
 * are equal exactly if the arrays are, a set is iterated, spread and written to JSON as the array it is, and nothing
 * in a state has to say which arrays are sets: a place is one from the initial state on. The functions here keep the
 * order; an array that loses it is an array like any other and still compared exactly.
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
  /** Only for the compiler; never there. */
  readonly [memberType]?: T
}

/** What an engine that keeps its own account of a set answers in its place. Members are known by their texts. */
export interface SetOperations {
  has(text: string): boolean
  add(text: string): void
  remove(text: string): void
}

/** The key under which an engine hands out its {@link SetOperations}. No state has it. */
export const setOperations = Symbol('set operations')

/** The arrays that setOf has made, so that the places of sets are known in an initial state. */
const made = new WeakSet<object>()

/**
 * A set for the initial state.
 *
 * Members are plain data and are compared by structure. `T` need not be inferred: `setOf<Message>()` is empty.
 *
 * @throws ModelError `not-plain-data`: a member is no plain data.
 * @since 0.1.0
 */
export function setOf<T>(...members: readonly T[]): SetOf<T> {
  const texts = members.map(member => textOf('setOf', member))
  const sorted = [...new Set(texts)].sort().map(text => JSON.parse(text) as T)
  made.add(sorted)
  return sorted
}

/**
 * Puts a copy of `member` into the set; changes nothing where one like it is there already. Takes time in the size of the
 * set where a recipe really runs; a recorded step has it as one look and one write.
 *
 * @throws ModelError `not-plain-data`: the member is no plain data.
 * @since 0.1.0
 */
export function add<T>(set: SetOf<T>, member: NoInfer<T>): void {
  const text = textOf('add', member)
  const own = operationsOf(set)
  if (own !== undefined) own.add(text)
  else addText(set as unknown as T[], text)
}

/**
 * Takes `member` out of the set; changes nothing where none like it is there. Costs what {@link add} does.
 *
 * @throws ModelError `not-plain-data`: the member is no plain data.
 * @since 0.1.0
 */
export function remove<T>(set: SetOf<T>, member: NoInfer<T>): void {
  const text = textOf('remove', member)
  const own = operationsOf(set)
  if (own !== undefined) own.remove(text)
  else removeText(set as unknown as T[], text)
}

/**
 * Whether a member like `member` is in the set. Costs what {@link add} does; reads no other member.
 *
 * @throws ModelError `not-plain-data`: the member is no plain data.
 * @since 0.1.0
 */
export function has<T>(set: SetOf<T>, member: NoInfer<T>): boolean {
  const text = textOf('has', member)
  return operationsOf(set)?.has(text) ?? hasText(set as unknown as T[], text)
}

/**
 * How many members the set has.
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

/** The texts of the members, or undefined where the value is not written as a set is. */
export function memberTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.map(member => canonical(member))
  return texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text) ? texts : undefined
}

/** Where in an initial state the sets are. */
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
