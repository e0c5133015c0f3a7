/**
 * Choosing several resources at once.
 *
 * Checked by `spec/classic/allocator.ts` and `spec/classic/scheduling-allocator.ts`.
 */

import { choose } from 'interleave-checker'

/** A nonempty subset of `all`. Blocks if there is none. */
export function chooseSome<T>(all: readonly T[]): readonly T[] {
  return choose(...subsets(all).filter(subset => subset.length > 0))
}

/** A nonempty proper subset of `all`. Blocks if there is none. */
export function choosePart<T>(all: readonly T[]): readonly T[] {
  return choose(...subsets(all).filter(subset => subset.length > 0 && subset.length < all.length))
}

function subsets<T>(all: readonly T[]): T[][] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, place) => (bits >> place) % 2 === 1))
}
