/** Runs generated code on a linear store and the batch on its heap. */

import { type WasmImports, wasm } from '../../base/webassembly.ts'
import type { BitMove } from '../../state/carry-over.ts'
import { maxPages } from '../../state/heap.ts'
import type { Layout } from '../../state/layout.ts'
import { type LinearStore, maxLeaves, takenAt } from '../../state/linear-store.ts'
import { addressIn, atByte, type ByteAddress, bytesOf, plus, type WordAddress, wordsOf } from '../../state/units.ts'
import type { StepFootprints } from '../step-footprints.ts'
import type { SuccessorBatch } from '../successor-batch.ts'
import { generateCarryCode } from './carry-code.ts'
import type { LookUpTables } from './look-up-tables.ts'
import { generateStateCode } from './state-code.ts'
import { type GeneratedSteps, generateStepCode } from './step-code.ts'
import { TieredCode } from './tiers.ts'

interface Expanding {
  readonly expand: (id: number, to: number, out: ByteAddress, limit: ByteAddress, ends: ByteAddress) => number
}

interface Storing {
  readonly insert: (
    p: ByteAddress,
    end: ByteAddress,
    index: ByteAddress,
    mask: number,
    count: number,
    fresh: ByteAddress,
  ) => number
  readonly find: (p: ByteAddress, end: ByteAddress, index: ByteAddress, mask: number) => number
  readonly reindex: (index: ByteAddress, mask: number, from: number, to: number, hashes: ByteAddress) => number
}

/** Records looked up together: few enough that all cache lines they touch stay in the second-level cache. */
const sliceRecords = 1024

/** What a module exports, once it runs on the memory of a store. */
export function load<E>(bytes: Uint8Array<ArrayBuffer>, store: LinearStore, tables?: LookUpTables): E {
  return new wasm.Instance(new wasm.Module(bytes), { e: importsFrom(store, tables) }).exports as E
}

/** The same of a module that may be large. */
export function loadTiered<E>(bytes: Uint8Array<ArrayBuffer>, store: LinearStore, tables: LookUpTables): TieredCode<E> {
  return new TieredCode<E>(bytes, importsFrom(store, tables))
}

function importsFrom(store: LinearStore, tables?: LookUpTables): WasmImports {
  return { m: store.heap.memory, ...(tables !== undefined && { r: tables.resolve }) }
}

interface Carrying {
  readonly carry: (from: ByteAddress, to: ByteAddress, end: ByteAddress) => number
}

/** Puts the states of `store` into `next`, which is empty, packed by the new layout; only the places of cells may differ. */
export function carryByCode(store: LinearStore, moves: readonly BitMove[], next: LinearStore): void {
  const [before, after] = [store.sizeWords, next.sizeWords]
  const code = load<Carrying>(generateCarryCode(moves, { before, after }, maxPages), next)
  const fromAt = next.heap.allocate(4 * before * sliceRecords)
  next.fillBy(store.count, sliceRecords, (id, at, states) => {
    const from = store.offsetOf(id)
    // A slice is within one chunk.
    next.words.set(store.words.subarray(from, from + states * before), wordsOf(fromAt))
    code.carry(fromAt, bytesOf(at), bytesOf(plus(at, states * after)))
  })
  next.heap.free(fromAt, 4 * before * sliceRecords)
}

/** Looks up and stores states by generated code. */
export class Inserter {
  /** The number of new records in the last {@link insert}. */
  freshCount = 0
  private readonly store: LinearStore
  private readonly code: Storing
  private freshAt = atByte(0)
  private freshCapacity = 0

  constructor(store: LinearStore) {
    this.store = store
    this.code = load<Storing>(generateStateCode(store, maxPages), store)
    const hashesAt = store.heap.allocate(4 * sliceRecords)
    store.reindex = (indexAt, mask) => {
      for (let id = 0; id < store.count; id += sliceRecords) {
        this.code.reindex(indexAt, mask, id, Math.min(store.count, id + sliceRecords), hashesAt)
      }
    }
  }

