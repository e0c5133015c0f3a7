/**
 * Partial order in the search by footprints: of the transitions gathered in a batch, those are left out whose turn may come
 * later.
 *
 * A breadth-first search may not put the same steps off for ever. So some successor that is kept must be left after the state
 * itself: one that is new, or that was found and not left yet (the proviso; Bošnački and Holzmann 2005).
 */

import type { RecordingWatcher, StepFootprint } from '../footprint/step-footprints.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Event } from '../footprint/trace.ts'
import type { Machine } from '../machine/machine.ts'
import type { ClaimReads } from '../order/independence.ts'
import { mostMovers } from '../order/persistent-set.ts'
import { Independence, Reliances } from '../order/independence.ts'
import { cellsLookedAt, StepEffects } from '../order/step-effects.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { Layout } from '../state/layout.ts'
import type { KnownStates } from './known-states.ts'
import { StateOrder } from './state-order.ts'

/** What is kept from one search of a machine to the next. */
export class OrderKnowledge {
  readonly effects = new StepEffects()
  /** The transitions that were left out by the search that has ended last. */
  leftOut = 0
}

/** Thrown at the end of a level: something that the search has relied on is not true. */
export class OrderRefuted extends Error {
  override readonly name = 'OrderRefuted'
}

/** Watches what is recorded, and thins batches. */
export class BlockOrder implements RecordingWatcher {
  private readonly machine: Machine
  private readonly knowledge: OrderKnowledge
  private readonly isThinning: boolean
  private readonly reliances = new Reliances()
  private known: KnownStates | undefined
  private shape: Layout['shape'] | undefined
  private pcs = new Map<number, number>()
  /** By the number of a leaf: the cells that were looked at on the way to it. */
  private looks: (readonly number[] | undefined)[] = []
  private order: StateOrder | undefined
  private orderVersion = -1
  private checkedVersion = 0

  /** Without thinning, it only learns. */
  constructor(machine: Machine, knowledge: OrderKnowledge, isThinning: boolean) {
    this.machine = machine
    this.knowledge = knowledge
    this.isThinning = isThinning && machine.movers.length <= mostMovers
    knowledge.leftOut = 0
  }

  /** To be called once there are states. */
  begin(known: KnownStates): void {
    this.known = known
  }

  onLeaf(layout: Layout, leaf: StepLeaf, events: readonly Event[]): void {
    this.enter(layout)
    this.knowledge.effects.add(layout, leaf, events, this.pcs)
    this.looks[leaf.id] = cellsLookedAt(events)
  }

  onLost({ mover, step }: StepFootprint): void {
    this.knowledge.effects.lose(mover, step)
  }

  /** The leaves of a layout with other cells are numbered anew. */
  private enter({ shape, cells }: Layout): void {
    if (this.shape === shape) return
    this.shape = shape
    this.looks = []
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
    if (!this.isThinning) return
    const order = this.currentOrder()
    const { store } = this.known as KnownStates
    const failing = new Set(batch.failures.map(({ state }) => state))
    const leftOut = new Uint8Array(batch.count)
    let sum = 0
    for (let i = 0; i < batch.states; i++) {
      const id = batch.firstState + i
      if (failing.has(id)) continue
      const [from, end] = [batch.endOf(i - 1), batch.endOf(i)]
      const isLeftLater = (record: number): boolean => {
        const found = store.find(batch.words, record, batch.hashAt(record))
        return found < 0 || found > id
      }
      const kept = order.choose({ id, batch, from, end, isLeftLater })
      if (kept === undefined) continue
      for (let record: number = from; record < end; record += batch.record.words) {
        if ((kept & (1 << order.moverOf(batch.leafAt(record)))) !== 0) continue
        leftOut[(record - batch.base) / batch.record.words] = 1
        sum++
      }
    }
    if (sum > 0) batch.leaveOut(leftOut)
    this.knowledge.leftOut += sum
  }

  private get version(): number {
    return this.knowledge.effects.version + (this.known as KnownStates).claims.dependencies
  }

  private currentOrder(): StateOrder {
    const known = this.known as KnownStates
    this.enter(known.layout)
    if (this.order === undefined || this.order.layout !== known.layout || this.orderVersion !== this.version) {
      this.orderVersion = this.version
      this.order = new StateOrder(this.machine, known, this.independence(), this.looks)
    }
    return this.order
  }

  private independence(): Independence {
    const { layout, claims } = this.known as KnownStates
    const reads: ClaimReads = {
      ofStates: claims.cellsOfClaims,
      ofStep: (mover, step) => claims.placesReadAfter({ mover, step }),
    }
    const labels = Math.max(...this.machine.processes.map(process => process.labels.length), 0) + 2
    return new Independence(layout, this.knowledge.effects, reads, this.reliances, labels)
  }

  /** Throws {@link OrderRefuted} if something that was relied on has turned out to be wrong. */
  endLevel(): void {
    if (this.checkedVersion === this.version) return
    this.checkedVersion = this.version
    if (!this.reliances.hold(this.independence())) throw new OrderRefuted()
  }
}

/** A state whose successors are gathered. */
export interface GatheredState {
  readonly id: StateId
  readonly batch: SuccessorBatch
  /** Its first record, and where the last one ends. */
  readonly from: number
  readonly end: number
  /** Whether a successor will be left after the state. */
  isLeftLater(record: number): boolean
}
