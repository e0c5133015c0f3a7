/**
 * Breadth-first search by footprints: packed states, recorded steps, look-ups in batches.
 *
 * A block of states is expanded into a batch, which changes nothing else; then the batch is entered: its successors
 * are looked up and stored in the order in which the reference would meet them, so that states have the same numbers
 * in both engines, and claims are asked in the same order. Where expanding finds that the layout must change, the batch
 * is dropped and the block expanded again. A level is always finished before the search stops at a violation.
 */

import { ModelError } from '../base/errors.ts'
import type { LayoutChange } from '../footprint/expander.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import { packState } from '../state/carry-over.ts'
import { hashOf } from '../state/hash.ts'
import type { StoreSizes } from '../state/state-store.ts'
import { isStuck } from '../system/judge.ts'
import type { Machine } from '../system/machine.ts'
import { KnownStates } from './known-states.ts'
import { type End, Ledger, type StateId } from './ledger.ts'
import { type ExploreOptions, Pacer } from './options.ts'
import type { Outcome, StopReason } from './outcome.ts'
import { type Edge, type LevelGraph, simplestRun } from './simplest-run.ts'
import { StepsTaken } from './steps-taken.ts'

/** For tests: sizes at which the borders of chunks and blocks are met with few states. */
export interface FootprintSizes extends StoreSizes {
  /** States expanded together. Default 1,024. */
  readonly blockStates?: number | undefined
}

export async function searchFootprint(
  machine: Machine,
  options: ExploreOptions,
  sizes: FootprintSizes = {},
): Promise<Outcome> {
  const search = new FootprintSearch(machine, options, sizes)
  return search.outcome(await search.run())
}

/** A block ends when its batch holds so many successors. */
const fullBatch = 1 << 13

class FootprintSearch implements LevelGraph {
  private readonly machine: Machine
  private readonly options: ExploreOptions
  private readonly blockStates: number
  private readonly ledger: Ledger
  private readonly pacer: Pacer
  private readonly known: KnownStates
  /** The number of the first state of each level. */
  readonly levelStarts: StateId[] = [0]
  private readonly stepsTaken: StepsTaken
  private transitions = 0
  private readonly transitionClaims: readonly number[]
  private readonly auditEvery: number
  /** Of the batch that is entered: which successors were new. */
  private readonly fresh: number[] = []

  constructor(machine: Machine, options: ExploreOptions, sizes: FootprintSizes) {
    this.machine = machine
    this.options = options
    this.blockStates = sizes.blockStates ?? 1024
    this.ledger = new Ledger(machine.claims)
    this.pacer = new Pacer(options)
    this.known = new KnownStates(machine, sizes)
    this.stepsTaken = new StepsTaken(machine)
    this.transitionClaims = machine.claims.flatMap(({ kind }, i) => (kind === 'transition' ? [i] : []))
    this.auditEvery = options.auditEvery ?? 10_000
  }

  async run(): Promise<StopReason> {
    this.enterInitialStates()
    for (let depth = 0; ; depth++) {
      const start = this.levelStarts[depth] as StateId
      const end = this.known.store.count
      if (this.shouldStop()) return 'violation'
      if (start === end) {
        this.levelStarts.pop()
        return 'exhausted'
      }
      if (depth === this.options.maxDepth) return 'depth limit'
      this.levelStarts.push(end)
      const stop = await this.leaveLevel(start, end, depth)
      if (stop !== undefined) return stop
    }
  }

  outcome(stop: StopReason): Outcome {
    const { machine, known } = this
    const { count } = known.store
    return {
      model: machine.model,
      variant: machine.variant,
      constants: machine.constants,
      claims: this.ledger.conclude(stop, finding => simplestRun(this, finding)),
      stop,
      census: {
        states: count,
        transitions: this.transitions,
        depth: this.levelStarts.filter(start => start < count).length - 1,
      },
      engine: 'footprint',
      seconds: this.pacer.seconds,
      neverRan: stop === 'exhausted' ? this.stepsTaken.never() : [],
      effort: { ...known.effort, bytes: known.bytes, wordsPerState: known.layout.sizeWords },
    }
  }

