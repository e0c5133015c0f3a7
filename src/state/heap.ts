/** Allocates in a WebAssembly memory: at the end, or where a block was freed. */

import { type WasmMemory, wasm } from '../base/webassembly.ts'
import { type ByteAddress, plus, wordsOf } from './units.ts'

const pageBytes = 1 << 16
export const maxPages = 1 << 16

/** Thrown if no more memory for states exists or may be used. Everything stays unchanged. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory'
}

/** Calls `allocate`, whose RangeError means that there is no more. */
export function orOutOfMemory<T>(allocate: () => T): T {
  try {
    return allocate()
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemory('no more memory for states', { cause: error })
    throw error
  }
}

export class Heap {
  readonly memory: WasmMemory
  /** The whole memory; another object after it has grown. */
  words: Int32Array
  private end: ByteAddress
  private readonly holes: { at: ByteAddress; bytes: number }[] = []

  /** Everything before `from` belongs to others. */
  constructor(from: ByteAddress) {
    this.memory = orOutOfMemory(() => new wasm.Memory({ initial: Math.ceil(from / pageBytes) + 1, maximum: maxPages }))
    this.words = new Int32Array(this.memory.buffer)
    this.end = from
  }

  get bytes(): number {
    return this.end
  }

  /** The address of a block of this many bytes, all 0. Throws {@link OutOfMemory} where there is no more. */
  allocate(bytes: number): ByteAddress {
    const hole = this.holes.find(free => free.bytes >= bytes)
    if (hole !== undefined) {
      const { at } = hole
      hole.at = plus(at, bytes)
      hole.bytes -= bytes
      this.words.fill(0, wordsOf(at), wordsOf(hole.at))
      return at
    }
    const at = this.end
    const pages = this.memory.buffer.byteLength / pageBytes
    const missing = Math.ceil((at + bytes) / pageBytes) - pages
    if (missing > 0) {
      // Some extra pages, since growing requires new views.
      orOutOfMemory(() => this.memory.grow(Math.max(missing, Math.min(missing + 64, maxPages - pages))))
      this.words = new Int32Array(this.memory.buffer)
    }
    this.end = plus(at, bytes)
    return at
  }

  free(at: ByteAddress, bytes: number): void {
    this.holes.push({ at, bytes })
  }
}
