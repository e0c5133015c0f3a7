/** Room in a WebAssembly memory: handed out from the end, or where something else has been given back. */

import { type WasmMemory, wasm } from '../base/webassembly.ts'

const pageBytes = 1 << 16
export const maxPages = 1 << 16

export class Heap {
  readonly memory: WasmMemory
  /** The whole memory; another object after it has grown. */
  words: Int32Array
  private end: number
  private readonly holes: { at: number; bytes: number }[] = []

  /** Everything before `from` belongs to others. */
  constructor(from: number) {
    this.memory = new wasm.Memory({ initial: Math.ceil(from / pageBytes) + 1, maximum: maxPages })
    this.words = new Int32Array(this.memory.buffer)
    this.end = from
  }

  get bytes(): number {
    return this.end
  }

  /** The address of so many bytes, all 0. Throws a RangeError where the machine has no more. */
  allocate(bytes: number): number {
    const hole = this.holes.find(free => free.bytes >= bytes)
    if (hole !== undefined) {
      const { at } = hole
      hole.at += bytes
      hole.bytes -= bytes
      this.words.fill(0, at >>> 2, (at + bytes) >>> 2)
      return at
    }
    const at = this.end
    this.end += bytes
    const missing = Math.ceil(this.end / pageBytes) - this.memory.buffer.byteLength / pageBytes
    if (missing > 0) {
      // Some pages more, since growing makes new views necessary.
      this.memory.grow(Math.min(missing + 64, maxPages - this.memory.buffer.byteLength / pageBytes))
      this.words = new Int32Array(this.memory.buffer)
    }
    return at
  }

  free(at: number, bytes: number): void {
    this.holes.push({ at, bytes })
  }
}