  private shouldStop(): boolean {
    return this.ledger.isComplete || (!this.options.allClaims && this.ledger.hasViolation)
  }

  private enterInitialStates(): void {
    const { known } = this
    for (const state of this.machine.initialStates) {
      const words = packState(known.layout, state) as Int32Array
      const id = known.store.add(words, 0, hashOf(words, 0, words.length))
      this.askClaims(id, 0, undefined)
    }
  }

  private async leaveLevel(start: StateId, end: StateId, depth: number): Promise<StopReason | undefined> {
    for (let from = start; from < end; ) {
      if (this.isMemoryFull()) return 'memory limit'
      this.expandBlock(from, Math.min(end, from + this.blockStates))
      const entered = this.enterBatch(from, depth + 1)
      from += entered
      if (this.isFull() && from < this.known.store.count) return 'state limit'
      if (!this.pacer.isDue) continue
      const stop = await this.pacer.pause({
        states: this.known.store.count,
        transitions: this.transitions,
        depth,
        frontier: this.known.store.count - from,
      })
      if (stop !== undefined) return stop
    }
    return undefined
  }

  private isFull(): boolean {
    return this.options.maxStates !== undefined && this.known.store.count >= this.options.maxStates
  }

  private isMemoryFull(): boolean {
    const { maxMemory } = this.options
    if (maxMemory === undefined) return false
    const { store, bytes } = this.known
    return bytes - store.bytes + store.bytesWith(fullBatch) > maxMemory
  }

  /** Gathers the transitions of states from `from` on, of at least one. */
  private expandBlock(from: StateId, to: StateId): void {
    const { known } = this
    known.batch.clear()
    for (let id = from; id < to && known.batch.count < fullBatch; ) {
      let change: LayoutChange | undefined
      try {
        change = this.expand(id)
      } catch (error) {
        // What comes before in the order of the search is entered first: it may have something to say of its own.
        if (id === from || !(error instanceof ModelError)) throw error
        known.batch.keepStates(id - from)
        return
      }
      if (change === undefined) {
        id++
        continue
      }
      known.change(change)
      id = from
    }
  }

  private expand(id: StateId): LayoutChange | undefined {
    const { store, expander, batch } = this.known
    const words = store.chunkOf(id)
    const at = store.offsetOf(id)
    const change = expander.expand(id, words, at, batch)
    if (change === undefined && this.isAudited(id)) {
      expander.audit(words, at, batch)
      this.auditClaims(id)
    }
    return change
  }

  private isAudited(id: StateId): boolean {
    return id % this.auditEvery === 0 || (id < 64 && id % 8 === 0)
  }

  private auditClaims(id: StateId): void {
    const { claims, store } = this.known
    this.machine.claims.forEach(({ kind }, i) => {
      if (kind !== 'invariant' && kind !== 'reachable') return
      claims.audit(i, { words: store.chunkOf(id), at: store.offsetOf(id) })
    })
  }

  /** Stores what the batch leads to and asks the claims. Returns how many of its states count as left. */
  private enterBatch(from: StateId, depth: number): number {
    const { batch } = this.known
    const states = this.storeSuccessors(from)
    const count = batch.ends[states - 1] as number
    const failures = batch.failureEnds[states - 1] as number
    this.transitions += count + failures
    this.noteFailures(failures, depth)
    this.noteDeadlocks(from, states, depth - 1)
    this.judge(from, states, depth)
    return states
  }

  /** Stores the successors, state by state, as far as the limit of states allows; returns of how many states. */
  private storeSuccessors(from: StateId): number {
    const { store, batch } = this.known
    const { words, hashes, sizeWords } = batch
    this.fresh.length = 0
    store.touch(hashes, 0, batch.count)
    let i = 0
    for (let state = 0; state < batch.states; state++) {
      for (const end = batch.ends[state] as number; i < end; i++) {
        const before = store.count
        if (store.add(words, i * sizeWords, hashes[i]!) === before) this.fresh.push(i)
      }
      if (this.isFull() && from + state + 1 < store.count) return state + 1
    }
    return batch.states
  }

