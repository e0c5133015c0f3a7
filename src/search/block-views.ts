import { PackedState } from '../footprint/packed-state.ts'
import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepText } from '../machine/steady.ts'
import { hashOf } from '../state/hash.ts'
import type { KnownStates } from './known-states.ts'
import { Views } from './views.ts'

/** The view of a model in the search by footprints: successors whose view is known are replaced by the state that stands for it. */
export class BlockViews {
  readonly views: Views
  private readonly known: KnownStates
  private readonly machine: Machine
  private readonly hasTransitionClaims: boolean
  /** Views first met in the batch, with their records. */
  private readonly met = new Map<string, number>()
  /** For each state of the batch, how many of its successors were replaced; and those to be compared. */
  private readonly replaced: number[] = []
  private readonly due: { readonly state: number; readonly view: string; readonly merged: State }[] = []

  constructor(machine: Machine, known: KnownStates) {
    this.views = new Views(machine)
    this.machine = machine
    this.known = known
    this.hasTransitionClaims = machine.claims.some(({ kind }) => kind === 'transition')
  }

  /** Replaces the successors in a batch that is about to be entered; keeps them for claims about transitions. */
  replace(batch: SuccessorBatch): void {
    const { words, base, end, record } = batch
    if (this.hasTransitionClaims) batch.reached = words.slice(base, end)
    this.met.clear()
    this.due.length = 0
    let at: number = base
    for (let state = 0; state < batch.states; state++) {
      const { merged } = this.views
      for (const recordsEnd = batch.endOf(state); at < recordsEnd; at += record.words)
        this.replaceRecord(batch, state, at)
      this.replaced[state] = this.views.merged - merged
    }
  }

  private replaceRecord(batch: SuccessorBatch, state: number, at: number): void {
    const { words, record } = batch
    const { store, layout } = this.known
    if (store.find(words, at, batch.hashAt(at)) >= 0) return
    const merged = new PackedState(layout, words, at).state
    const view = this.views.textOf(merged)
    const id = this.views.idOf(view)
    const first = this.met.get(view)
    if (id === undefined && first === undefined) {
      this.met.set(view, at)
      return
    }
    const [from, start] = id === undefined ? [words, first as number] : [store.chunkOf(id), store.offsetOf(id)]
    const size = layout.sizeWords
    if (isSame(words, at, from, start, size)) return
    if (this.views.count(this.stepOf(batch, at))) this.due.push({ state, view, merged })
    for (let i = 0; i < size; i++) words[at + i] = from[start + i]!
    words[at + record.hashWord] = hashOf(words, at, size)
  }

  private stepOf(batch: SuccessorBatch, at: number): string {
    const { mover, step } = batch.leafOf(at, this.known.steps)
    return stepText(this.machine, moverAt(this.machine, mover), step)
  }

  /** To be called when the first `left` states of the batch have been entered: notes what was first of its view, and compares. */
  entered(batch: SuccessorBatch, left: number): void {
    const { store } = this.known
    for (const [view, at] of this.met) {
      const id = store.find(batch.words, at, batch.hashAt(at))
      if (id >= 0) this.views.meet(view, id)
    }
    for (let state = left; state < batch.states; state++) this.views.merged -= this.replaced[state]!
    for (const { state, view, merged } of this.due)
      if (state < left) this.views.compare(this.known.stateOf(this.views.idOf(view) as number), merged)
  }
}

function isSame(a: Int32Array, at: number, b: Int32Array, from: number, words: number): boolean {
  for (let i = 0; i < words; i++) if (a[at + i] !== b[from + i]) return false
  return true
}
