import { isSameMoveEverywhere, moveOf, type StepLeaf } from '../footprint/step-leaf.ts'
import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { TakenStep } from './engine-graph.ts'
import type { KnownStates } from './known-states.ts'
import { type Edge, maxStatesForSimplest } from './simplest-run.ts'

/** The maximum number of transitions kept: others are found again by expanding states once more. */
const maxEdges = 1 << 22

/**
 * Transitions out of states whose steps were run directly: running them again to find a shortest run would take as long as
 * the search.
 */
export class KeptEdges {
  /** For each edge, where it leads to, and its step. */
  private readonly targets: number[] = []
  private readonly moves: number[] = []
  /** Where the edges of a state begin and end. */
  private readonly spans = new Map<StateId, { readonly from: number; readonly to: number }>()
  private readonly kinds: TakenStep[] = []
  private readonly kindOf = new WeakMap<StepLeaf, number>()

  /** Approximate bytes held. */
  get bytes(): number {
    return 16 * this.targets.length + 100 * this.spans.size + 100 * this.kinds.length
  }

  /** Keeps the transitions out of the first `states` states of a batch that has been entered, `first` being the first. */
  keep(batch: SuccessorBatch, first: StateId, states: number, known: KnownStates): void {
    if (first + states > maxStatesForSimplest || this.targets.length + batch.count > maxEdges) return
    const { record } = batch
    let at: number = batch.base
    for (let state = 0; state < states; state++) {
      const from = this.targets.length
      for (const end = batch.endOf(state); at < end; at += record.words) {
        this.targets.push(known.store.find(batch.words, at, batch.hashAt(at)))
        this.moves.push(this.kind(batch.leafOf(at, known.steps), known, first + state))
      }
      this.spans.set(first + state, { from, to: this.targets.length })
    }
  }

  /** The transitions out of a state, as far as they were kept. */
  of(state: StateId): readonly Edge[] | undefined {
    const span = this.spans.get(state)
    if (span === undefined) return undefined
    return Array.from({ length: span.to - span.from }, (_, i) => {
      const to = this.targets[span.from + i]!
      return { ...this.kinds[this.moves[span.from + i]!]!, to: to < 0 ? undefined : to }
    })
  }

  /** The first state from `from` on whose transitions were kept, or `end`. */
  next(from: StateId, end: StateId): StateId {
    if (this.spans.size === 0) return end
    let state = from
    while (state < end && !this.spans.has(state)) state++
    return state
  }

  private kind(leaf: StepLeaf, known: KnownStates, from: StateId): number {
    let kind = this.kindOf.get(leaf)
    if (kind === undefined) {
      kind = this.kinds.push({ ...moveOf(leaf, known.packed(from).read), step: leaf.step }) - 1
      if (isSameMoveEverywhere(leaf)) this.kindOf.set(leaf, kind)
    }
    return kind
  }
}
