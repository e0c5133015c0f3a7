import type { PackedState } from '../footprint/packed-state.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Move } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { BlockExpander } from './block-expander.ts'
import type { KeptEdges } from './kept-edges.ts'
import type { KnownStates } from './known-states.ts'
import type { Edge, LevelGraph } from './simplest-run.ts'

/**
 * The graph of the states that a search by footprints has found. Most of its transitions are not kept, so states are expanded
 * again, into a batch that is no part of the search.
 */
export class FootprintGraph implements LevelGraph {
  readonly levelStarts: readonly StateId[]
  private readonly known: KnownStates
  private readonly blocks: BlockExpander

  private readonly kept: KeptEdges

  constructor(levelStarts: readonly StateId[], known: KnownStates, blocks: BlockExpander, kept: KeptEdges) {
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
    const edges: Edge[] = []
    for (let record: number = batch.base; record < batch.end; record += batch.record.words) {
      const { mover, script } = batch.leafOf(record, steps)
      const to = store.find(batch.words, record, batch.hashAt(record))
      edges.push({ mover, script, to: to < 0 ? undefined : to })
    }
    for (const { leaf } of batch.failures) edges.push({ mover: leaf.mover, script: leaf.script, to: undefined })
    return edges
  }

  predecessor(state: StateId, start: StateId, end: StateId): { from: StateId; move: Move } | undefined {
    for (let from = start; from < end; ) {
      const batch = this.blocks.expand(from, end)
      const found = this.recordOf(this.known.packed(state), batch)
      if (found !== undefined) {
        const { mover, script } = found.leaf
        return { from: from + found.state, move: { mover, script } }
      }
      from += batch.states
    }
    return undefined
  }

  /** The first record of a batch that leads to a state: the number of the state that it is out of, and its leaf. */
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
