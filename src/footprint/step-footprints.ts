/**
 * The footprints of all steps under one layout of cells: a tree for each step of each mover.
 *
 * A tree that is rarely reused (nearly every walk through it needs a run) is set aside, and so is a step that cannot be
 * traced; such steps are run by the reference from every state. Trees are discarded when cells change, and kept
 * when only their bits change.
 */

import { type Machine, moverAt } from '../machine/machine.ts'
import type { Layout } from '../state/layout.ts'
import { pcCell } from './pc-cell.ts'
import { impureStep, type Occasion, type Recording, StepRecorder } from './record-step.ts'
import { isSameStepLeaf, type ScriptPart, type StepLeaf, scriptOf } from './step-leaf.ts'
import type { Event } from './trace.ts'
import { Tree } from './tree.ts'
import type { TreeMemory } from './tree-memory.ts'
import type { Trial, Trials } from './trial.ts'

/** What is known about one step of one mover. */
export interface StepFootprint {
  readonly mover: number
  readonly step: string
  readonly tree: Tree<StepLeaf>
  readonly trial: Trial
  /** Whether it is unknown what the step reads and writes. */
  isOpaque: boolean
  /** Leaves by their script, for steps that are run from every state. */
  readonly directLeaves: Map<string, StepLeaf>
  /** How often the step was run directly. */
  directRuns: number
  /** Whether the step was seen to edit members of sets in place when it was run directly. */
  editsMembers: boolean
}

/** How one mover finds its step. */
export interface MoverFootprints {
  /** The cell of its program counter; undefined for an action, and if the model has removed the cell. */
  readonly pc: number | undefined
  /** By the number of the program counter's value; null if the process has ended. An action has one, at 0. */
  readonly steps: (StepFootprint | null | undefined)[]
}

/** Sees all that is recorded of steps. */
export interface RecordingWatcher {
  /** A run that looked at these cells ended in a new leaf. */
  onLeaf(layout: Layout, leaf: StepLeaf, events: readonly Event[]): void
  /** What a step reads and writes is not followed any more, or not for now. */
  onLost(step: StepFootprint): void
}

/** The footprints of all steps of a machine, under the current layout. */
export class StepFootprints {
  readonly movers: readonly MoverFootprints[]
  readonly leaves: StepLeaf[] = []
  /** Approximate bytes of the leaves of steps that are run from every state. */
  directBytes = 0
  private readonly machine: Machine
  private layout: Layout
  private recorder: StepRecorder
  private readonly counters: { recipeRuns: number }
  private readonly memory: TreeMemory
  private readonly trials: Trials
  private readonly watcher: RecordingWatcher | undefined
  /** Steps whose trees were dropped for good, and whose leaves still exist. */
  private readonly givenUp: StepFootprint[] = []

  /** `counters` and `trials` outlive the footprints of one layout. */
  constructor(
    machine: Machine,
    layout: Layout,
    counters: { recipeRuns: number },
    memory: TreeMemory,
    trials: Trials,
    watcher?: RecordingWatcher,
  ) {
    this.watcher = watcher
    this.memory = memory
    this.machine = machine
    this.layout = layout
    this.recorder = new StepRecorder(machine, layout)
    this.counters = counters
    this.trials = trials
    this.movers = machine.movers.map((_, mover) => ({ pc: pcCell(machine, layout, mover), steps: [] }))
  }

  /** Switches to a layout of the same cells. */
  useLayout(layout: Layout): void {
    this.layout = layout
    this.recorder = new StepRecorder(this.machine, layout)
  }

  /** The footprint of a mover's current step; `pc` is the number of its program counter's value. */
  stepAt(mover: number, pc: number): StepFootprint | null {
    const { steps, pc: cell } = this.movers[mover] as MoverFootprints
    const known = steps[pc]
    if (known !== undefined) return known
    const found = moverAt(this.machine, mover)
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
      tree: new Tree(isSameStepLeaf, this.memory),
      // Without a cell for the program counter, the next step is unknown.
      isOpaque: step === undefined,
      trial: this.trials.of(`${mover} ${step}`),
      directLeaves: new Map(),
      directRuns: 0,
      editsMembers: false,
    }
  }

  /** Runs a step for which its tree has no path, and records it. Throws if the step is impure. */
  record(footprint: StepFootprint, occasion: Occasion): Recording {
    const recording = this.recorder.step(occasion, footprint.tree.root)
    if (recording.kind === 'opaque') {
      footprint.isOpaque = true
      this.watcher?.onLost(footprint)
    }
    if (recording.kind !== 'runs') return recording
    this.counters.recipeRuns += recording.runs.length
    const { mover, step } = footprint
    for (const { events, effect, writes, operations } of recording.runs) {
      const script = scriptOf(events)
      const leaf = this.leafOf({ mover, step, script, effect, writes, operations, areWritesKnown: true })
      const disagreement = footprint.tree.add(events, leaf)
      if (disagreement !== undefined)
        throw impureStep(this.machine, footprint.mover, footprint.step, this.layout, disagreement.cell)
      this.watcher?.onLeaf(this.layout, leaf, events)
      footprint.tree.hold(leafBytes + writeBytes * (writes.length + operations.length) + slotBytes * script.length)
    }
    footprint.trial.ran(this.memory.priceOf(footprint.tree.bytes))
    if (footprint.trial.isAside) this.watcher?.onLost(footprint)
    if (footprint.trial.isOver) this.givenUp.push(footprint)
    return recording
  }

  /**
   * Forgets the trees that were given up. Call it only when no gathered transition refers to their leaves.
   * Returns whether there were any: then code that refers to them must be discarded.
   */
  forget(): boolean {
    if (this.givenUp.length === 0) return false
    for (const { tree, mover, step } of this.givenUp) {
      tree.clear()
      for (const leaf of this.leaves) {
        if (leaf.areWritesKnown && leaf.mover === mover && leaf.step === step) this.leaves[leaf.id] = bareLeaf(leaf)
      }
    }
    this.givenUp.length = 0
    return true
  }

  /** Forgets everything. */
  clear(): void {
    for (const { steps } of this.movers) for (const step of steps) step?.tree.clear()
  }

  /** The leaf of a transition of a step that is run from every state; what it writes is not known. */
  directLeaf(footprint: StepFootprint, step: string, script: readonly number[], effect: StepLeaf['effect']): StepLeaf {
    const key = `${step} ${effect} ${script}`
    let leaf = footprint.directLeaves.get(key)
    if (leaf === undefined) {
      leaf = this.leafOf({ mover: footprint.mover, step, script, effect, ...unknownWrites })
      this.directBytes += leafBytes + slotBytes * script.length
      footprint.directLeaves.set(key, leaf)
    }
    return leaf
  }

  private leafOf(leaf: Omit<StepLeaf, 'id'>): StepLeaf {
    const made: StepLeaf = { ...leaf, id: this.leaves.length }
    this.leaves.push(made)
    return made
  }
}

/** Approximate bytes of a leaf, including what is derived from it elsewhere. */
const leafBytes = 400
const writeBytes = 80
const slotBytes = 8

/** What is kept of a leaf that nothing leads to any more: which step it was, since some step that ran must stay known as run. */
function bareLeaf({ id, mover, step, effect }: StepLeaf): StepLeaf {
  return { id, mover, step, effect, script: noScript, ...unknownWrites }
}

const noScript: readonly ScriptPart[] = []
const unknownWrites: Pick<StepLeaf, 'writes' | 'operations' | 'areWritesKnown'> = {
  writes: [],
  operations: [],
  areWritesKnown: false,
}