  private noteFailures(count: number, depth: number): void {
    const { failures } = this.known.batch
    for (let i = 0; i < count; i++) {
      const { state, leaf } = failures[i] as (typeof failures)[number]
      const { mover, script, effect } = leaf
      this.stepsTaken.note(leaf)
      if (effect === 'assertion' || effect === 'error') this.noteKind(effect, depth, { state, move: { mover, script } })
    }
  }

  private noteDeadlocks(from: StateId, states: number, depth: number): void {
    const { ends, failureEnds } = this.known.batch
    for (let i = 0; i < states; i++) {
      if (ends[i] !== (ends[i - 1] ?? 0) || failureEnds[i] !== (failureEnds[i - 1] ?? 0)) continue
      if (isStuck(this.machine, this.known.stateOf(from + i))) this.noteKind('deadlock', depth, { state: from + i })
    }
  }

  /** Asks transition claims about every transition and the others about every new state, in the order of the search. */
  private judge(from: StateId, states: number, depth: number): void {
    const { batch, steps, store } = this.known
    const hasTransitionClaims = this.transitionClaims.length > 0
    let fresh = 0
    let i = 0
    for (let state = 0; state < states; state++) {
      for (const end = batch.ends[state] as number; i < end; i++) {
        const leaf = steps.leaves[batch.leaves[i]!] as StepLeaf
        this.stepsTaken.note(leaf)
        if (hasTransitionClaims) this.askTransitionClaims(from + state, i, leaf, depth)
        if (this.fresh[fresh] !== i) continue
        this.askClaims(store.count - this.fresh.length + fresh, depth, leaf)
        fresh++
      }
    }
  }

  private askTransitionClaims(from: StateId, successor: number, leaf: StepLeaf, depth: number): void {
    const { claims, store, batch } = this.known
    for (const claim of this.transitionClaims) {
      if (!this.ledger.wants(claim, depth)) continue
      const before = { words: store.chunkOf(from), at: store.offsetOf(from) }
      const after = { words: batch.words, at: successor * batch.sizeWords }
      if (claims.askTransition(claim, leaf, before, after) === 'no') {
        const { mover, script } = leaf
        this.ledger.note(claim, depth, { state: from, move: { mover, script } })
      }
    }
  }

  private askClaims(id: StateId, depth: number, leaf: StepLeaf | undefined): void {
    const { claims, store } = this.known
    for (const index of claims.claimsAfter(leaf)) {
      if (!this.ledger.wants(index, depth)) continue
      const answer = claims.askState(index, { words: store.chunkOf(id), at: store.offsetOf(id) })
      if (this.machine.claims[index]?.kind === 'reachable') {
        if (answer === 'yes') this.ledger.note(index, depth, { state: id })
        continue
      }
      if (answer !== 'premise false') this.ledger.notePremise(index)
      if (answer === 'no') this.ledger.note(index, depth, { state: id })
    }
  }

  private noteKind(kind: 'deadlock' | 'assertion' | 'error', depth: number, end: End): void {
    const claim = this.machine.claims.findIndex(c => c.kind === kind)
    if (claim >= 0) this.ledger.note(claim, depth, end)
  }

  /** The graph for {@link simplestRun}: successors again, by number. */
  edges(id: StateId): Edge[] {
    this.expandBlock(id, id + 1)
    const { batch, steps, store } = this.known
    const edges: Edge[] = []
    for (let i = 0; i < batch.count; i++) {
      const { mover, script } = steps.leaves[batch.leaves[i]!] as StepLeaf
      const to = store.find(batch.words, i * batch.sizeWords, batch.hashes[i]!)
      edges.push({ mover, script, to: to < 0 ? undefined : to })
    }
    return edges
  }
}
