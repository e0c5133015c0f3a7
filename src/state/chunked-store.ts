/**
 * The visited states in typed arrays: what small searches use, and those too large for one WebAssembly memory.
 *
 *   chunks   [ state 0 | state 1 | ... ] [ ... ] ...     `sizeWords` words each; a chunk has 2^k states
 *   index    [ 0 | id + 1 | 0 | id + 1 | ... ]           open addressing, linear probing, at most 3/4 full
 *
 * Invariants: full chunks never move, so nothing is copied when the store grows; an index entry is 0 or the number of a
 * stored state plus one; two stored states differ in some word. States are compared word by word: the hash only says
 * where to start looking. The index holds no hashes; it is rebuilt from the words when it grows, the old one
 * dropped first, so that growing needs no memory for both.
 *
 * Cost of a state: its words, and 4 bytes over the load of the index, that is 5.3 to 10.7 bytes.
 */

import { InternalError } from '../base/errors.ts'
import { hashOf } from './hash.ts'
import { orOutOfMemory } from './heap.ts'
import type { StateStore, StoreSizes } from './state-store.ts'
import { atWord, type WordAddress } from './units.ts'

export class ChunkedStore implements StateStore {
  readonly sizeWords: number
  count = 0
  private readonly chunks: Int32Array[] = []
  private readonly chunkBits: number
  private readonly chunkMask: number
  private index: Int32Array

  constructor(sizeWords: number, { chunkStates = 1 << 16, indexEntries = 1 << 8 }: StoreSizes = {}) {
    this.sizeWords = sizeWords
    this.chunkBits = 31 - Math.clz32(chunkStates)
    this.chunkMask = (1 << this.chunkBits) - 1
    this.index = new Int32Array(indexEntries)
  }

  /** The chunk that holds a state; {@link offsetOf} says where in it. */
  chunkOf(id: number): Int32Array {
    return this.chunks[id >>> this.chunkBits]!
  }

  offsetOf(id: number): WordAddress {
    return atWord((id & this.chunkMask) * this.sizeWords)
  }

  get bytes(): number {
    return 4 * (this.index.length + this.chunks.length * this.sizeWords * (this.chunkMask + 1))
  }

  /** The maximum of {@link bytes} while `more` states are added. */
  bytesWith(more: number): number {
    let entries = this.index.length
    while (this.count + more > entries * maxLoad) entries *= 2
    const chunks = Math.ceil((this.count + more) / (this.chunkMask + 1))
    return 4 * (entries + chunks * this.sizeWords * (this.chunkMask + 1))
  }

  fill(count: number, write: (id: number, words: Int32Array, at: number) => void): void {
    const words = new Int32Array(this.sizeWords)
    for (let id = 0; id < count; id++) {
      write(id, words, 0)
      this.add(words, 0, hashOf(words, 0, this.sizeWords))
    }
    if (this.count !== count) throw new InternalError('two states became one when the layout changed')
  }

  /** The number of the state, or -1. */
  find(words: Int32Array, at: number, hash: number): number {
    const { index } = this
    const last = index.length - 1
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const id = index[slot]! - 1
      if (id < 0 || this.isState(id, words, at)) return id
    }
  }

  /** The number of the state, which is stored if it is new: then the number is what {@link count} was before. */
  add(words: Int32Array, at: number, hash: number): number {
    const { index } = this
    const last = index.length - 1
    let slot = hash & last
    for (; ; slot = (slot + 1) & last) {
      const id = index[slot]! - 1
      if (id < 0) break
      if (this.isState(id, words, at)) return id
    }
    const id = this.append(words, at)
    index[slot] = id + 1
    if (this.count > index.length * maxLoad) this.growIndex()
    return id
  }

  hasRoomFor(more: number): boolean {
    return this.count + more < 0x7fffffff
  }

  private append(words: Int32Array, at: number): number {
    const id = this.count
    if (id === 0x7fffffff) throw new InternalError('more states than an index entry can number')
    const offset = this.offsetOf(id)
    const chunk = this.chunkFor(id, offset)
    for (let i = 0; i < this.sizeWords; i++) chunk[offset + i] = words[at + i]!
    this.count++
    return id
  }

  /** The chunk with room for state `id`. The first one starts small and doubles, since most models are small. */
  private chunkFor(id: number, offset: number): Int32Array {
    const full = this.sizeWords * (this.chunkMask + 1)
    if (offset === 0) {
      const size = id === 0 ? Math.min(full, firstWords * this.sizeWords) : full
      this.chunks.push(orOutOfMemory(() => new Int32Array(size)))
    }
    const chunk = this.chunkOf(id)
    if (offset < chunk.length) return chunk
    const larger = new Int32Array(Math.min(full, chunk.length * 2))
    larger.set(chunk)
    this.chunks[this.chunks.length - 1] = larger
    return larger
  }

  private isState(id: number, words: Int32Array, at: number): boolean {
    const chunk = this.chunkOf(id)
    const offset = this.offsetOf(id)
    for (let i = 0; i < this.sizeWords; i++) if (chunk[offset + i] !== words[at + i]) return false
    return true
  }

  private growIndex(): void {
    const size = this.index.length * 2
    this.index = new Int32Array(0)
    const index = new Int32Array(size)
    const last = size - 1
    for (let id = 0; id < this.count; id++) {
      let slot = hashOf(this.chunkOf(id), this.offsetOf(id), this.sizeWords) & last
      while (index[slot] !== 0) slot = (slot + 1) & last
      index[slot] = id + 1
    }
    this.index = index
  }
}

const maxLoad = 0.75
const firstWords = 64
