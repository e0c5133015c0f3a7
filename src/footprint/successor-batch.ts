/**
 * The transitions out of a run of states, gathered before any of them is looked up.
 *
 *   records  [ state, hash, leaf | ... ]      one for each successor, see {@link RecordLayout}
 *   ends     [ address | address | ... ]      for each state left, where its last record ends, in bytes
 *
 * Both lie either in an array of the batch's own or on the heap of a linear store, where generated code fills them in.
 * Gathering changes nothing but the batch, so a batch can be thrown away and gathered again when the layout changes.
 */

import type { Heap } from '../state/heap.ts'
import { addressIn, atWord, bytesOf, plus, type WordAddress, wordsOf } from '../state/units.ts'
import { RecordLayout } from './record.ts'
import type { StepLeaf } from './step-leaf.ts'

/** A step that failed instead of leading to a state. */
export interface StepFailure {
  readonly state: number
  readonly leaf: StepLeaf
}

/** States expanded together, at most. */
export const maxBlockStates = 1024

/** The transitions gathered out of a block of states, in the order of the states and of the movers. */
export class SuccessorBatch {
  /** How each record is laid out. */
  readonly record: RecordLayout
  /** Where records begin. */
  base: WordAddress
  /** Where records end. */
  end: WordAddress
  /** The states whose transitions are all in. */
  states = 0
  /** The first of these states. */
  firstState = 0
  /** Whether it took running steps to gather them, and not only following trees. */
  isCostly = false
  /** Steps that end in a failed assertion or an error, by state. */
  failures: StepFailure[] = []
  /** The records before representatives took the places of states, if somebody has to see them. */
  reached: Int32Array | undefined
  /** Where the ends begin. */
  readonly endsAt: WordAddress
  /** Records that there is room for. */
  capacity: number
  private own: Int32Array
  private readonly heap: Heap | undefined

  constructor(sizeWords: number, capacity: number, heap?: Heap) {
    this.record = new RecordLayout(sizeWords)
    this.capacity = capacity
    this.heap = heap
    const size = capacity * this.record.words
    this.own = new Int32Array(heap === undefined ? maxBlockStates + size : 0)
    this.endsAt = heap === undefined ? atWord(0) : wordsOf(heap.allocate(4 * maxBlockStates))
    this.base = heap === undefined ? atWord(maxBlockStates) : wordsOf(heap.allocate(4 * size))
    this.end = this.base
  }

  get words(): Int32Array {
    return this.heap?.words ?? this.own
  }

  get bytes(): number {
    return this.heap === undefined ? 4 * this.own.length : 0
  }

  /** Successors gathered. */
  get count(): number {
    return (this.end - this.base) / this.record.words
  }

  clear(firstState: number): void {
    this.end = this.base
    this.states = 0
    this.firstState = firstState
    this.isCostly = false
    this.reached = undefined
    if (this.failures.length > 0) this.failures = []
  }

  /** Makes room for this many more successors. */
  makeRoom(successors: number): void {
    while (this.capacity - this.count < 2 * successors) this.grow()
  }

  /** Where the words of a new successor are to be filled in; {@link sign} adds the rest. */
  push(): WordAddress {
    if (this.count === this.capacity) this.grow()
    const at = this.end
    this.end = plus(at, this.record.words)
    return at
  }

  /** Fills in what stands behind the words of a successor. */
  sign(at: number, hash: number, leaf: StepLeaf): void {
    const { words, record } = this
    words[at + record.hashWord] = hash
    words[at + record.leafWord] = leaf.id
  }

  /** Discards what was gathered since the batch had this many successors and failures. */
  rollBack(count: number, failures: number): void {
    // Not by an address: the records may have moved since, to where there is more room.
    this.end = plus(this.base, count * this.record.words)
    this.failures.length = failures
  }

  /** Whether the successors from number `middle` on are the same states as those from number `from` on, in any order. */
  repeats(from: number, middle: number): boolean {
    if (this.count - middle !== middle - from) return false
    const before = this.hashesOf(from, middle)
    return this.hashesOf(middle, this.count).every((hash, i) => hash === before[i])
  }

  private hashesOf(first: number, end: number): number[] {
    const { base, record } = this
    return Array.from({ length: end - first }, (_, i) => this.hashAt(base + (first + i) * record.words)).sort()
  }

  /** Says that all transitions out of one more state are in. */
  endState(): void {
    this.words[this.endsAt + this.states] = bytesOf(this.end)
    this.states++
  }

  /** Where the records of the `i`th state end; of none, where they begin. */
  endOf(i: number): WordAddress {
    return i < 0 ? this.base : wordsOf(addressIn(this.words, this.endsAt + i))
  }

  /** Discards all but the transitions out of the first `states` states. */
  keepStates(states: number): void {
    this.states = states
    this.end = this.endOf(states - 1)
    this.failures = this.failures.filter(({ state }) => state < this.firstState + states)
  }

  /** Discards records: those whose number, counted from the first one, has a 1. */
  leaveOut(isLeftOut: Uint8Array): void {
    const { words, record } = this
    let to: number = this.base
    let at: number = this.base
    for (let i = 0; i < this.states; i++) {
      const end = this.endOf(i)
      for (; at < end; at += record.words) {
        if (isLeftOut[(at - this.base) / record.words] === 1) continue
        if (to !== at) words.copyWithin(to, at, at + record.words)
        to += record.words
      }
      words[this.endsAt + i] = 4 * to
    }
    this.end = atWord(to)
  }

  leafAt(record: number): number {
    return this.words[record + this.record.leafWord]!
  }

  /** The leaf that a record came from, among those that there were when it was gathered. */
  leafOf(record: number, { leaves }: { readonly leaves: readonly StepLeaf[] }): StepLeaf {
    return leaves[this.leafAt(record)]!
  }

  hashAt(record: number): number {
    return this.words[record + this.record.hashWord]!
  }

  private grow(): void {
    const size = this.capacity * this.record.words
    this.capacity *= 2
    if (this.heap === undefined) {
      const larger = new Int32Array(this.own.length + size)
      larger.set(this.own)
      this.own = larger
      return
    }
    const before = this.base
    this.base = wordsOf(this.heap.allocate(8 * size))
    const moved = this.base - before
    this.words.copyWithin(this.base, before, before + size)
    this.heap.free(bytesOf(before), 4 * size)
    this.end = plus(this.end, moved)
    for (let i = 0; i < this.states; i++) this.words[this.endsAt + i]! += 4 * moved
  }
}
