/** Sizes of generated functions, in leaves: compilers handle huge functions badly. */

import type { Reduced } from './reduced-tree.ts'

/** A part with more leaves than this becomes a separate function. */
const sizeOfOwn = 48
/** A function has at most about this many leaves: compile time grows faster than size. */
export const maxFunctionSize = 512

/** Whether a part of a tree becomes a function of its own. */
export function isOwnFunction(part: Reduced): boolean {
  return part.kind !== 'leaf' && part.size > sizeOfOwn
}

/** Leaves in a function that has the code of these parts, or calls them. */
export function functionSize(parts: readonly (Reduced | undefined)[]): number {
  let size = 0
  for (const part of new Set(parts)) size += part === undefined || isOwnFunction(part) ? 1 : part.size
  return size
}
