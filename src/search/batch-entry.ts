/**
 * Entering a batch: what it leads to is stored, and claims are evaluated for it, in the order in which the reference would meet it,
 * transition by transition.
 */

import type { FreshList } from '../footprint/code/compiled-claims.ts'
import { PackedState } from '../footprint/packed-state.ts'
import { moveOf, type StepLeaf } from '../footprint/step-leaf.ts'
import type { StepFailure, SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Move } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { addressIn, bytesOf, plus, type WordAddress } from '../state/units.ts'
import type { BlockSymmetry } from './block-symmetry.ts'
import type { CutStates } from './cut-states.ts'
import type { EngineParts } from './engine.ts'
import type { EvaluateClaim, FindingJudge } from './finding-judge.ts'
import type { KnownStates } from './known-states.ts'
import type { Novelty } from './novelty.ts'
import type { Profiler } from './profile/profiler.ts'
import type { QuickClaims } from './quick-claims.ts'
import type { StepsTaken } from './steps-taken.ts'

/** Enters batches into the known states of one search. */
export class BatchEntry {
  /** The transitions entered so far. */
  transitions = 0
  private readonly known: KnownStates
  private readonly judge: FindingJudge
  private readonly cut: CutStates
  private readonly stepsTaken: StepsTaken
  private readonly novelty: Novelty
  private readonly maxStates: number
  private readonly judgesStates: boolean
  private readonly keepsFresh: boolean
  private readonly symmetry: BlockSymmetry | undefined
  private readonly profiler: Profiler | undefined
  /** Of the batch that is entered: the records of states that were new, unless generated code has listed them. */
  private readonly fresh: number[] = []
  /** Whether generated code has. */
  private isListed = false

  // The transition that claims are evaluated for. In fields, since a closure for each transition takes time.
  private leaf: StepLeaf | undefined
  private before: PackedState | undefined
  private after: PackedState | undefined
  private readonly move = (): Move => moveOf(this.leaf!, this.before!.read)
  private readonly evaluateTransition: EvaluateClaim = claim => {
    const { leaf, before, after } = this
    return this.known.claims.evaluateTransition(claim, leaf!, before!, after!)
  }

  constructor(
    { options, judge, stepsTaken, novelty, cut }: EngineParts,
    known: KnownStates,
    symmetry?: BlockSymmetry,
    profiler?: Profiler,
  ) {
    this.symmetry = symmetry
    this.profiler = profiler
    this.known = known
    this.judge = judge
    this.cut = cut
    this.stepsTaken = stepsTaken
    this.novelty = novelty
    this.maxStates = options.maxStates ?? Number.POSITIVE_INFINITY
    this.judgesStates = judge.stateClaims.length > 0
    this.keepsFresh = this.judgesStates || profiler !== undefined
  }

  /** Stores the successors in the batch and evaluates the claims. Returns how many of its states count as left. */
  enter(batch: SuccessorBatch, from: StateId, depth: number): number {
    const before = this.known.store.count
    const states = this.storeSuccessors(batch, from)
    const failures = batch.failures.filter(({ state }) => state < from + states)
    this.transitions += (batch.endOf(states - 1) - batch.base) / batch.record.words + failures.length
    if (this.profiler !== undefined) this.count(this.profiler, batch, states, failures)
    this.noteFailures(failures, depth)
    this.noteDeadlocks(batch, from, states, depth - 1)
    if (this.judge.transitionClaims.length > 0) this.judgeTransitions(batch, from, states, before, depth)
    else if (this.judgesStates) this.judgeStates(batch, before, depth)
    return states
  }

  private count(profiler: Profiler, batch: SuccessorBatch, states: number, failures: readonly StepFailure[]): void {
    const { steps } = this.known
    let fresh = 0
    for (let record: number = batch.base; record < batch.endOf(states - 1); record += batch.record.words) {
      const isNew = fresh < this.freshCount && this.freshRecord(fresh) === record
      if (isNew) fresh++
      profiler.entered(batch.leafOf(record, steps), isNew)
    }
    for (const { leaf } of failures) profiler.entered(leaf, false)
  }

  /** Stores the successors, state by state, as far as the limit of states allows; returns the number of states done. */
  private storeSuccessors(batch: SuccessorBatch, from: StateId): number {
    const { store } = this.known
    this.fresh.length = 0
    this.isListed = this.known.inserter !== undefined && store.count + batch.count < this.maxStates
    if (store.count + batch.count < this.maxStates) {
      this.store(batch, batch.base, batch.end)
      return batch.states
    }
    for (let state = 0; state < batch.states; state++) {
      this.store(batch, batch.endOf(state - 1), batch.endOf(state))
      if (store.count >= this.maxStates && from + state + 1 < store.count) return state + 1
    }
    return batch.states
  }

  /** Stores the states of the records from `p` up to `end`. */
  private store(batch: SuccessorBatch, p: WordAddress, end: WordAddress): void {
    const { store, steps, inserter } = this.known
    if (inserter !== undefined) {
      inserter.insert(p, end, batch)
      for (let i = 0; !this.isListed && this.keepsFresh && i < inserter.freshCount; i++)
        this.fresh.push(inserter.freshRecord(i))
      return
    }
    for (let record: number = p; record < end; record += batch.record.words) {
      this.stepsTaken.note(batch.leafOf(record, steps))
      const before = store.count
      if (store.add(batch.words, record, batch.hashAt(record)) === before && this.keepsFresh) this.fresh.push(record)
    }
  }

