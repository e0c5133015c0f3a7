/**
 * The footprints of all steps under one layout of cells: a tree for each step of each mover.
 *
 * A tree that does not pay (nearly every walk through it needs a run) is given up, and so is a step that cannot be
 * followed; such steps are run by the reference from every state. Trees are thrown away where cells change, and kept
 * where only their bits do.
 */

import type { Layout } from '../state/layout.ts'
import type { Machine, Mover } from '../system/machine.ts'
import { pcCell } from './pc-cell.ts'
import { impureStep, type Occasion, type Recording, recordStep } from './record-step.ts'
import { isSameStepLeaf, type StepLeaf, type Write } from './step-leaf.ts'
import { Tree } from './tree.ts'
import { Trial } from './trial.ts'

export interface StepFootprint {
  readonly mover: number
  readonly step: string
  readonly tree: Tree<StepLeaf>
  readonly trial: Trial
  /** Whether what the step reads and writes cannot be told. */
  isOpaque: boolean
  /** Leaves by their script, for steps that are run from every state. */
  readonly directLeaves: Map<string, StepLeaf>
}

/** How one mover finds its step. */
export interface MoverFootprints {
  /** The cell of its program counter; undefined for an action, and where a model has done away with the cell. */
  readonly pc: number | undefined
  /** By the number of the program counter's value; null where the process has ended. An action has one, at 0. */
  readonly steps: (StepFootprint | null | undefined)[]
}

export class StepFootprints {
  readonly movers: readonly MoverFootprints[]
  readonly leaves: StepLeaf[] = []
  private readonly machine: Machine
  private layout: Layout
  private readonly counters: { recipeRuns: number }
  private readonly trialRuns: number | undefined

  /** `counters` outlives the footprints of one layout; `trialRuns` are those of the first trial of a tree. */
  constructor(machine: Machine, layout: Layout, counters: { recipeRuns: number }, trialRuns?: number) {
    this.machine = machine
    this.layout = layout
    this.counters = counters
    this.trialRuns = trialRuns
    this.movers = machine.movers.map((_, mover) => ({ pc: pcCell(machine, layout, mover), steps: [] }))
  }

  /** Goes over to a layout of the same cells. */
  useLayout(layout: Layout): void {
    this.layout = layout
  }

  /** The footprint of the step at which a mover stands, `pc` being the number of its program counter's value. */
  stepAt(mover: number, pc: number): StepFootprint | null {
    const { steps, pc: cell } = this.movers[mover] as MoverFootprints
    const known = steps[pc]
    if (known !== undefined) return known
    const found = this.machine.movers[mover] as Mover
    const label = cell === undefined ? undefined : (this.layout.cells[cell]?.table.values[pc] as string)
    const step = found.kind === 'action' ? found.name : label
    const made = step === 'done' && found.kind === 'process' ? null : this.footprint(mover, step)
    steps[pc] = made
    return made
  }

  private footprint(mover: number, step: string | undefined): StepFootprint {
    return {
      mover,
      step: step ?? '',
      tree: new Tree(isSameStepLeaf),
      // Without a cell for the program counter there is no telling which step comes.
      isOpaque: step === undefined,
      trial: new Trial(this.trialRuns),
      directLeaves: new Map(),
    }
  }

  /** Runs a step where its tree knows no way, and enters what it does. Throws where the step is impure. */
  record(footprint: StepFootprint, occasion: Occasion): Recording {
    const recording = recordStep(occasion)
    if (recording.kind === 'opaque') footprint.isOpaque = true
    if (recording.kind !== 'runs') return recording
    footprint.trial.ran()
    this.counters.recipeRuns += recording.runs.length
    for (const { events, script, effect, writes } of recording.runs) {
      const leaf = this.leafOf({ mover: footprint.mover, step: footprint.step, script, effect, writes })
      const disagreement = footprint.tree.add(events, leaf)
      if (disagreement !== undefined)
        throw impureStep(this.machine, footprint.mover, footprint.step, this.layout, disagreement.cell)
    }
    return recording
  }

  /** The leaf of a transition of a step that is run from every state; what it writes is not known. */
  directLeaf(footprint: StepFootprint, step: string, script: readonly number[], effect: StepLeaf['effect']): StepLeaf {
    const key = `${step} ${effect} ${script}`
    let leaf = footprint.directLeaves.get(key)
    if (leaf === undefined) {
      leaf = this.leafOf({ mover: footprint.mover, step, script, effect, writes: undefined })
      footprint.directLeaves.set(key, leaf)
    }
    return leaf
  }

  private leafOf(
    leaf: Omit<StepLeaf, 'id' | 'writes' | 'areWritesKnown'> & { writes: readonly Write[] | undefined },
  ): StepLeaf {
    const { writes } = leaf
    const made: StepLeaf = {
      ...leaf,
      id: this.leaves.length,
      writes: writes ?? [],
      areWritesKnown: writes !== undefined,
    }
    this.leaves.push(made)
    return made
  }
}
