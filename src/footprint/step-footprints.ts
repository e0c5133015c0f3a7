/**
 * The footprints of all steps under one layout of cells: a tree for each step of each mover.
 *
 * A tree that does not pay (nearly every walk through it needs a run) is given up, and so is a step that cannot be
 * followed; such steps are run by the reference from every state. Trees are thrown away where cells change, and kept
 * where only their bits do.
 */

import type { Layout } from '../state/layout.ts'
import { placeAt } from '../state/layout.ts'
import type { Machine, Mover } from '../system/machine.ts'
import { impureStep, type Occasion, type Recording, recordStep } from './record-step.ts'
import { isSameStepLeaf, type StepLeaf, type Write } from './step-leaf.ts'
import { Tree } from './tree.ts'

export interface StepFootprint {
  readonly mover: number
  readonly step: string
  readonly tree: Tree<StepLeaf>
  /** Whether the step is run from every state, because its tree does not pay or cannot be had. */
  isDirect: boolean
  walks: number
  misses: number
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

/** After so many runs a tree is asked whether it pays, and again each time it has doubled. */
const firstTrial = 512
/** Walks that each run must have served. */
const walksPerMiss = 6

export class StepFootprints {
  readonly movers: readonly MoverFootprints[]
  readonly leaves: StepLeaf[] = []
  private readonly machine: Machine
  private layout: Layout
  private readonly counters: { recipeRuns: number }

  /** `counters` outlives the footprints of one layout. */
  constructor(machine: Machine, layout: Layout, counters: { recipeRuns: number }) {
    this.machine = machine
    this.layout = layout
    this.counters = counters
    this.movers = machine.movers.map(mover => ({ pc: pcCell(layout, mover), steps: [] }))
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
      isDirect: step === undefined,
      walks: 0,
      misses: 0,
      directLeaves: new Map(),
    }
  }

  /** Runs a step where its tree knows no way, and enters what it does. Throws where the step is impure. */
  record(footprint: StepFootprint, occasion: Occasion): Recording {
    const recording = recordStep(occasion)
    if (recording.kind === 'opaque') footprint.isDirect = true
    if (recording.kind !== 'runs') return recording
    footprint.misses++
    this.counters.recipeRuns += recording.runs.length
    for (const { events, script, effect, writes } of recording.runs) {
      const leaf = this.leafOf({ mover: footprint.mover, step: footprint.step, script, effect, writes })
      const disagreement = footprint.tree.add(events, leaf)
      if (disagreement !== undefined)
        throw impureStep(this.machine, footprint.mover, footprint.step, this.layout, disagreement.cell)
    }
    if (isTrial(footprint.misses) && footprint.walks < walksPerMiss * footprint.misses) footprint.isDirect = true
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

function isTrial(misses: number): boolean {
  return misses >= firstTrial && (misses & (misses - 1)) === 0
}

function pcCell(layout: Layout, mover: Mover): number | undefined {
  if (mover.kind === 'action') return undefined
  const place = placeAt(layout.root, [mover.process, mover.instance, 'pc'])
  return place?.kind === 'cell' ? place.cell : undefined
}
