/**
 * Steps that have no tree, or whose tree does not pay off: they run from every state, on plain copies of it.
 *
 * A state is unpacked once for all of its steps. What a run has changed is written straight into a packed state; the
 * successor has no other form. If a run is unclear, the reference runs the step; now and then it does so for comparison.
 */

import { nextScript } from '../language/control.ts'
import { type DirectRun, DirectRunner } from '../machine/direct-run.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { transitionsOf } from '../machine/reference.ts'
import type { ScratchDepth } from '../machine/scratch.ts'
import { stepText } from '../machine/steady.ts'
import { refuseMoreWays } from '../machine/too-many-choices.ts'
import { packState } from '../state/carry-over.ts'
import { cellReader, decodeState, type ReadCell } from '../state/codec.ts'
import { hashOf, mix } from '../state/hash.ts'
import { isWideEnough, type Layout } from '../state/layout.ts'
import { mended, type Shape } from '../state/shape.ts'
import { DirectChanges } from './direct-changes.ts'
import { impureStep } from './record-step.ts'
import type { StepFootprint, StepFootprints } from './step-footprints.ts'
import type { SuccessorBatch } from './successor-batch.ts'

/** Why a state could not be expanded under this layout: it needs another shape, or more bits for some cell. */
export type LayoutChange = { readonly shape: Shape | undefined }

/** The first runs of a step, and every Nth later one, are compared with the reference, which is slow. */
const comparedAtFirst = 2
const compareEvery = 1024

/** Runs between two calls of `check`. */
const runsPerCheck = 32

/** A packed state whose transitions are gathered. */
export interface Leaving {
  readonly id: number
  readonly words: Int32Array
  readonly hash: number
}

/** How much a batch holds. */
interface BatchCounts {
  readonly count: number
  readonly failures: number
}

/** Runs the steps of one state at a time on plain copies, and gathers what they change. */
export class DirectSteps {
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly steps: StepFootprints
  private readonly check: () => void
  private readonly runner: DirectRunner
  private readonly changes: DirectChanges
  private leaving: Leaving | undefined
  private state: State | undefined
  private read: ReadCell = () => 0
  private runs = 0

  constructor(machine: Machine, layout: Layout, steps: StepFootprints, check: () => void) {
    this.machine = machine
    this.layout = layout
    this.steps = steps
    this.check = check
    this.runner = new DirectRunner(machine)
    this.changes = new DirectChanges(machine, layout)
  }

  /** Starts on another state. */
  begin(leaving: Leaving): void {
    this.leaving = leaving
    this.state = undefined
    this.read = cellReader(this.layout, leaving.words, 0)
  }

  /**
   * Gathers the transitions of a step out of the state. On a layout change the batch holds only some of them. Where there are
   * dictionaries each step that may go by the order of keys runs in other orders, too, and the others do so only now and
   * then: `isNews` says when.
   */
  expand(footprint: StepFootprint, batch: SuccessorBatch, isNews: boolean): LayoutChange | undefined {
    const { count } = batch
    const failures = batch.failures.length
    batch.isCostly = true
    this.state ??= decodeState(this.layout, this.read)
    const change = this.changes.isPossible ? this.run(footprint, batch, this.state) : 'unclear'
    const isClear =
      change !== 'unclear' && (change !== undefined || this.isSettled(footprint, batch, { count, failures }, isNews))
    if (!isClear) {
      batch.rollBack(count, failures)
      return this.runReference(footprint, batch)
    }
    if (change === undefined && isCompared(footprint.directRuns++)) this.compare(footprint, batch, count, failures)
    return change
  }

  /**
   * Whether the order of keys makes no difference to what was gathered since the batch had this many successors and
   * failures; no where that is not plain to see.
   */
  private isSettled(footprint: StepFootprint, batch: SuccessorBatch, since: BatchCounts, isNews: boolean): boolean {
    const { dictionaries } = this.machine
    if (dictionaries.size === 0 || !(isNews || this.mayReadKeys(footprint))) return true
    // What an assertion says may differ.
    if (batch.failures.length > since.failures) return false
    const others = dictionaries.inOtherOrders([this.state as State]).flat()
    return others.every(turned => this.endsAlike(footprint, batch, since.count, turned))
  }

  private mayReadKeys({ isOpaque, trial }: StepFootprint): boolean {
    return isOpaque || trial.keyLooks.areAtDictionaries(this.machine.dictionaries)
  }

  /** Runs the step in a state with its keys in another order; where that says nothing, the answer is no. */
  private endsAlike(footprint: StepFootprint, batch: SuccessorBatch, from: number, turned: State): boolean {
    const to = batch.count
    const failures = batch.failures.length
    const change = this.run(footprint, batch, turned)
    const isSame = change === undefined && batch.failures.length === failures && batch.repeats(from, to)
    batch.rollBack(to, failures)
    return isSame
  }

