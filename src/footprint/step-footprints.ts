/**
 * The footprints of all steps under one layout of cells: a tree for each step of each mover.
 *
 * A tree that is rarely reused (nearly every walk through it needs a run) is set aside, and so is a step that cannot be
 * traced; such steps are run by the reference from every state. Trees are kept when
 * only the bits of cells change, or sets have new members, and discarded when cells change otherwise.
 */

import { type Machine, moverAt } from '../machine/machine.ts'
import type { Layout } from '../state/layout.ts'
import type { MembersMet } from './members-met.ts'
import { pcCell } from './pc-cell.ts'
import { impureStep, type Occasion, type RecordedRun, type Recording, StepRecorder } from './record-step.ts'
import { isSameStepLeaf, type ScriptPart, type StepLeaf, scriptOf } from './step-leaf.ts'
import type { Event } from './trace.ts'
import { type LeafKind, Tree } from './tree.ts'
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
  /** A step was run this often, in some milliseconds. */
  onRuns?(step: StepFootprint, how: 'recorded' | 'direct', runs: number, ms: number): void
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
  private readonly watchers: readonly RecordingWatcher[]
  private readonly leafKind: LeafKind<StepLeaf> = {
    isSame: isSameStepLeaf,
    afterMembers: (leaf, choice, membersBefore) => this.afterMembers(leaf, choice, membersBefore),
  }
  /** Steps whose trees were dropped for good, and whose leaves still exist. */
  private readonly givenUp: StepFootprint[] = []

  /** `counters` and `trials` outlive the footprints of one layout. */
  constructor(
    machine: Machine,
    layout: Layout,
    counters: { recipeRuns: number },
    memory: TreeMemory,
    trials: Trials,
    watchers: readonly RecordingWatcher[] = [],
  ) {
    this.watchers = watchers
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
      tree: new Tree(this.leafKind, this.memory),
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
    const before = this.counters.recipeRuns
    const recorded = (): number => this.counters.recipeRuns - before
    return this.watched(footprint, 'recorded', recorded, () => this.recordRuns(footprint, occasion))
  }

  /** Runs code that runs a step, and tells those who watch how long it took. */
  watched<T>(footprint: StepFootprint, how: 'recorded' | 'direct', runs: () => number, code: () => T): T {
    if (this.watchers.length === 0) return code()
    const startMs = performance.now()
    const result = code()
    for (const watcher of this.watchers) watcher.onRuns?.(footprint, how, runs(), performance.now() - startMs)
    return result
  }

  private lose(footprint: StepFootprint): void {
    for (const watcher of this.watchers) watcher.onLost(footprint)
  }

  private recordRuns(footprint: StepFootprint, occasion: Occasion): Recording {
    const { tree, trial } = footprint
    const known = {
      get root() {
        return tree.root
      },
      add: (run: RecordedRun) => this.add(footprint, run),
    }
    const recording = this.recorder.step(occasion, known)
    if (recording.kind === 'opaque') {
      footprint.isOpaque = true
      this.lose(footprint)
    }
    if (recording.kind !== 'runs') return recording
    trial.ran(this.memory.priceOf(tree.bytes))
    if (trial.isAside) this.lose(footprint)
    if (trial.isOver) this.givenUp.push(footprint)
    return recording
  }

  private add({ tree, mover, step }: StepFootprint, { events, effect, writes, operations }: RecordedRun): void {
    this.counters.recipeRuns++
    const { leaves } = this
    const [known, first] = [tree.leaves, leaves.length]
    const leaf = this.leafOf({
      mover,
      step,
      script: scriptOf(events),
      effect,
      writes,
      operations,
      areWritesKnown: true,
    })
    const disagreement = tree.add(events, leaf)
    if (disagreement !== undefined) throw impureStep(this.machine, mover, step, this.layout, disagreement.cell)
    for (const watcher of this.watchers) watcher.onLeaf(this.layout, leaf, events)
    if (tree.leaves === known && leaves.at(-1) === leaf) leaves.pop()
    for (const made of leaves.slice(first)) tree.hold(bytesOf(made))
  }

  /** The same leaf where a member that it picks comes after others than before; transitions that have taken it keep it. */
  private afterMembers(leaf: StepLeaf, choice: number, membersBefore: readonly number[]): StepLeaf {
    return this.leafOf({ ...leaf, script: leaf.script.map((part, i) => (i === choice ? { membersBefore } : part)) })
  }

  /** Switches to a layout that has new members of sets; what is known of other states stays. */
  meet(layout: Layout, met: MembersMet): void {
    this.useLayout(layout)
    // Their steps begin anew, as others of the same names.
    this.forget()
    for (const { steps } of this.movers) {
      steps.forEach((step, pc) => {
        if (step === undefined || step === null) return
        step.tree.meet(met)
        if (!step.isOpaque && !step.trial.isOver) return
        // Another chance.
        step.tree.clear()
        steps[pc] = undefined
      })
    }
  }

  /** Whether most leaves are such that no tree leads to them any more. */
  get areMostlyOld(): boolean {
    const live = this.movers.flatMap(({ steps }) => steps).reduce((sum, step) => sum + (step?.tree.leaves ?? 0), 0)
    return this.leaves.length > 4 * live + fewLeaves
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

/** With so few leaves it does not matter how many of them are old. */
const fewLeaves = 4096

function bytesOf({ writes, operations, script }: StepLeaf): number {
  return leafBytes + writeBytes * (writes.length + operations.length) + slotBytes * script.length
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
