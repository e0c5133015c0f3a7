import { isSameMoveEverywhere, moveOf, type StepLeaf } from '../footprint/step-leaf.ts'
import { maxBlockStates, type StepFailure, type SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Move } from '../outcome/outcome.ts'
import type { InnerEdge, StateId } from '../outcome/shortest-runs.ts'
import type { BlockExpander } from './block-expander.ts'
import {
  type EngineGraph,
  optionsPicked,
  type StateAnswers,
  type StateQuestion,
  type TakenStep,
  type TransitionReader,
} from './engine-graph.ts'
import type { KeptEdges } from './kept-edges.ts'
import type { KnownStates } from './known-states.ts'
import { RecordedAnswers } from './recorded-answers.ts'
import { type EdgesOfStates, innerEdges } from './simplest-run.ts'

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

  edgesTo(isWanted: (to: StateId) => boolean, from: StateId, end: StateId): EdgesOfStates {
    const kept = this.kept.of(from)
    if (kept !== undefined) return { states: 1, edges: innerEdges(from, kept, isWanted) }
    const batch = this.expanded(from, this.kept.next(from, Math.min(end, from + maxBlockStates)))
    const { words, record } = batch
    const edges: InnerEdge[] = []
    let at: number = batch.base
    for (let state = from; state < from + batch.states; state++) {
      for (const recordsEnd = batch.endOf(state - from); at < recordsEnd; at += record.words) {
        const to = words[at + record.hashWord]!
        if (to >= 0 && isWanted(to))
          edges.push({ from: state, move: this.move(batch.leafOf(at, this.known.steps), state), to })
      }
    }
    return { states: batch.states, edges }
  }

  /** The way to take the step of a leaf in a state. */
  private move(leaf: StepLeaf, from: StateId): Move {
    return moveOf(leaf, this.known.packed(from).read)
  }

  /** The successors of some states from `from` on, each with the number of its state in place of its hash. */
  private expanded(from: StateId, end: StateId): SuccessorBatch {
    const batch = this.blocks.expand(from, end)
    this.lookUp(batch)
    return batch
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
    const batch = this.expanded(from, end)
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
    const step = this.numberOf({ ...this.move(leaf, from), step: leaf.step }, from, reader)
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

  answers(questions: readonly StateQuestion[]): StateAnswers {
    return new RecordedAnswers(this.known, questions)
  }

  stateAt(id: StateId): State {
    return this.known.stateOf(id)
  }
}
