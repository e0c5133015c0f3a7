/**
 * The memory that all trees of a search hold, and how much a tree must be reused to be kept.
 *
 * While they hold little, a tree that is set aside keeps its nodes, since it may pay off later. Beyond that, each large
 * tree must be worth its memory: the more all of them hold, the more walks each of its runs must have served.
 */

/** A tree of a smaller part of the limit than this is left alone. */
const largePart = 1 / 16

/** The bytes that all trees of one search hold, with their limit. */
export class TreeMemory {
  held = 0
  private readonly limit: number

  /** `limit` is what trees may hold before they must be reused more. */
  constructor(limit: number) {
    this.limit = limit
  }

  hold(bytes: number): void {
    this.held += bytes
  }

  /** How many times more than usual a tree of this many bytes must be reused; 0 if it may stay in any case. */
  priceOf(bytes: number): number {
    const share = this.held / this.limit
    return share < 1 || bytes < this.limit * largePart ? 0 : share * share
  }
}
