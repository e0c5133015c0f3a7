/**
 * Runs a step to record what it reads and writes.
 *
 * Each run is made twice, on plain copies of the state: behind proxies, which record, and without. If the two differ, either
 * the step is impure, which two runs of the reference show, or it does something that proxies cannot follow; then it is
 * opaque and must be run from every state. If a run does something that only the reference can judge, the reference runs it.
 */

import type { ModelError } from '../base/errors.ts'
import { showPath } from '../base/plain.ts'
import { nextScript } from '../language/control.ts'
import { memberTexts } from '../language/set.ts'
import { type DirectRun, DirectRunner } from '../machine/direct-run.ts'
import { KeyLooks } from '../machine/key-looks.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { type Attempt, attempt, checkKeyOrder, stepOf } from '../machine/reference.ts'
import { impureStepError, stepText } from '../machine/steady.ts'
import { cellValues } from '../state/carry-over.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Layout, Place } from '../state/layout.ts'
import { mended, type Shape } from '../state/shape.ts'
import { DirectChanges } from './direct-changes.ts'
import { InOtherOrders, type StepInState } from './in-other-orders.ts'
import type { Operation, StepLeaf, Write } from './step-leaf.ts'
import { StepWatch, type StepWatchOptions } from './step-watch.ts'
import { takesOutWhatItFinds } from './takes-out-what-it-finds.ts'
import type { Event } from './trace.ts'
import { type TreeNode, widthsIfKnown } from './tree.ts'

/** One run of a step: its reads and choices, in order, and its effect. */
export interface RecordedRun {
  readonly events: readonly Event[]
  readonly script: readonly number[]
  /** The number of options at each choose. */
  readonly widths: readonly number[]
  readonly effect: StepLeaf['effect']
  readonly writes: readonly Write[]
  readonly operations: readonly Operation[]
  /** The cells of lists that it edited, and whose length it has read only for that. */
  readonly lengthUnasked: readonly number[]
  /** The records at whose keys the step looked. */
  readonly keyLooks: KeyLooks
}

/** All runs of a step from one state, or why there are none. */
export type Recording =
  | { readonly kind: 'runs'; readonly runs: readonly RecordedRun[]; readonly keyLooks: KeyLooks }
  /** The step leads to a state that the layout has no shape for; nothing can be recorded before the layout is changed. */
  | { readonly kind: 'new shape'; readonly shape: Shape }
  | { readonly kind: 'opaque' }

/** The runs of a step that are known. */
export interface KnownRuns {
  readonly root: TreeNode<unknown> | undefined
  add(run: RecordedRun): void
}

/** A run, with all that it wrote where the reference was not needed to know. */
interface RunWithEnd {
  readonly kind: 'run'
  readonly run: RecordedRun
  readonly end?: readonly Write[]
}

/** One run of a step, or why it could not be recorded. */
export type RecordedOne = RunWithEnd | Exclude<Recording, { kind: 'runs' }>

/** The state in which to record a step. */
export interface Occasion extends StepInState {
  /** The cell of the mover's own program counter, which was already read on the way to its tree. */
  readonly pc: number | undefined
}

/** A step with more options than this in one state is run from every state instead of being recorded. */
const maxWays = 16_384

/** Records steps under one layout. */
export class StepRecorder {
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly how: Omit<StepWatchOptions, 'takesOut'>
  private readonly watching: DirectRunner
  private readonly plain: DirectRunner
  private readonly changes: DirectChanges
  private readonly otherOrders: InOtherOrders

  /**
   * With `isWhole`, a look at a list or record counts as a look at the whole of it, and an edit as a new value; with
   * `namesOptions`, choices say what their options are. Default: false.
   */
  constructor(
    machine: Machine,
    layout: Layout,
    { isWhole = false, namesOptions = false }: Partial<Pick<StepWatchOptions, 'isWhole' | 'namesOptions'>> = {},
  ) {
    this.how = { isWhole, namesOptions, sortKeys: keys => machine.keyOrder.sorted(keys) }
    this.machine = machine
    this.layout = layout
    this.watching = new DirectRunner(machine)
    this.plain = new DirectRunner(machine)
    this.changes = new DirectChanges(machine, layout)
    this.otherOrders = new InOtherOrders(machine, this.changes)
  }

