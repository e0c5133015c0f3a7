/**
 * Breadth-first search by footprints: packed states, recorded steps, look-ups in batches.
 *
 * A block of states is expanded into a batch, which changes nothing else; then the batch is entered: its successors
 * are looked up and stored in the order in which the reference would meet them, so that states have the same numbers
 * in both engines, and claims are evaluated in the same order. If expanding shows that the layout must change, the batch
 * is dropped and the block expanded again. A level is always finished before the search stops at a violation.
 */

import type { Path } from '../base/plain.ts'
import { PackedState } from '../footprint/packed-state.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import type { StepFailure, SuccessorBatch } from '../footprint/successor-batch.ts'
import { isStuck } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { Growing } from '../outcome/growing.ts'
import type { Outcome, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { packState } from '../state/carry-over.ts'
import { hashOf } from '../state/hash.ts'
import { OutOfMemory } from '../state/heap.ts'
import type { Place } from '../state/layout.ts'
import { addressIn, bytesOf, type Words } from '../state/units.ts'
import { Audits } from './audits.ts'
import { BlockExpander } from './block-expander.ts'
import { FootprintGraph } from './footprint-graph.ts'
import { GrowthWatch } from './growth.ts'
import { KnownStates, type KnownStatesSizes } from './known-states.ts'
import { LevelSearch } from './level-search.ts'
import type { ExploreOptions } from './options.ts'

/** For tests: sizes at which a few states reach the boundaries of chunks and blocks. */
export interface FootprintSizes extends KnownStatesSizes {
  /** States expanded together, at most 1,024, which is the default. */
  readonly blockStates?: number | undefined
}

export async function searchFootprint(
  machine: Machine,
  options: ExploreOptions,
  sizes: FootprintSizes = {},
): Promise<Outcome> {
  const search = new FootprintSearch(machine, options, sizes)
  const stop = await search.run()
  await search.audit(stop)
  return search.outcome(stop)
}

export class FootprintSearch extends LevelSearch {
  protected readonly known: KnownStates
  protected blocks: BlockExpander
  /** Of the batch that is entered: the records of states that were new. */
  private readonly fresh: number[] = []
  private readonly growth = new GrowthWatch()

  constructor(machine: Machine, options: ExploreOptions, sizes: FootprintSizes = {}) {
    super(machine, options)
    const maxBytes = options.maxMemory
    this.known = new KnownStates(
      machine,
      { maxBytes, ...sizes },
      {
        onTaken: leaf => this.stepsTaken.note(leaf),
        check: this.checkLimits,
      },
    )
    this.blocks = new BlockExpander(this.known, new Audits(options.auditEvery), sizes.blockStates)
  }

  override async run(): Promise<StopReason> {
    try {
      return await super.run()
    } catch (error) {
      if (error instanceof OutOfMemory) return 'memory limit'
      throw error
    }
  }

  protected get count(): number {
    return this.known.store.count
  }

  private get asksStates(): boolean {
    return this.judge.stateClaims.length > 0
  }

  protected override get bytesOutside(): number {
    return this.known.store.bytes
  }

  protected override endLevel(): void {
    this.growth.endLevel(this.known.layout)
  }

  protected override get growing(): readonly Growing[] {
    return this.growth.growing
  }

  outcome(stop: StopReason): Outcome {
    const { known } = this
    known.reportTaken()
    const outcome = this.conclude(stop, 'footprint')
    return { ...outcome, effort: { ...known.effort, bytes: known.bytes, wordsPerState: known.layout.sizeWords } }
  }

  protected isRecord(path: Path): boolean {
    const place = path.reduce<Place | undefined>(
      (around, key) => (around === undefined ? undefined : partOf(around, String(key))),
      this.known.layout.root,
    )
    return place?.kind === 'record' && place.fields.size > 0
  }

  protected enterInitialStates(): void {
    const { known } = this
    for (const state of this.machine.initialStates) {
      const words = packState(known.layout, state) as Int32Array
      const id = known.store.add(words, 0, hashOf(words, 0, words.length))
      this.askClaims(id, 0, undefined)
    }
  }

  protected async leaveLevel(start: StateId, end: StateId, depth: number): Promise<StopReason | undefined> {
    for (let from = start; from < end; ) {
      if (this.isMemoryFull()) return 'memory limit'
      const batch = this.blocks.expand(from, end)
      const entered = this.enterBatch(batch, from, depth + 1)
      from += entered
      if (this.isFull && from < this.known.store.count) return 'state limit'
      if (!this.pacer.isDue) continue
      const stop = await this.pause(depth, from)
      if (stop !== undefined) return stop
    }
    return undefined
  }

  private isMemoryFull(): boolean {
    const { maxMemory } = this.options
    return maxMemory !== undefined && this.known.bytesWith(2 * this.known.fullBatch) > maxMemory
  }

  protected stateOf(id: StateId): State {
    return this.known.stateOf(id)
  }

  protected repeat(id: StateId, transitions: readonly Transition[]): void {
    this.blocks.repeat(id, transitions)
  }

  /** Stores the successors in the batch and evaluates the claims. Returns how many of its states count as left. */
  private enterBatch(batch: SuccessorBatch, from: StateId, depth: number): number {
    const before = this.known.store.count
    const states = this.storeSuccessors(batch, from)
    const failures = batch.failures.filter(({ state }) => state < from + states)
    this.transitions += (batch.endOf(states - 1) - batch.base) / batch.record.words + failures.length
    this.noteFailures(failures, depth)
    this.noteDeadlocks(batch, from, states, depth - 1)
    if (this.judge.transitionClaims.length > 0) this.judgeTransitions(batch, from, states, before, depth)
    else if (this.asksStates) this.judgeStates(batch, before, depth)
    return states
  }

  /** Stores the successors, state by state, as far as the limit of states allows; returns of how many states. */
  private storeSuccessors(batch: SuccessorBatch, from: StateId): number {
    const { store } = this.known
    this.fresh.length = 0
    const { maxStates } = this.options
    if (maxStates === undefined || store.count + batch.count < maxStates) {
      this.store(batch, batch.base, batch.end)
      return batch.states
    }
    for (let state = 0; state < batch.states; state++) {
      this.store(batch, batch.endOf(state - 1), batch.endOf(state))
      if (this.isFull && from + state + 1 < store.count) return state + 1
    }
    return batch.states
  }

  /** Stores the states of the records from `p` up to `end`. */
  private store(batch: SuccessorBatch, p: Words, end: Words): void {
    const { store, steps, inserter } = this.known
    if (inserter !== undefined) {
      inserter.insert(p, end, batch)
      for (let i = 0; this.asksStates && i < inserter.freshCount; i++) this.fresh.push(inserter.freshRecord(i))
      return
    }
    for (let record: number = p; record < end; record += batch.record.words) {
      this.stepsTaken.note(batch.leafOf(record, steps))
      const before = store.count
      if (store.add(batch.words, record, batch.hashAt(record)) === before && this.asksStates) this.fresh.push(record)
    }
  }

  private noteFailures(failures: readonly StepFailure[], depth: number): void {
    for (const { state, leaf } of failures) {
      const { mover, script, effect } = leaf
      this.stepsTaken.note(leaf)
      if (effect === 'assertion' || effect === 'error')
        this.judge.violation(effect, depth, { state, move: { mover, script } })
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
      if (failures.some(({ state }) => state === id)) continue
      if (isStuck(this.machine, this.known.stateOf(id))) this.judge.violation('deadlock', depth, { state: id })
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
    const { layout, steps } = this.known
    let fresh = 0
    let record: number = batch.base
    for (let state = 0; state < states; state++) {
      const before = this.known.packed(from + state)
      for (const end = batch.endOf(state); record < end; record += batch.record.words) {
        const leaf = batch.leafOf(record, steps)
        const after = new PackedState(layout, batch.words, record)
        this.askTransitionClaims(from + state, before, after, leaf, depth)
        if (this.fresh[fresh] !== record) continue
        this.askClaims(firstNew + fresh, depth, leaf)
        fresh++
      }
    }
  }

  /** Evaluates the claims on every new state. */
  private judgeStates(batch: SuccessorBatch, firstNew: StateId, depth: number): void {
    const { steps } = this.known
    for (let i = 0; i < this.fresh.length; i++) {
      this.askClaims(firstNew + i, depth, batch.leafOf(this.fresh[i]!, steps))
    }
  }

  private askTransitionClaims(
    from: StateId,
    before: PackedState,
    after: PackedState,
    leaf: StepLeaf,
    depth: number,
  ): void {
    const { claims } = this.known
    this.judge.transition(from, leaf, depth, claim => claims.askTransition(claim, leaf, before, after))
  }

  private askClaims(id: StateId, depth: number, leaf: StepLeaf | undefined): void {
    const { claims } = this.known
    const toAsk = claims.claimsAfter(leaf)
    if (toAsk.length === 0) return
    const packed = this.known.packed(id)
    this.judge.state(id, depth, toAsk, claim => claims.askState(claim, packed))
  }

  /** What expands blocks passes over to the graph: if the search goes on, then with another batch. */
  protected graph(): FootprintGraph {
    const { blocks } = this
    this.blocks = blocks.another()
    return new FootprintGraph(this.levelStarts, this.known, blocks)
  }
}

function partOf(place: Place, key: string): Place | undefined {
  if (place.kind === 'record') return place.fields.get(key)
  return place.kind === 'array' ? place.items[Number(key)] : undefined
}
