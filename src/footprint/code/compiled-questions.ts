/** Answers questions about states by code generated from what is recorded of them, on the memory of a linear store. */

import { maxPages } from '../../state/heap.ts'
import type { Layout } from '../../state/layout.ts'
import type { LinearStore } from '../../state/linear-store.ts'
import type { ByteAddress } from '../../state/units.ts'
import type { Tree } from '../tree.ts'
import { load } from './generated-code.ts'
import type { LookUpTables } from './look-up-tables.ts'
import { generateQuestionCode } from './question-code.ts'

interface Answering {
  readonly answers: (from: number, to: number, out: ByteAddress, stride: number) => number
}

/** What code is generated for. */
export interface CompiledQuestionsSource {
  readonly layout: Layout
  readonly store: LinearStore
  /** Those of the store that only code of questions uses; more are added. */
  readonly tables: LookUpTables
  readonly trees: readonly Tree<boolean>[]
  readonly maxBytes?: number | undefined
}

/** Some questions as code, until the layout or the store changes, or other questions become code. */
export class CompiledQuestions {
  private readonly store: LinearStore
  private readonly code: Answering
  private readonly stride: number
  private readonly bytes: number
  private readonly answersAt: ByteAddress

  private constructor(store: LinearStore, code: Answering, questions: number, stride: number) {
    this.store = store
    this.code = code
    this.stride = stride
    this.bytes = questions * stride
    this.answersAt = store.heap.allocate(this.bytes)
  }

  /** For `stride` states at a time at most. Undefined if the trees are too large to become code. */
  static of(
    { layout, store, tables, trees, maxBytes }: CompiledQuestionsSource,
    stride: number,
  ): CompiledQuestions | undefined {
    const { chunkBits } = store
    const before = tables.branchTables
    const bytes = generateQuestionCode({ layout, tables, maxBytes, chunkBits, trees }, maxPages)
    tables.dropBranches(before)
    return bytes && new CompiledQuestions(store, load<Answering>(bytes, store, tables), trees.length, stride)
  }

  /** Gives the memory back that nothing but this code uses. */
  release(): void {
    this.store.heap.free(this.answersAt, this.bytes)
  }

  /**
   * The answers about the states from `from` up to `to`: question by question, with `stride` bytes for each, one for each state: 0 for an
   * answer that is not known, 1 for no, 2 for yes. Good for the moment.
   */
  answers(from: number, to: number): Uint8Array {
    this.code.answers(from, to, this.answersAt, this.stride)
    return new Uint8Array(this.store.heap.memory.buffer, this.answersAt, this.bytes)
  }
}