  /**
   * Records the mover's current step, with every combination of choices that is not known from earlier runs: each run is
   * added to what is `known` at once, since others may be known then.
   */
  step(occasion: Occasion, known?: KnownRuns): Recording {
    const runs: RecordedRun[] = []
    const keyLooks = new KeyLooks()
    const ends: (readonly Write[])[] = []
    let areEndsKnown = true
    let script: readonly number[] | undefined = []
    while (script !== undefined) {
      const widths = widthsIfKnown(known?.root, occasion.read, script)
      if (widths !== undefined) {
        areEndsKnown = false
        script = nextScript(script, widths)
        continue
      }
      // A block in which every state needs runs takes seconds, as does one state with many options.
      occasion.check?.()
      if (runs.length === maxWays) return { kind: 'opaque' }
      const recorded = this.run(occasion, script)
      if (recorded.kind !== 'run') return recorded
      runs.push(recorded.run)
      known?.add(recorded.run)
      keyLooks.noteAll(recorded.run.keyLooks)
      if (recorded.end !== undefined) ends.push(recorded.end)
      else if (recorded.run.effect !== 'disabled') areEndsKnown = false
      script = nextScript(recorded.run.script, recorded.run.widths)
    }
    const mayDiffer = keyLooks.areAtDictionaries(this.machine.dictionaries)
    if (mayDiffer && !this.otherOrders.areAlike(occasion, areEndsKnown ? ends : undefined))
      checkKeyOrder(this.machine, occasion.state, occasion.mover)
    return { kind: 'runs', runs, keyLooks }
  }

  /** Records the one run of the step that takes the options of `script`, and the first at every later `choose`. */
  run(occasion: Occasion, script: readonly number[]): RecordedOne {
    const watch = this.watch(occasion)
    const seen = this.watchedRun(occasion, script, watch)
    watch.trace.flush()
    const plain = this.ends(occasion, script, this.plain)
    if (!isSameRun(seen, plain)) return this.unlike(occasion, script, seen)
    if (watch.trace.isOpaque) return { kind: 'opaque' }
    const { script: taken, widths } = plain.run
    switch (plain.end) {
      case 'disabled':
      case 'assertion':
        return runOf(watch, { script: taken, widths, effect: plain.end, ...nothing })
      case 'changed':
        this.machine.origins?.meetTwice(this.plain.scratch.touchedValues())
        return {
          ...runOf(watch, { script: taken, widths, effect: 'state', ...watch.writes(plain.writes) }),
          end: plain.writes,
        }
      case 'unclear':
        return this.byReference(occasion, script, watch, seen.run)
    }
  }

  private watch(occasion: Occasion): StepWatch {
    const mover = moverAt(this.machine, occasion.mover)
    const label = stepOf(mover, occasion.state)
    const step = mover.kind === 'action' ? mover.step : label === undefined ? undefined : mover.steps.get(label)
    const takesOut = step !== undefined && takesOutWhatItFinds(step)
    return new StepWatch(this.layout, occasion, { ...this.how, takesOut })
  }

  private watchedRun(occasion: Occasion, script: readonly number[], watch: StepWatch): SeenRun {
    return this.ends(occasion, script, this.watching, watch)
  }

  /** How a run ends. What it writes may be known only to the reference: then its end is unclear. */
  private ends(occasion: Occasion, script: readonly number[], runner: DirectRunner, watch?: StepWatch): SeenRun {
    const { mover, state } = occasion
    const step = stepOf(moverAt(this.machine, mover), state)
    if (step === undefined) return { run: ended, end: 'disabled', writes: [] }
    const run = runner.run(state, mover, step, script, 'all', watch)
    if (run.end !== 'taken') return { run, end: run.end, writes: [] }
    const { changes } = this
    if (!changes.isPossible || !changes.find(runner.scratch, state, occasion.read))
      return { run, end: 'unclear', writes: [] }
    return { run, end: 'changed', writes: changes.writes }
  }

  /** The effect according to the reference, with the reads that were recorded. Throws what is wrong with the model. */
  private byReference(
    { mover, state, read }: Occasion,
    script: readonly number[],
    watch: StepWatch,
    seen: DirectRun,
  ): RecordedOne {
    const { transition, run } = attempt(this.machine, state, mover, script)
    const { script: taken, widths } = run
    if (String(widths) !== String(seen.widths) || String(taken) !== String(seen.script)) return { kind: 'opaque' }
    const effect = transition?.effect
    if (effect === undefined) return { kind: 'opaque' }
    // It is unknown whether the fault was in the recorded run or in the other one.
    if (effect.kind === 'assertion' || (seen.end === 'taken') !== (effect.kind === 'state')) return { kind: 'opaque' }
    if (effect.kind === 'error') return runOf(watch, { script: taken, widths, effect: 'error', ...nothing })
    const shape = mended(this.layout.shape, effect.state)
    if (shape !== this.layout.shape) return { kind: 'new shape', shape }
    const written = watch.writes(changesBetween(this.layout, state, effect.state, read))
    return runOf(watch, { script: taken, widths, effect: 'state', ...written })
  }

