/**
 * The visited states in one WebAssembly memory, where generated code can reach them.
 *
 *   bytes    0   [ reserved ]
 *         1024   [ chunk 0 | chunk 1 | ... ]    where each chunk of states begins
 *       132096   [ 0 | 1 | ... ]                one byte for each leaf: whether some transition came from it
 *       197632   heap: chunks of states, the index, the batch of successors, in any order
 *
 *   index entry  [ top bits of the hash | id + 1 ]   0: free; as many bits for the id as the index has address bits
 *
 * The bits of the hash beside the id rule out nearly every other state without reading its words; states whose
 * bits agree are compared word by word. The index is at most 85 % full, and rebuilt from the words when it grows;
 * chunks reuse the memory of the old one. One such memory ends at 4 GB: {@link hasRoomFor} says when, and the search
 * goes on with a {@link ChunkedStore}.
 *
 * Cost of a state: its words, and 4 bytes over the load of the index, that is 4.7 to 18.8 bytes, from 2^26 entries on at
 * most 9.4.
 */

import { InternalError } from '../base/errors.ts'
import { hashOf } from './hash.ts'
import { Heap } from './heap.ts'
import type { StateStore, StoreSizes } from './state-store.ts'
import { addressIn, atByte, type ByteAddress, plus, type WordAddress, wordsOf } from './units.ts'

export const directoryAt = atByte(1024)
const directoryEntries = 1 << 15
export const takenAt = plus(directoryAt, 4 * directoryEntries)
/** Leaves beyond this number are not followed by generated code. */
export const maxLeaves = 1 << 16
const heapAt = plus(takenAt, maxLeaves)
const maxLoad = 0.85

export class LinearStore implements StateStore {
  readonly sizeWords: number
  readonly heap: Heap
  readonly chunkBits: number
  count = 0
  indexAt: ByteAddress
  indexEntries: number
  private readonly maxBytes: number
  private chunks = 0
  /** Enters all states into an empty index; generated code does it faster. */
  reindex = (indexAt: ByteAddress, mask: number): void => this.enterAll(indexAt, mask)

  constructor(sizeWords: number, { chunkStates = 1 << 16, indexEntries = 1 << 12, linearBytes }: StoreSizes = {}) {
    this.sizeWords = sizeWords
    this.chunkBits = 31 - Math.clz32(chunkStates)
    this.maxBytes = linearBytes ?? 0xffff0000
    this.heap = new Heap(heapAt)
    this.indexEntries = indexEntries
    this.indexAt = this.heap.allocate(4 * indexEntries)
  }

  get words(): Int32Array {
    return this.heap.words
  }

  get bytes(): number {
    return this.heap.bytes
  }

  chunkOf(_id: number): Int32Array {
    return this.heap.words
  }

  offsetOf(id: number): WordAddress {
    const chunk = addressIn(this.words, wordsOf(directoryAt) + (id >>> this.chunkBits))
    return plus(wordsOf(chunk), (id & ((1 << this.chunkBits) - 1)) * this.sizeWords)
  }

  bytesWith(more: number): number {
    const entries = this.entriesFor(more)
    const grown = entries === this.indexEntries ? 0 : 4 * entries
    return this.bytes + grown + this.chunksFor(more) * this.chunkBytes
  }

  hasRoomFor(more: number): boolean {
    return this.bytesWith(more) <= this.maxBytes && this.count + more < directoryEntries * 2 ** this.chunkBits
  }

  /** Makes room for this many more states, so that generated code can store them. */
  reserve(more: number): void {
    const entries = this.entriesFor(more)
    if (entries !== this.indexEntries) this.growIndex(entries)
    for (let missing = this.chunksFor(more); missing > 0; missing--) {
      // Allocated first: the words may be others afterwards.
      const at = this.heap.allocate(this.chunkBytes)
      this.words[wordsOf(directoryAt) + this.chunks] = at
      this.chunks++
    }
  }

