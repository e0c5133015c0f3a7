/** How many bits cells get. */

import type { Path } from '../base/plain.ts'

/** What is known about a cell when its bits are assigned. */
export interface Contents {
  readonly path: Path
  /** The values that it has had. */
  readonly values: number
  /** The most values that any cell of its kind has had. */
  readonly valuesOfKind: number
}

/** The bits that a cell gets, at least those that its values need. */
export type WidthOf = (cell: Contents) => number

/** The bits that it takes to number this many values. */
export function bitsFor(values: number): number {
  return values <= 1 ? 0 : 32 - Math.clz32(values - 1)
}

/** No spare bits. */
export const asNeeded: WidthOf = ({ values }) => bitsFor(values)

/** No spare bits, but enough for each cell to hold what any other cell of its kind has held. */
export const asKindNeeds: WidthOf = ({ valuesOfKind }) => bitsFor(valuesOfKind)

/**
 * Cells of a kind lie in the same place of instances or elements that differ only by their number: what one of them has
 * held, the others may come to hold.
 */
export function kindOf(path: Path): string {
  return JSON.stringify(path.map(key => (typeof key === 'number' ? '*' : key)))
}
