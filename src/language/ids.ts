/**
 * Ids: names of interchangeable things, such as symmetric instances of a process.
 *
 * In the state an id is a text, `node 0`. Its type is opaque, a symbol as far as the compiler knows, so that nothing can be
 * done with it but compare it with other ids of its set, store it, and look something up by it. Renaming ids renames these
 * texts in a state, including the keys of its records.
 */

import { ModelError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'

declare const idSet: unique symbol

/**
 * The name of one of several interchangeable things; of type `N`, so that the ids of different sets do not mix. No
 * arithmetic, no order: `===` and looking up are all that the compiler lets through.
 *
 * @since 0.2.0
 */
export type Id<N extends string = string> = symbol & {
  /** Only for the compiler; it does not exist at run time. */
  readonly [idSet]: N
}

/**
 * A record with a value for each id of a set, as {@link perId} makes it.
 *
 * @since 0.2.0
 */
export type PerId<N extends string, T> = { [id in Id<N>]: T }

/** The text of an id in states. */
export function idText(set: string, number: number): string {
  return `${set} ${number}`
}

/**
 * The id of a number: of an instance of a process (`idOf('node', me.id)`), or of a set that a model declares by {@link
 * Model.symmetric}.
 *
 * @throws ModelError `bad-argument`: the set is not named by a string, or the number is not a whole number.
 * @since 0.2.0
 */
export function idOf<const N extends string>(set: N, number: number): Id<N> {
  checkSet('idOf', set)
  if (!Number.isInteger(number) || number < 0)
    throw new ModelError('bad-argument', `idOf('${set}', ...) needs a whole number, but got ${shown(number)}.`)
  return idText(set, number) as unknown as Id<N>
}

/**
 * The ids of a set: `choose(...ids('node', c.nodes))`.
 *
 * @throws ModelError `bad-argument`: the set is not named by a string, or `count` is not a whole number.
 * @since 0.2.0
 */
export function ids<const N extends string>(set: N, count: number): readonly Id<N>[] {
  checkSet('ids', set)
  if (!Number.isInteger(count) || count < 0)
    throw new ModelError('bad-argument', `ids('${set}', ...) needs a whole number, but got ${shown(count)}.`)
  return Array.from({ length: count }, (_, i) => idOf(set, i))
}

/**
 * A record with a value for each id, in place of an array, whose indices have no declared meaning: `cache: perId('node',
 * c.nodes, () => 'invalid')` is read as `s.cache[idOf('node', me.id)]`.
 *
 * @throws ModelError `bad-argument` as {@link ids} does.
 * @since 0.2.0
 */
export function perId<const N extends string, T>(set: N, count: number, value: (id: Id<N>) => T): PerId<N, T> {
  if (typeof value !== 'function')
    throw new ModelError('bad-argument', `perId('${set}', ...) needs a function that gives the value of an id.`)
  return Object.fromEntries(ids(set, count).map(id => [id, value(id)])) as PerId<N, T>
}

/**
 * The instance of a process that an id names: `at(s.node, s.owner)`.
 *
 * @throws ModelError `bad-argument`: there is no such instance.
 * @since 0.2.0
 */
export function at<T>(instances: readonly T[], id: Id): T {
  const number = Number(/ (\d+)$/.exec(String(id))?.[1])
  const instance = instances[number]
  if (instance === undefined) throw new ModelError('bad-argument', `at(...): there is no instance '${String(id)}'.`)
  return instance
}

function checkSet(word: string, set: unknown): void {
  if (typeof set === 'string' && set !== '') return
  throw new ModelError(
    'bad-argument',
    `${word}(...) needs the name of a process or a set first, but got ${shown(set)}.`,
  )
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : describe(value)
}