  /** What to do if a step behaves differently behind proxies. Throws if it is impure. */
  private unlike(occasion: Occasion, script: readonly number[], seen: SeenRun): RecordedOne {
    const { machine } = this
    const { mover, state } = occasion
    this.checkPure(occasion, attempt(machine, state, mover, script), attempt(machine, state, mover, script))
    // If a step did something only once, it did it behind proxies.
    const again = this.watchedRun(occasion, script, this.watch(occasion))
    if (!isSameRun(seen, again)) throw this.impure(occasion, undefined)
    return { kind: 'opaque' }
  }

  private checkPure(occasion: Occasion, a: Attempt, b: Attempt): void {
    if (isSameAttempt(a, b)) return
    const [x, y] = [a.transition?.effect, b.transition?.effect]
    const isBoth = x?.kind === 'state' && y?.kind === 'state'
    throw this.impure(occasion, isBoth ? differingCell(this.layout, x.state, y.state) : undefined)
  }

  private impure({ mover, state }: Occasion, cell: number | undefined): ModelError {
    const { machine, layout } = this
    return impureStep(machine, mover, stepOf(moverAt(machine, mover), state) as string, layout, cell)
  }
}

/** The end of a run, with what it writes in the order of the cells. */
interface SeenRun {
  readonly run: DirectRun
  readonly end: 'disabled' | 'assertion' | 'changed' | 'unclear'
  readonly writes: readonly Write[]
}

function runOf(
  watch: StepWatch,
  { script, widths, effect, writes, operations }: Omit<RecordedRun, 'events' | 'lengthUnasked' | 'keyLooks'>,
): RunWithEnd {
  const { events, keyLooks } = watch.trace
  const lengthUnasked = watch.lengthUnasked()
  return { kind: 'run', run: { events, script, widths, effect, writes, operations, lengthUnasked, keyLooks } }
}

const nothing: Pick<RecordedRun, 'writes' | 'operations'> = { writes: [], operations: [] }
const ended: DirectRun = { end: 'disabled', script: [], widths: [] }

function isSameRun(a: SeenRun, b: SeenRun): boolean {
  if (a.end !== b.end || a.writes.length !== b.writes.length) return false
  if (!isSameList(a.run.widths, b.run.widths) || !isSameList(a.run.script, b.run.script)) return false
  return a.writes.every(({ cell, value }, i) => cell === b.writes[i]!.cell && value === b.writes[i]!.value)
}

function isSameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i])
}

/** The cells that a step changes, according to the reference. */
function changesBetween(layout: Layout, before: State, after: State, read: ReadCell): Write[] {
  const writes: Write[] = []
  collectChanges(layout.root, before, after, read, (cell, value) => {
    writes.push({ cell, value: (layout.cells[cell] as Layout['cells'][number]).table.intern(value) })
  })
  return writes
}

/** Compares the state after a step with the one before, down to the cells; parts left alone are the same objects. */
function collectChanges(
  place: Place,
  before: unknown,
  after: unknown,
  read: ReadCell,
  write: (cell: number, after: unknown) => void,
): void {
  switch (place.kind) {
    case 'cell':
      if (!Object.is(before, after)) write(place.cell, after)
      return
    case 'record':
      for (const [key, field] of place.fields)
        collectChanges(field, (before as State)[key], (after as State)[key], read, write)
      return
    case 'array':
      place.items.forEach((item, i) => {
        collectChanges(item, (before as unknown[])[i], (after as unknown[])[i], read, write)
      })
      return
    case 'set': {
      const present = new Set(memberTexts(after))
      for (const [text, cell] of place.members) {
        if (present.has(text) !== (read(cell) === 1)) write(cell, present.has(text))
      }
    }
  }
}

function isSameAttempt(a: Attempt, b: Attempt): boolean {
  if (String(a.run.widths) !== String(b.run.widths) || String(a.run.script) !== String(b.run.script)) return false
  const [x, y] = [a.transition?.effect, b.transition?.effect]
  if (x?.kind !== y?.kind) return false
  if (x?.kind !== 'state' || y?.kind !== 'state') return true
  return x.key === y.key
}

/** A cell in which two states differ, if both have the shape of the layout. */
export function differingCell(layout: Layout, a: State, b: State): number | undefined {
  const [before, after] = [cellValues(layout, a), cellValues(layout, b)]
  if (before === undefined || after === undefined) return undefined
  const cell = layout.cells.findIndex((_, i) => before[i] !== after[i])
  return cell >= 0 ? cell : undefined
}

/** The error for a step that did two different things from the same state. */
export function impureStep(
  machine: Machine,
  mover: number,
  step: string,
  layout: Layout,
  cell: number | undefined,
): ModelError {
  const path = cell === undefined ? undefined : layout.cells[cell]?.path
  const what = stepText(machine, moverAt(machine, mover), step)
  return impureStepError(what, path === undefined ? undefined : showPath(path))
}
