import type { Event } from '../footprint/trace.ts'
import { leafOrChoice, Tree } from '../footprint/tree.ts'
import type { KnownEffects } from '../order/known-effects.ts'
import { PersistentSets, type StepTrees } from '../order/persistent-sets.ts'
import type { Reliances } from '../order/reliances.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { cellReader, type ReadCell } from '../state/codec.ts'
import type { Layout } from '../state/layout.ts'
import type { KnownStates } from './known-states.ts'

/** Leaves up to which sets are remembered. */
const maxRemembered = 20_000

/**
 * The sets of movers that suffice in each state, under one layout and by what is known now. Like a step, the search for them runs
 * once for each combination of values that it reads.
 */
export class StateOrder {
  readonly layout: Layout
  /** Set where sets had to be found. */
  wasFound = false
  private readonly known: KnownStates
  private readonly effects: KnownEffects
  private readonly reliances: Reliances
  private readonly trees: StepTrees
  private readonly tree = new Tree<readonly number[]>({ isSame: (a, b) => String(a) === String(b) }, { hold: () => {} })

  constructor(known: KnownStates, effects: KnownEffects, reliances: Reliances) {
    this.layout = known.layout
    this.known = known
    this.effects = effects
    this.reliances = reliances
    this.trees = new KnownTrees(known)
  }

  setsIn(id: StateId): readonly number[] {
    const { store } = this.known
    const read = cellReader(this.layout, store.chunkOf(id), store.offsetOf(id))
    const node = leafOrChoice(this.tree.root, read)
    return node?.kind === 'leaf' ? node.leaf : this.find(read)
  }

  private find(read: ReadCell): readonly number[] {
    this.wasFound = true
    const events = new Map<number, Event>()
    const look: ReadCell = cell => {
      const value = read(cell)
      if (!events.has(cell)) events.set(cell, { kind: 'read', cell, projection: undefined, value })
      return value
    }
    const sets = new PersistentSets(this.effects, this.reliances, this.trees, look).find()
    if (this.tree.leaves > maxRemembered) this.tree.clear()
    this.tree.add([...events.values()], sets)
    return sets
  }
}

class KnownTrees implements StepTrees {
  private readonly known: KnownStates

  constructor(known: KnownStates) {
    this.known = known
  }

  get movers(): number {
    return this.known.steps.movers.length
  }

  stepOf(mover: number, read: ReadCell): string | undefined {
    const { pc } = this.known.steps.movers[mover]!
    const footprint = this.known.steps.stepAt(mover, pc === undefined ? 0 : read(pc))
    return footprint?.step
  }

  treeOf(mover: number, step: string): ReturnType<StepTrees['treeOf']> {
    const { pc, steps } = this.known.steps.movers[mover]!
    const number = pc === undefined ? 0 : this.known.layout.cells[pc]!.table.values.indexOf(step)
    const footprint = steps[number]
    return footprint === undefined || footprint === null || footprint.isOpaque || footprint.trial.isAside
      ? undefined
      : footprint.tree.root
  }
}