  private run(footprint: StepFootprint, batch: SuccessorBatch, state: State): LayoutChange | undefined | 'unclear' {
    let widths: readonly number[] = []
    let ways = 0
    for (let script: readonly number[] | undefined = []; script !== undefined; ) {
      // Reading the clock takes as long as a small step.
      if (this.runs++ % runsPerCheck === 0) this.check()
      refuseMoreWays(ways++, () => this.textOf(footprint), state)
      const run = this.runOnce(footprint, script, state)
      if (run.end === 'unclear' || hasOtherChoices(script, widths, run.widths)) return 'unclear'
      if (run.end === 'assertion') this.fail(footprint, run, batch)
      if (run.end === 'taken') {
        const turnedFrom = state === this.state ? undefined : this.state
        if (!this.changes.find(this.runner.scratch, state, this.read, turnedFrom)) return 'unclear'
        if (!this.emit(footprint, run, batch)) return { shape: undefined }
      }
      widths = run.widths
      script = nextScript(run.script, widths)
    }
    return undefined
  }

  private textOf({ mover, step }: StepFootprint): string {
    return stepText(this.machine, moverAt(this.machine, mover), step)
  }

  /** A step that edits members of sets in place fails because they are frozen; from then on it gets copies of them. */
  private runOnce(footprint: StepFootprint, script: readonly number[], state: State): DirectRun {
    const run = (depth: ScratchDepth) => this.runner.run(state, footprint.mover, footprint.step, script, depth)
    if (!footprint.editsMembers) {
      const first = run('flat members frozen')
      if (first.end !== 'unclear' || this.machine.sets.length === 0) return first
      footprint.editsMembers = true
    }
    return run('all')
  }

  private fail(footprint: StepFootprint, { script }: DirectRun, batch: SuccessorBatch): void {
    const leaf = this.steps.directLeaf(footprint, footprint.step, script, 'assertion')
    batch.failures.push({ state: (this.leaving as Leaving).id, leaf })
  }

  /** Writes the state that a run has led to; false where the layout has no room for a value. */
  private emit(footprint: StepFootprint, { script }: DirectRun, batch: SuccessorBatch): boolean {
    const { words, hash } = this.leaving as Leaving
    const { cells, values, count } = this.changes
    const to = batch.push()
    const { words: out } = batch
    for (let k = 0; k < words.length; k++) out[to + k] = words[k]!
    let after = hash
    for (let i = 0; i < count; i++) {
      const { word, shift, mask } = this.layout.cells[cells[i]!]!
      const value = values[i]!
      if ((value & mask) !== value) return false
      const before = out[to + word]!
      const now = (before & ~(mask << shift)) | (value << shift)
      out[to + word] = now
      after ^= mix(before, word) ^ mix(now, word)
    }
    batch.sign(to, after, this.steps.directLeaf(footprint, footprint.step, script, 'state'))
    return true
  }

  private runReference(footprint: StepFootprint, batch: SuccessorBatch): LayoutChange | undefined {
    const { machine, layout } = this
    for (const { step, script, effect } of transitionsOf(machine, this.state as State, footprint.mover, this.check)) {
      const leaf = this.steps.directLeaf(footprint, step, script, effect.kind)
      if (effect.kind !== 'state') {
        batch.failures.push({ state: (this.leaving as Leaving).id, leaf })
        continue
      }
      const packed = packState(layout, effect.state)
      if (packed === undefined) return { shape: mended(layout.shape, effect.state) }
      if (!isWideEnough(layout)) return { shape: undefined }
      const to = batch.push()
      batch.words.set(packed, to)
      batch.sign(to, hashOf(packed, 0, packed.length), leaf)
    }
    return undefined
  }

  /** Throws if the reference does not gather exactly what was gathered since the batch had this many successors and failures. */
  private compare(footprint: StepFootprint, batch: SuccessorBatch, from: number, failuresFrom: number): void {
    const to = batch.count
    const failuresTo = batch.failures.length
    const change = this.runReference(footprint, batch)
    const { words, record, base, failures } = batch
    const start = base + from * record.words
    const isSame =
      change === undefined &&
      areTwice(words.subarray(start, batch.end)) &&
      areTwice(failures.slice(failuresFrom).map(({ leaf }) => leaf.id))
    batch.rollBack(to, failuresTo)
    if (!isSame) throw impureStep(this.machine, footprint.mover, footprint.step, this.layout, undefined)
  }
}

function isCompared(runs: number): boolean {
  return runs < comparedAtFirst || runs % compareEvery === 0
}

/** Whether a run met other choices than the previous run did: then the reference reports what is wrong. */
function hasOtherChoices(script: readonly number[], before: readonly number[], now: readonly number[]): boolean {
  return script.some((_, i) => before[i] !== now[i])
}

/** Whether the second half of these numbers repeats the first. */
function areTwice(numbers: ArrayLike<number>): boolean {
  const half = numbers.length / 2
  for (let i = 0; i < half; i++) if (numbers[i] !== numbers[i + half]) return false
  return true
}
