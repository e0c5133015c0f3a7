/**
 * The transitions out of a run of states, gathered before any of them is looked up.
 *
 *   words     [ successor 0 | successor 1 | ... ]   packed states, `sizeWords` words each
 *   hashes, leaves                                  one number for each successor: its hash, the leaf it came from
 *   ends, failureEnds                               for each state left, how many successors and failures there are
 *                                                   up to and with its own
 *
 * Gathering changes nothing but the batch, so a batch can be thrown away and gathered again when the layout changes.
 */

import type { StepLeaf } from './step-leaf.ts'

export interface Failure {
  readonly state: number
  readonly leaf: StepLeaf
}

export class SuccessorBatch {
  readonly sizeWords: number
  words: Int32Array
  hashes: Int32Array
  leaves: Int32Array
  count = 0
  /** Steps that end in a failed assertion or an error. */
  readonly failures: Failure[] = []
  readonly ends: number[] = []
  readonly failureEnds: number[] = []

  constructor(sizeWords: number, capacity = 1 << 8) {
    this.sizeWords = sizeWords
    this.words = new Int32Array(capacity * sizeWords)
    this.hashes = new Int32Array(capacity)
    this.leaves = new Int32Array(capacity)
  }

  clear(): void {
    this.count = 0
    this.failures.length = 0
    this.ends.length = 0
    this.failureEnds.length = 0
  }

  /** The number of a new successor whose words, hash and leaf are to be filled in. */
  push(): number {
    if (this.count === this.hashes.length) this.grow()
    return this.count++
  }

  /** Takes back what was gathered since there were so many successors and failures. */
  rollBack(count: number, failures: number): void {
    this.count = count
    this.failures.length = failures
  }

  /** Takes back all but the transitions out of the first so many states. */
  keepStates(states: number): void {
    this.ends.length = states
    this.failureEnds.length = states
    this.rollBack(this.ends.at(-1) ?? 0, this.failureEnds.at(-1) ?? 0)
  }

  /** Says that all transitions out of one more state are in. */
  endState(): void {
    this.ends.push(this.count)
    this.failureEnds.push(this.failures.length)
  }

  get states(): number {
    return this.ends.length
  }

  private grow(): void {
    this.words = grown(this.words)
    this.hashes = grown(this.hashes)
    this.leaves = grown(this.leaves)
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
