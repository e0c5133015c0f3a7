/** The interface of stores of visited states: each state once, in the order found. */

import type { WordAddress } from './units.ts'

export interface StateStore {
  readonly sizeWords: number
  readonly count: number
  /** Bytes held. */
  readonly bytes: number
  /** What {@link bytes} may reach while `more` states are added. */
  bytesWith(more: number): number
  /** Whether the store can take this many more states at all. */
  hasRoomFor(more: number): boolean
  /** The words among which a state lies; {@link offsetOf} says where. Good only until a state is added. */
  chunkOf(id: number): Int32Array
  offsetOf(id: number): WordAddress
  /** Takes this many states, all different, into an empty store; `write` fills in the words of each. */
  fill(count: number, write: (id: number, words: Int32Array, at: number) => void): void
  /** The number of the state, or -1. */
  find(words: Int32Array, at: number, hash: number): number
  /** The number of the state, which is stored if it is new: then the number is what {@link count} was before. */
  add(words: Int32Array, at: number, hash: number): number
}

/** For tests: sizes at which a few states reach every boundary. */
export interface StoreSizes {
  /** States in a chunk: a power of two. Default 2^16. */
  readonly chunkStates?: number | undefined
  /** Entries of the index at first: a power of two. */
  readonly indexEntries?: number | undefined
  /** Bytes up to which a linear store is used. Default: nearly 4 GB. */
  readonly linearBytes?: number | undefined
  /** States from which on a linear store is used. Default 2,000. */
  readonly linearStates?: number | undefined
}
