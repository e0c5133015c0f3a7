/** Subsets, products and permutations, for initial states and for choices. */

import { ModelError } from '../base/errors.ts'
import { requireArgument } from './arguments.ts'

/** More is certainly a mistake, which would otherwise only show when memory runs out. */
const maxCombinations = 1_000_000

/**
 * All subsets of a list of distinct members, as lists in the same order; those without the last member come first. For
 * initial states and choices, such as `choose(...subsets([0, 1, 2]))`. There are 2^n.
 *
 * @throws ModelError `bad-argument`: `members` is not a list, or has more than a million subsets.
 * @since 0.2.0
 */
export function subsets<T>(members: readonly T[]): T[][] {
  requireArgument(Array.isArray(members), 'subsets', 'a list', members)
  requireFew('subsets', 2 ** members.length)
  return members.reduce<T[][]>((found, member) => found.concat(found.map(set => [...set, member])), [[]])
}

/**
 * All ways to take one value from each list: `product([0, 1], ['a', 'b'])` is `[[0, 'a'], [0, 'b'], [1, 'a'], [1, 'b']]`.
 * For initial states and choices.
 *
 * @throws ModelError `bad-argument`: an argument is not a list, or there are more than a million ways.
 * @since 0.2.0
 */
export function product<const L extends readonly (readonly unknown[])[]>(
  ...lists: L
): { -readonly [i in keyof L]: L[i][number] }[] {
  for (const list of lists) requireArgument(Array.isArray(list), 'product', 'lists', list)
  requireFew(
    'product',
    lists.reduce((ways, { length }) => ways * length, 1),
  )
  const found = lists.reduce<unknown[][]>((ways, list) => ways.flatMap(way => list.map(value => [...way, value])), [[]])
  return found as { -readonly [i in keyof L]: L[i][number] }[]
}

/**
 * All permutations of a list of distinct members, as lists; those that start with its first member come first. For initial
 * states and choices. There are n!.
 *
 * @throws ModelError `bad-argument`: `members` is not a list, or has more than a million orders.
 * @since 0.2.0
 */
export function permutations<T>(members: readonly T[]): T[][] {
  requireArgument(Array.isArray(members), 'permutations', 'a list', members)
  requireFew(
    'permutations',
    members.reduce((orders, _, i) => orders * (i + 1), 1),
  )
  return ordersOf(members)
}

function ordersOf<T>(members: readonly T[]): T[][] {
  if (members.length === 0) return [[]]
  return members.flatMap((first, i) => ordersOf(members.toSpliced(i, 1)).map(order => [first, ...order]))
}

function requireFew(call: string, count: number): void {
  if (count > maxCombinations)
    throw new ModelError('bad-argument', `${call} would make ${count} lists. Make fewer, at most ${maxCombinations}.`)
}
