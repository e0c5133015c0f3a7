/**
 * The states a search has found, packed, with everything that goes by their layout: the store, the footprints of steps
 * and claims, and the way to expand a state. Where the layout changes, all of it is carried over here.
 */

import { ClaimFootprints } from '../footprint/claim-footprints.ts'
import { Expander, type LayoutChange } from '../footprint/expander.ts'
import { StepFootprints } from '../footprint/step-footprints.ts'
import { SuccessorBatch } from '../footprint/successor-batch.ts'
import { carriedOver, carryTables, packState, relaidOut } from '../state/carry-over.ts'
import { cellReader, decodeState } from '../state/codec.ts'
import { isWideEnough, type Layout, layOut, widened } from '../state/layout.ts'
import { mended, shapeOf } from '../state/shape.ts'
import { StateStore, type StoreSizes } from '../state/state-store.ts'
import type { Machine, State } from '../system/machine.ts'

export interface Effort {
  /** Runs of recipes that were recorded: one for each footprint and way of choosing. */
  recipeRuns: number
  /** How often the layout changed. */
  relayouts: number
}

export class KnownStates {
  readonly effort: Effort = { recipeRuns: 0, relayouts: 0 }
  readonly claims: ClaimFootprints
  layout: Layout
  store: StateStore
  steps: StepFootprints
  expander: Expander
  batch: SuccessorBatch
  private readonly machine: Machine
  private readonly sizes: StoreSizes

  constructor(machine: Machine, sizes: StoreSizes) {
    this.machine = machine
    this.sizes = sizes
    this.layout = firstLayout(machine)
    this.store = new StateStore(this.layout.sizeWords, sizes)
    this.steps = new StepFootprints(machine, this.layout, this.effort)
    this.claims = new ClaimFootprints(machine, this.layout)
    this.expander = new Expander(machine, this.layout, this.steps)
    this.batch = new SuccessorBatch(this.layout.sizeWords)
  }

  /** Goes over to a layout that has room for what was found. Ids stay; leaves of before are gone if the shape changed. */
  change({ shape }: LayoutChange): void {
    const old = this.layout
    let layout = old
    if (shape !== undefined) {
      layout = relaidOut(old, shape)
      carryTables(old, layout, this.store)
    }
    layout = widened(layout)
    this.store = carriedOver(this.store, old, layout, this.sizes)
    this.layout = layout
    this.effort.relayouts++
    if (shape !== undefined) this.steps = new StepFootprints(this.machine, layout, this.effort)
    else this.steps.useLayout(layout)
    this.claims.useLayout(layout, shape === undefined)
    this.expander = new Expander(this.machine, layout, this.steps)
    this.batch = new SuccessorBatch(layout.sizeWords)
  }

  /** A stored state as authors see it. */
  stateOf(id: number): State {
    return decodeState(this.layout, cellReader(this.layout, this.store.chunkOf(id), this.store.offsetOf(id)))
  }

  get bytes(): number {
    const { words, hashes, leaves } = this.batch
    const values = this.layout.cells.reduce((sum, { table }) => sum + table.size, 0)
    return (
      this.store.bytes +
      4 * (words.length + hashes.length + leaves.length) +
      bytesPerValue * values +
      bytesPerLeaf * this.steps.leaves.length
    )
  }
}

/** Estimates, of things that are few beside states. */
const bytesPerValue = 150
const bytesPerLeaf = 400

/** A layout that all initial states fit. */
function firstLayout(machine: Machine): Layout {
  const sets = new Set(machine.sets.map(path => JSON.stringify(path)))
  const isSet = (path: readonly (string | number)[]): boolean => sets.has(JSON.stringify(path))
  const [first, ...others] = machine.initialStates
  let shape = shapeOf(first, [], isSet)
  for (const state of others) shape = mended(shape, state)
  let layout = layOut(shape, () => undefined)
  for (const state of machine.initialStates) packState(layout, state)
  if (!isWideEnough(layout)) layout = widened(layout)
  return layout
}
