import type { PackedState } from '../footprint/packed-state.ts'
import { isSameMoveEverywhere, moveOf, type StepLeaf } from '../footprint/step-leaf.ts'
import { maxBlockStates, type StepFailure, type SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Move } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { isEvaluatedTwice, isRecordAudited } from './audits.ts'
import type { BlockExpander } from './block-expander.ts'
import {
  type EngineGraph,
  optionsPicked,
  type StateQuestion,
  type TakenStep,
  type TransitionReader,
} from './engine-graph.ts'
import type { KeptEdges } from './kept-edges.ts'
import type { KnownStates } from './known-states.ts'
import type { Edge } from './simplest-run.ts'

/**
 * The graph of the states that a search by footprints has found. Most of its transitions are not kept, so states are expanded
 * again, into a batch that is no part of the search.
 */
export class FootprintGraph implements EngineGraph {
  readonly levelStarts: readonly StateId[]
  private readonly machine: Machine
  private readonly known: KnownStates
  private readonly blocks: BlockExpander
  private readonly kept: KeptEdges
  private lastUnpacked: { readonly id: StateId; readonly packed: PackedState } | undefined
  /** By the number of a leaf: the leaf, and the number by which the reader knows its step. */
  private readonly numbered: StepLeaf[] = []
  private readonly stepNumbers: number[] = []

  constructor(
    machine: Machine,
    levelStarts: readonly StateId[],
    known: KnownStates,
    blocks: BlockExpander,
    kept: KeptEdges,
  ) {
    this.machine = machine
    this.kept = kept
    this.levelStarts = levelStarts
    this.known = known
    this.blocks = blocks
  }

  edges(id: StateId): readonly Edge[] {
    return this.kept.of(id) ?? this.expandedEdges(id)
  }

  private expandedEdges(id: StateId): Edge[] {
    const batch = this.blocks.expand(id, id + 1)
    // Only now, since expanding may have changed the layout.
    const { steps, store } = this.known
    const { read } = this.known.packed(id)
    const edges: Edge[] = []
    for (let record: number = batch.base; record < batch.end; record += batch.record.words) {
      const leaf = batch.leafOf(record, steps)
      const to = store.find(batch.words, record, batch.hashAt(record))
      edges.push({ ...moveOf(leaf, read), step: leaf.step, to: to < 0 ? undefined : to })
    }
    for (const { leaf } of batch.failures) edges.push({ ...moveOf(leaf, read), step: leaf.step, to: undefined })
    return edges
  }

  read(from: StateId, end: StateId, reader: TransitionReader): number {
    const kept = this.kept.of(from)
    if (kept === undefined)
      return this.readBlock(from, this.kept.next(from, Math.min(end, from + maxBlockStates)), reader)
    for (const edge of kept) reader.transition(this.numberOf(edge, from, reader), edge.to ?? -1)
    reader.endState()
    return 1
  }

  private readBlock(from: StateId, end: StateId, reader: TransitionReader): number {
    this.lastUnpacked = undefined
    const batch = this.blocks.expand(from, end)
    this.lookUp(batch)
    const { steps } = this.known
    const { words, record, failures } = batch
    let at: number = batch.base
    let failure = 0
    for (let state = 0; state < batch.states; state++) {
      for (const recordsEnd = batch.endOf(state); at < recordsEnd; at += record.words) {
        const step = this.stepNumber(batch.leafOf(at, steps), from + state, reader)
        reader.transition(step, words[at + record.hashWord]!)
      }
      for (; failures[failure]?.state === from + state; failure++)
        reader.transition(this.stepNumber((failures[failure] as StepFailure).leaf, from + state, reader), -1)
      reader.endState()
    }
    return batch.states
  }

  /** Puts the number of its state in place of the hash of each record. */
  private lookUp(batch: SuccessorBatch): void {
    const { store, inserter } = this.known
    if (inserter !== undefined) {
      inserter.find(batch.base, batch.end, batch)
      return
    }
    const { words, record } = batch
    for (let at: number = batch.base; at < batch.end; at += record.words)
      words[at + record.hashWord] = store.find(words, at, batch.hashAt(at))
  }

  /** Remembered by the number of the leaf: the same number may stand for another leaf when some have been forgotten. */
  private stepNumber(leaf: StepLeaf, from: StateId, reader: TransitionReader): number {
    if (this.numbered[leaf.id] === leaf) return this.stepNumbers[leaf.id]!
    const step = this.numberOf({ ...moveOf(leaf, this.known.packed(from).read), step: leaf.step }, from, reader)
    if (isSameMoveEverywhere(leaf) && reader.choicesOf(leaf.mover, leaf.step) === 0) this.remember(leaf, step)
    return step
  }

  private remember(leaf: StepLeaf, step: number): void {
    this.numbered[leaf.id] = leaf
    this.stepNumbers[leaf.id] = step
  }

  private numberOf(step: TakenStep, from: StateId, reader: TransitionReader): number {
    const choices = reader.choicesOf(step.mover, step.step)
    if (choices === 0) return reader.numberOf(step)
    return reader.numberOf({
      ...step,
      options: optionsPicked(this.machine, this.known.stateOf(from), step, choices),
    })
  }

  evaluator({ claim, answer }: StateQuestion): (state: StateId) => boolean {
    const { store, claims } = this.known
    const recorded = claims.recordedQuestion(claim, answer)
    return id => {
      const known = recorded.lookUp(store.chunkOf(id), store.offsetOf(id))
      if (known === undefined) return recorded.answer(this.unpacked(id), isEvaluatedTwice(id))
      if (isRecordAudited(id)) recorded.audit(this.unpacked(id), known)
      return known
    }
  }

  stateAt(id: StateId): State {
    return this.known.stateOf(id)
  }

  /** Remembered, since a state is asked several questions, one after the other. */
  private unpacked(id: StateId): PackedState {
    if (this.lastUnpacked?.id !== id) this.lastUnpacked = { id, packed: this.known.packed(id) }
    return this.lastUnpacked.packed
  }

  predecessor(state: StateId, start: StateId, end: StateId): { from: StateId; move: Move } | undefined {
    for (let from = start; from < end; ) {
      const batch = this.blocks.expand(from, end)
      const found = this.recordOf(this.known.packed(state), batch)
      if (found !== undefined) {
        const before = from + found.state
        return { from: before, move: moveOf(found.leaf, this.known.packed(before).read) }
      }
      from += batch.states
    }
    return undefined
  }

  /** The first record of a batch that leads to a state: the number of its source state, and its leaf. */
  private recordOf({ words, at }: PackedState, batch: SuccessorBatch): { state: number; leaf: StepLeaf } | undefined {
    let record: number = batch.base
    for (let state = 0; state < batch.states; state++) {
      for (const end = batch.endOf(state); record < end; record += batch.record.words) {
        let word = 0
        while (word < batch.record.sizeWords && batch.words[record + word] === words[at + word]) word++
        if (word === batch.record.sizeWords) return { state, leaf: batch.leafOf(record, this.known.steps) }
      }
    }
    return undefined
  }
}
