/**
 * Partial order in the search by footprints: of the transitions gathered in a batch, those are left out whose turn may come
 * later.
 *
 * None may be put off forever, see {@link Postponed}.
 */

import type { RecordingWatcher, StepFootprint } from '../footprint/step-footprints.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Event } from '../footprint/trace.ts'
import type { Machine } from '../machine/machine.ts'
import { KnownEffects } from '../order/known-effects.ts'
import { PlacesOfClaims } from '../order/places-of-claims.ts'
import { Postponed } from '../order/postponed.ts'
import { Reliances } from '../order/reliances.ts'
import { StepEffects } from '../order/step-effects.ts'
import { Worth } from '../order/worth.ts'
import type { Layout } from '../state/layout.ts'
import type { KnownStates } from './known-states.ts'
import { StateOrder } from './state-order.ts'

/** What is kept from one search of a machine to the next. */
export class OrderKnowledge {
  readonly effects = new StepEffects()
  readonly claims = new PlacesOfClaims()
  /** The transitions that were left out by the search that has ended last. */
  leftOut = 0
}

/** Thrown at the end of a level: something that the search has relied on is not true. */
export class OrderRefuted extends Error {
  override readonly name = 'OrderRefuted'
  /** Whether another search would end in the same way. */
  readonly isFinal: boolean

  constructor(isFinal: boolean) {
    super()
    this.isFinal = isFinal
  }
}

/** Watches what is recorded, and thins batches. */
export class BlockOrder implements RecordingWatcher {
  private readonly machine: Machine
  private readonly knowledge: OrderKnowledge
  private readonly reliances = new Reliances()
  private readonly postponed = new Postponed()
  private readonly worth = new Worth()
  private known: KnownStates | undefined
  /** That of the initial states. */
  private firstShape: Layout['shape'] | undefined
  private shape: Layout['shape'] | undefined
  private pcs = new Map<number, number>()
  private order: StateOrder | undefined
  private orderVersion = -1
  private checkedVersion = 0
  /** How much had been learnt of claims. */
  private dependencies = -1

  constructor(machine: Machine, knowledge: OrderKnowledge) {
    this.machine = machine
    this.knowledge = knowledge
    knowledge.leftOut = 0
  }

  /** To be called once there are states. */
  begin(known: KnownStates): void {
    this.known = known
    this.firstShape = known.layout.shape
  }

  onLeaf(layout: Layout, leaf: StepLeaf, events: readonly Event[]): void {
    this.enter(layout)
    this.knowledge.effects.add(layout, leaf, events, this.pcs)
  }

  onLost({ mover, step }: StepFootprint): void {
    this.knowledge.effects.lose(mover, step)
  }

  private enter({ shape, cells }: Layout): void {
    if (this.shape === shape) return
    this.shape = shape
    this.order = undefined
    this.pcs = new Map()
    for (const [mover, { process, instance }] of this.machine.movers.entries()) {
      const text = JSON.stringify([process, instance, 'pc'])
      const cell = process === null ? undefined : cells.find(({ path }) => JSON.stringify(path) === text)
      if (cell !== undefined) this.pcs.set(cell.index, mover)
    }
  }

  /** Leaves out of a batch what may be put off. */
  thin(batch: SuccessorBatch): void {
    if (this.worth.isGivenUp) return
    const order = this.currentOrder()
    const failing = new Set(batch.failures.map(({ state }) => state))
    const leftOut = new Uint8Array(batch.count)
    let sum = 0
    for (let i = 0; i < batch.states; i++) {
      const id = batch.firstState + i
      const isAlone = batch.endOf(i) - batch.endOf(i - 1) <= batch.record.words
      order.wasFound = false
      const kept = failing.has(id) || isAlone ? undefined : order.setsIn(id).find(set => this.mayKeep(batch, i, set))
      if (kept === undefined) this.postponed.followAll(id)
      const leftHere = kept === undefined ? 0 : this.leaveOut(batch, i, kept, leftOut)
      sum += leftHere
      this.worth.count((batch.endOf(i) - batch.endOf(i - 1)) / batch.record.words, leftHere, order.wasFound)
    }
    if (sum > 0) batch.leaveOut(leftOut)
    this.knowledge.leftOut += sum
  }

  /** Whether only these movers may be followed: what is put off will have its turn. */
  private mayKeep(batch: SuccessorBatch, i: number, set: number): boolean {
    const id = batch.firstState + i
    for (let record: number = batch.endOf(i - 1); record < batch.endOf(i); record += batch.record.words) {
      if ((set & this.bitOf(batch, record)) === 0) continue
      const successor = this.find(batch, record)
      if (!this.postponed.mayPointTo(id, successor)) continue
      this.postponed.pointTo(id, successor)
      return true
    }
    return false
  }

  /** To be called when what a thinned batch leads to has been stored: new states have numbers now. */
  entered(batch: SuccessorBatch): void {
    for (let i = 0; i < batch.states; i++) {
      const id = batch.firstState + i
      if (!this.postponed.isOpen(id)) continue
      let last = id
      for (let record: number = batch.endOf(i - 1); record < batch.endOf(i); record += batch.record.words)
        last = Math.max(last, this.find(batch, record))
      if (last > id) this.postponed.pointTo(id, last)
    }
  }

  private find(batch: SuccessorBatch, record: number): number {
    return (this.known as KnownStates).store.find(batch.words, record, batch.hashAt(record))
  }

  /** Marks the transitions of other movers; returns how many there are. */
  private leaveOut(batch: SuccessorBatch, i: number, kept: number, leftOut: Uint8Array): number {
    let sum = 0
    for (let record: number = batch.endOf(i - 1); record < batch.endOf(i); record += batch.record.words) {
      if ((kept & this.bitOf(batch, record)) !== 0) continue
      leftOut[(record - batch.base) / batch.record.words] = 1
      sum++
    }
    return sum
  }

  private bitOf(batch: SuccessorBatch, record: number): number {
    return 1 << batch.leafOf(record, (this.known as KnownStates).steps).mover
  }

  private get version(): number {
    return this.knowledge.effects.version + this.knowledge.claims.version
  }

  private learnClaims(): void {
    const { claims } = this.known as KnownStates
    if (claims.dependencies === this.dependencies) return
    this.dependencies = claims.dependencies
    this.knowledge.claims.learn(claims)
  }

  private currentOrder(): StateOrder {
    const known = this.known as KnownStates
    this.enter(known.layout)
    this.learnClaims()
    if (this.order === undefined || this.order.layout !== known.layout || this.orderVersion !== this.version) {
      this.orderVersion = this.version
      this.order = new StateOrder(known, this.effects(), this.reliances)
    }
    return this.order
  }

  private effects(): KnownEffects {
    const { effects, claims } = this.knowledge
    return new KnownEffects((this.known as KnownStates).layout, effects, claims)
  }

  /**
   * Throws {@link OrderRefuted} if something that was relied on has turned out to be wrong. Code can rely on the shape of states
   * without reading any cell: that a set has no member that was never met, that a record has no other key.
   */
  endLevel(): void {
    if (this.known?.layout.shape !== this.firstShape) throw new OrderRefuted(true)
    this.learnClaims()
    if (this.checkedVersion === this.version) return
    this.checkedVersion = this.version
    if (!this.reliances.hold(this.effects())) throw new OrderRefuted(false)
  }
}
