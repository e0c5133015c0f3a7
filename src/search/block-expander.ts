/**
 * Expands states, a block at a time: gathers the transitions out of them in a batch of its own, by generated code as far as
 * there is some, by walking trees where there is none, and audits some of them.
 *
 * Expanding changes nothing about known states but how they are packed: if it finds that the layout must change,
 * the batch is dropped, and the block expanded again.
 */

import { ModelError } from '../base/errors.ts'
import type { LayoutChange } from '../footprint/expander.ts'
import { maxBlockStates, type SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Transition } from '../machine/reference.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { Audits } from './audits.ts'
import type { BlockSymmetry } from './block-symmetry.ts'
import type { CutStates } from './cut-states.ts'
import type { FindingJudge } from './finding-judge.ts'
import type { KnownStates } from './known-states.ts'

/** What blocks are expanded with, beside the known states. */
interface BlockParts {
  readonly audits: Audits
  readonly cut: CutStates
  readonly judge: FindingJudge
  /** How many states are expanded together at most. */
  readonly blockStates: number | undefined
  readonly symmetry: BlockSymmetry | undefined
}

/** Expands blocks of known states into its own batch. */
export class BlockExpander {
  private readonly known: KnownStates
  private readonly audits: Audits
  private readonly cut: CutStates
  private readonly blockStates: number
  private readonly symmetry: BlockSymmetry | undefined
  private readonly judge: FindingJudge
  private batch: SuccessorBatch | undefined
  private readonly parts: BlockParts

  constructor(known: KnownStates, parts: BlockParts) {
    this.known = known
    this.parts = parts
    this.symmetry = parts.symmetry
    this.audits = parts.audits
    this.cut = parts.cut
    this.judge = parts.judge
    this.blockStates = Math.min(parts.blockStates ?? maxBlockStates, maxBlockStates)
  }

  /** Another expander of the same states, with its own batch. */
  another(): BlockExpander {
    return new BlockExpander(this.known, this.parts)
  }

  /**
   * The transitions out of one or more states from `from` on, none of them beyond `end`. The batch is valid until
   * something is expanded again, and until the layout changes.
   */
  expand(from: StateId, end: StateId): SuccessorBatch {
    this.makeRoom(from)
    for (;;) {
      const batch = this.gatherBlock(from, end)
      const change = this.symmetry?.replace(batch)
      if (change === undefined) return batch
      this.batch = this.known.relayout(change, from)
    }
  }

  /** Switches to the layout that states under other names need. */
  private makeRoom(from: StateId): void {
    const change = this.symmetry?.takeChange()
    if (change !== undefined) this.batch = this.known.relayout(change, from)
  }

  private gatherBlock(from: StateId, end: StateId): SuccessorBatch {
    const { fullBatch } = this.known
    const to = Math.min(end, from + this.blockStates)
    let batch = this.known.beginBlock(this.batch, from)
    this.batch = batch
    for (let id = from; id < to && batch.count < fullBatch; ) {
      let change: LayoutChange | undefined
      try {
        id = this.runCompiledSteps(id, to, batch)
        if (this.cut.has(id) && id < to) {
          batch.endState()
          id++
          continue
        }
        if (id === to || batch.count >= fullBatch) return batch
        change = this.walk(id, batch)
      } catch (error) {
        // Earlier states are entered first: they may have findings or errors of their own.
        if (id === from || !(error instanceof ModelError)) throw error
        batch.keepStates(id - from)
        return batch
      }
      if (change === undefined) {
        id++
        continue
      }
      batch = this.known.relayout(change, from)
      this.batch = batch
      id = from
    }
    return batch
  }

  /**
   * Expands again a state that was expanded before, and compares with the `transitions` that the reference now finds there.
   * By walking: a known state should need no other layout, and generating code is not worthwhile.
   */
  repeat(id: StateId, transitions: readonly Transition[]): void {
    this.makeRoom(id)
    this.batch = this.known.emptyBatch(this.batch, id)
    if (this.gather(id, this.batch) === undefined) this.compare(id, this.batch, transitions)
  }

  /** Expands states by generated code, as far as there is some. Returns the first state left over. */
  private runCompiledSteps(from: StateId, to: StateId, batch: SuccessorBatch): StateId {
    const { compiledSteps, fullBatch } = this.known
    let id = from
    while (compiledSteps !== undefined && id < to && batch.count < fullBatch) {
      const stop = Math.min(to, this.audits.next(id) + 1, this.cut.next(id))
      if (stop === id) return id
      const next = compiledSteps.expand(id, stop, batch)
      if (next > id && this.audits.has(next - 1)) this.compare(next - 1, batch)
      if (next < stop) return next
      id = next
    }
    return id
  }

  private walk(id: StateId, batch: SuccessorBatch): LayoutChange | undefined {
    this.known.noteWalked()
    const { recipeRuns } = this.known.effort
    const change = this.gather(id, batch)
    if (change === undefined && this.audits.has(id)) this.compare(id, batch)
    // What is done for the first time may be done by one of its kind alone.
    if (this.known.effort.recipeRuns > recipeRuns) this.symmetry?.check(id)
    return change
  }

  private gather(id: StateId, batch: SuccessorBatch): LayoutChange | undefined {
    const { store, expander } = this.known
    return expander.expand(id, store.chunkOf(id), store.offsetOf(id), batch)
  }

  /** Compares the transitions and the answers of claims in the last gathered state with the reference. */
  private compare(id: StateId, batch: SuccessorBatch, transitions?: readonly Transition[]): void {
    const { claims, expander } = this.known
    const packed = this.known.packed(id)
    expander.audit(packed, batch, transitions)
    // A claim is not evaluated any more once it is decided: it may well throw from then on.
    claims.audit(packed, claim => this.judge.isOpen(claim))
  }
}