  private noteFailures(failures: readonly StepFailure[], depth: number): void {
    for (const { state, leaf } of failures) {
      const { effect } = leaf
      this.stepsTaken.note(leaf)
      if (effect === 'assertion' || effect === 'error')
        this.judge.violation(effect, depth, { state, move: moveOf(leaf, this.known.packed(state).read) })
    }
  }

  private noteDeadlocks(batch: SuccessorBatch, from: StateId, states: number, depth: number): void {
    const { words, endsAt, failures } = batch
    let end = bytesOf(batch.base)
    for (let i = 0; i < states; i++) {
      const before = end
      end = addressIn(words, endsAt + i)
      if (end !== before) continue
      const id = from + i
      if (failures.some(({ state }) => state === id) || this.cut.has(id)) continue
      this.judge.end(() => this.known.stateOf(id), depth, id)
    }
  }

  /** Evaluates transition claims on every transition and the others on every new state, in the order of the search. */
  private judgeTransitions(
    batch: SuccessorBatch,
    from: StateId,
    states: number,
    firstNew: StateId,
    depth: number,
  ): void {
    const { steps } = this.known
    // Code reads what is stored, which may not be what was reached.
    const quick = batch.reached === undefined ? this.quickClaims(depth) : undefined
    const stride = batch.record.words
    const end = batch.endOf(states - 1)
    let [state, fresh] = [0, 0]
    let before: PackedState | undefined
    for (let record: WordAddress = batch.base; ; record = plus(record, stride)) {
      if (quick !== undefined) {
        const list = { record, end, id: from + state, endsAt: plus(batch.endsAt, state) }
        record = quick.passTransitions(list, this.freshFrom(fresh))
      }
      if (record >= end) return
      for (; batch.endOf(state) <= record; state++) before = undefined
      while (fresh < this.freshCount && this.freshRecord(fresh) < record) fresh++
      before ??= this.known.packed(from + state)
      const leaf = batch.leafOf(record, steps)
      const [words, at] = batch.reached === undefined ? [batch.words, record] : [batch.reached, record - batch.base]
      this.judgeTransitionClaims(from + state, before, leaf, words, at, depth)
      if (fresh < this.freshCount && this.freshRecord(fresh) === record) {
        this.judgeClaims(firstNew + fresh, depth, leaf)
        fresh++
      }
      quick?.noteEvaluated(leaf)
    }
  }

  /** Evaluates the claims on every new state. */
  private judgeStates(batch: SuccessorBatch, firstNew: StateId, depth: number): void {
    const { steps } = this.known
    const quick = this.quickClaims(depth)
    for (let i = 0; ; i++) {
      if (quick !== undefined) {
        const list = this.freshFrom(i)
        i += (quick.passStates(list) - list.from) / 4
      }
      if (i >= this.freshCount) return
      const leaf = batch.leafOf(this.freshRecord(i), steps)
      this.judgeClaims(firstNew + i, depth, leaf)
      quick?.noteEvaluated(leaf)
    }
  }

  /** The code of claims, if it can be used for the batch that is entered. */
  private quickClaims(depth: number): QuickClaims | undefined {
    const { quickClaims, steps } = this.known
    // What claims have read of states with other names says nothing of these.
    if (!this.isListed || this.symmetry !== undefined) return undefined
    quickClaims.begin(this.judge, depth, steps.leaves.length)
    return quickClaims
  }

  private get freshCount(): number {
    return this.isListed ? this.known.inserter!.freshCount : this.fresh.length
  }

  private freshRecord(i: number): number {
    return this.isListed ? this.known.inserter!.freshRecord(i) : this.fresh[i]!
  }

  /** The new states from the `i`th on. */
  private freshFrom(i: number): FreshList {
    const inserter = this.known.inserter!
    return { from: inserter.freshAddress(i), end: inserter.freshAddress(inserter.freshCount) }
  }

  private judgeTransitionClaims(
    from: StateId,
    before: PackedState,
    leaf: StepLeaf,
    words: Int32Array,
    record: number,
    depth: number,
  ): void {
    this.leaf = leaf
    this.before = before
    this.after = new PackedState(this.known.layout, words, record)
    const { recordings, news } = this.known.claims
    this.judge.transition(from, this.move, depth, this.evaluateTransition)
    if (this.known.claims.recordings > recordings) this.symmetry?.check(from)
    if (this.known.claims.news > news) this.novelty.meetClaim(from)
  }

  /** Evaluates the claims whose answer may have changed in a state; all of them in an initial state. */
  judgeClaims(id: StateId, depth: number, leaf?: StepLeaf): void {
    const { claims } = this.known
    // What a claim has read of states with other names says nothing of what it would read of this one.
    const toEvaluate = claims.claimsAfter(this.symmetry === undefined ? leaf : undefined)
    if (toEvaluate.length === 0) return
    const packed = this.known.packed(id)
    const { recordings, news } = claims
    this.judge.state(id, depth, toEvaluate, claim => claims.evaluateState(claim, packed))
    if (claims.recordings > recordings) this.symmetry?.checkClaims(id)
    if (claims.news > news) this.novelty.meetClaim(id)
  }
}