  fill(count: number, write: (id: number, words: Int32Array, at: number) => void): void {
    this.fillBy(count, 1, (id, at) => write(id, this.words, at))
  }

  /** The same by slices of `slice` states, a power of two, or fewer; `write` fills in the words of states that lie in a row. */
  fillBy(count: number, slice: number, write: (id: number, at: WordAddress, states: number) => void): void {
    this.reserve(count)
    const step = Math.min(slice, 2 ** this.chunkBits)
    for (let id = 0; id < count; id += step) write(id, this.offsetOf(id), Math.min(step, count - id))
    this.count = count
    this.reindex(this.indexAt, this.idMask)
  }

  find(words: Int32Array, at: number, hash: number): number {
    const slot = this.slotOf(words, at, hash)
    return this.idIn(this.words[wordsOf(this.indexAt) + slot]!) - 1
  }

  add(given: Int32Array, at: number, hash: number): number {
    // The argument may lie in this very memory; growing the memory detaches every earlier view.
    const isOwn = given === this.words
    this.reserve(1)
    const words = isOwn ? this.words : given
    const slot = wordsOf(this.indexAt) + this.slotOf(words, at, hash)
    const found = this.idIn(this.words[slot]!)
    if (found > 0) return found - 1
    const id = this.count++
    const to = this.offsetOf(id)
    for (let i = 0; i < this.sizeWords; i++) this.words[to + i] = words[at + i]!
    this.words[slot] = (hash & ~this.idMask) | (id + 1)
    return id
  }

  private get idMask(): number {
    return this.indexEntries - 1
  }

  private idIn(entry: number): number {
    return entry & this.idMask
  }

  private get chunkBytes(): number {
    return 4 * this.sizeWords * 2 ** this.chunkBits
  }

  private entriesFor(more: number): number {
    let entries = this.indexEntries
    while (this.count + more >= entries * maxLoad) entries *= growthOf(entries)
    return entries
  }

  private chunksFor(more: number): number {
    return Math.max(0, Math.ceil((this.count + more) / 2 ** this.chunkBits) - this.chunks)
  }

  /** The slot of the state, or the free slot where it would be stored. */
  private slotOf(words: Int32Array, at: number, hash: number): number {
    const index = wordsOf(this.indexAt)
    const mask = this.idMask
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.words[index + slot]!
      if (entry === 0) return slot
      if (((entry ^ hash) & ~mask) === 0 && this.isState((entry & mask) - 1, words, at)) return slot
    }
  }

  private isState(id: number, words: Int32Array, at: number): boolean {
    const offset = this.offsetOf(id)
    for (let i = 0; i < this.sizeWords; i++) if (this.words[offset + i] !== words[at + i]) return false
    return true
  }

  private growIndex(entries: number): void {
    if (entries > 2 ** 30) throw new InternalError('more states than an index entry can number')
    const old = this.indexAt
    const oldBytes = 4 * this.indexEntries
    this.indexAt = this.heap.allocate(4 * entries)
    this.indexEntries = entries
    this.heap.free(old, oldBytes)
    this.reindex(this.indexAt, entries - 1)
  }

  private enterAll(indexAt: ByteAddress, mask: number): void {
    const { words } = this
    const index = wordsOf(indexAt)
    for (let id = 0; id < this.count; id++) {
      const hash = hashOf(words, this.offsetOf(id), this.sizeWords)
      let slot = hash & mask
      while (words[index + slot] !== 0) slot = (slot + 1) & mask
      words[index + slot] = (hash & ~mask) | (id + 1)
    }
  }
}

/**
 * Rebuilding an index costs more than its memory, as long as it is small compared with the machine; in between, where
 * most of the memory of a search of some million states would be its index, less.
 */
function growthOf(entries: number): 2 | 4 {
  if (entries >= 1 << 19 && entries < 1 << 23) return 2
  return entries < 1 << 25 ? 4 : 2
}