  /** Looks up the records from `p` up to `end`, and stores what is new. */
  insert(p: WordAddress, end: WordAddress, batch: SuccessorBatch): void {
    const { store } = this
    const records = (end - p) / batch.record.words
    if (records > this.freshCapacity) {
      this.freshCapacity = Math.max(records, batch.capacity)
      this.freshAt = store.heap.allocate(4 * this.freshCapacity)
    }
    store.reserve(records)
    const { count, indexAt, indexEntries } = store
    const slice = sliceRecords * batch.record.words
    for (let from = p; from < end; from = plus(from, slice)) {
      const next = plus(from, slice)
      const to = bytesOf(next < end ? next : end)
      const fresh = plus(this.freshAt, 4 * (store.count - count))
      store.count = this.code.insert(bytesOf(from), to, indexAt, indexEntries - 1, store.count, fresh) >>> 0
    }
    this.freshCount = store.count - count
  }

  /** Puts the number of its state, or -1, in place of the hash of each record from `p` up to `end`. */
  find(p: WordAddress, end: WordAddress, batch: SuccessorBatch): void {
    const { indexAt, indexEntries } = this.store
    const slice = sliceRecords * batch.record.words
    for (let from = p; from < end; from = plus(from, slice)) {
      const next = plus(from, slice)
      this.code.find(bytesOf(from), bytesOf(next < end ? next : end), indexAt, indexEntries - 1)
    }
  }

  /** Where the address of that record is listed. */
  freshAddress(i: number): ByteAddress {
    return plus(this.freshAt, 4 * i)
  }

  /** The record of the `i`th state that the last {@link insert} stored. */
  freshRecord(i: number): WordAddress {
    return wordsOf(addressIn(this.store.words, wordsOf(this.freshAt) + i))
  }
}

/** Expands states by code generated from the trees. */
export class CompiledSteps {
  /** Bytes held, approximately: V8 expands code a lot. */
  readonly bytes: number
  private readonly code: TieredCode<Expanding>
  private readonly maxSuccessors: number

  private constructor({ bytes, maxSuccessors }: GeneratedSteps, store: LinearStore, tables: LookUpTables) {
    this.maxSuccessors = maxSuccessors
    this.bytes = 10 * bytes.length
    this.code = loadTiered<Expanding>(bytes, store, tables)
  }

  /** Undefined if the trees are too large to become code. `tables` are those of the store; more are added to them. */
  static of(
    layout: Layout,
    { movers }: StepFootprints,
    store: LinearStore,
    tables: LookUpTables,
    maxBytes?: number,
  ): CompiledSteps | undefined {
    const before = tables.branchTables
    const generated = generateStepCode({ layout, movers, chunkBits: store.chunkBits, tables, maxBytes }, maxPages)
    tables.dropBranches(before)
    return generated === undefined ? undefined : new CompiledSteps(generated, store, tables)
  }

  /** Expands states as far as code and room allow. Returns the first state that is not expanded. */
  expand(from: number, to: number, batch: SuccessorBatch): number {
    batch.makeRoom(this.maxSuccessors)
    const limit = plus(batch.base, (batch.capacity - this.maxSuccessors) * batch.record.words)
    const ends = plus(batch.endsAt, batch.states)
    const { end } = batch
    const next = this.code.exports.expand(from, to, bytesOf(end), bytesOf(limit), bytesOf(ends)) >>> 0
    batch.states += next - from
    batch.end = batch.endOf(batch.states - 1)
    this.code.noteWork((batch.end - end) / batch.record.words)
    return next
  }
}

/** The leaves of all transitions that generated code has looked up. */
export function takenLeaves(store: LinearStore): number[] {
  const flags = new Uint8Array(store.heap.memory.buffer, takenAt, maxLeaves)
  const taken: number[] = []
  for (let leaf = 0; leaf < maxLeaves; leaf++) if (flags[leaf] === 1) taken.push(leaf)
  return taken
}
