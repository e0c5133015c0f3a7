/** Permutations of the ids of symmetric sets: for each set, in the order of the machine, where each number goes. */

import type { SymmetricSet } from '../machine/machine.ts'

export type Permutation = readonly (readonly number[])[]

type Sets = readonly SymmetricSet[]

export function identityOf(sets: Sets): Permutation {
  return sets.map(({ count }) => Array.from({ length: count }, (_, i) => i))
}

/** First `first`, then `then`. */
export function composed(first: Permutation, then: Permutation): Permutation {
  return first.map((numbers, set) => numbers.map(number => then[set]?.[number] as number))
}

export function inverseOf(permutation: Permutation): Permutation {
  return permutation.map(numbers => {
    const inverse = [...numbers]
    for (const [from, to] of numbers.entries()) inverse[to] = from
    return inverse
  })
}

/** How many permutations there are. */
export function groupSize(sets: Sets): number {
  return sets.reduce((size, { count }) => size * factorial(count), 1)
}

export function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

/** The exchanges of two neighbours, which generate all permutations. */
export function exchanges(sets: Sets): Permutation[] {
  return sets.flatMap(({ count }, set) => Array.from({ length: count - 1 }, (_, i) => exchanged(sets, set, i, i + 1)))
}

/** The exchanges of any two ids. */
export function allExchanges(sets: Sets): Permutation[] {
  return sets.flatMap(({ count }, set) =>
    Array.from({ length: count }, (_, i) => i).flatMap(i =>
      Array.from({ length: count - i - 1 }, (_, k) => exchanged(sets, set, i, i + 1 + k)),
    ),
  )
}

/** The exchange of two ids of one set. */
export function exchanged(sets: Sets, set: number, i: number, j: number): Permutation {
  return identityOf(sets).map((numbers, s) => (s === set ? numbers.with(i, j).with(j, i) : numbers))
}

/**
 * The numbers of one set in classes, in the order in which new numbers are assigned. Those of a class look alike, and are in groups of
 * those that are known to be interchangeable: their order does not matter.
 */
export type Ties = readonly (readonly (readonly number[])[])[]

/** The number of ways to number ids whose classes are ordered. */
export function waysToNumber(ties: readonly Ties[]): number {
  return ties.flat().reduce((ways, groups) => (ways * factorial(groups.flat().length)) / waysWithin(groups), 1)
}

/** In how many ways interchangeable ids can be put in order. */
export function waysWithin(groups: readonly (readonly number[])[]): number {
  return groups.reduce((ways, { length }) => ways * factorial(length), 1)
}

/**
 * Every permutation that gives the first numbers to the ids of the first class, and so on; `ties` are those of each set. Those of a
 * group stay in their order. The first one leaves the ids of a class in the order of its groups.
 */
export function* numberings(ties: readonly Ties[]): Generator<Permutation> {
  const [first, ...rest] = ties
  if (first === undefined) {
    yield []
    return
  }
  for (const order of orders(first)) {
    const numbers: number[] = []
    for (const [to, from] of order.entries()) numbers[from] = to
    for (const others of numberings(rest)) yield [numbers, ...others]
  }
}

/** The ids class by class, those of a class in every order. */
function* orders([first, ...rest]: Ties): Generator<readonly number[]> {
  if (first === undefined) {
    yield []
    return
  }
  for (const own of merged(first)) for (const others of orders(rest)) yield [...own, ...others]
}

/** All sequences of the numbers of some groups in which those of each are in their order. */
function* merged(groups: readonly (readonly number[])[]): Generator<readonly number[]> {
  if (groups.length < 2) {
    yield groups[0] ?? []
    return
  }
  for (const [i, [first, ...rest]] of groups.entries()) {
    const left = rest.length > 0 ? groups.with(i, rest) : groups.toSpliced(i, 1)
    for (const others of merged(left)) yield [first as number, ...others]
  }
}

/** Numbers grouped by signature, the smallest signature first; none of them are known to be interchangeable. */
export function tiesOf(signatures: readonly number[]): Ties {
  const classes = new Map<number, number[]>()
  for (const [id, signature] of signatures.entries()) classes.set(signature, [...(classes.get(signature) ?? []), id])
  return [...classes].sort(([a], [b]) => a - b).map(([, numbers]) => numbers.map(number => [number]))
}
