/**
 * Runs a step to record what it reads and writes.
 *
 * Every run is made twice: behind proxies, which record, and without, which is what the reference does. Where the two
 * differ either the step is impure, which a third run shows, or it does something that proxies cannot follow; then it
 * is opaque and must be run from every state.
 */

import { ModelError } from '../base/errors.ts'
import { showPath } from '../base/plain.ts'
import { nextScript } from '../language/control.ts'
import { memberTexts } from '../language/set.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { type Attempt, attempt, checkKeyOrder, stepOf } from '../machine/reference.ts'
import { impureStepError, stepText } from '../machine/steady.ts'
import { cellValues } from '../state/carry-over.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Layout, Place } from '../state/layout.ts'
import { mended, type Shape } from '../state/shape.ts'
import type { StepLeaf, Write } from './step-leaf.ts'
import { type Event, Trace } from './trace.ts'
import { WatchedState } from './watched-state.ts'

export interface RecordedRun {
  readonly events: readonly Event[]
  readonly script: readonly number[]
  readonly effect: StepLeaf['effect']
  readonly writes: readonly Write[]
}

export type Recording =
  | { readonly kind: 'runs'; readonly runs: readonly RecordedRun[] }
  /** The step leads to a state that the layout has no shape for; nothing can be recorded before the layout is changed. */
  | { readonly kind: 'new shape'; readonly shape: Shape }
  | { readonly kind: 'opaque' }

/** Where a step is to be recorded. */
export interface Occasion {
  readonly machine: Machine
  readonly layout: Layout
  readonly mover: number
  /** The cell of the mover's own program counter, which was already read on the way to its tree. */
  readonly pc: number | undefined
  readonly read: ReadCell
  readonly state: State
  /** Called between the runs of a step that goes many ways: it may throw to leave off. */
  readonly check?: (() => void) | undefined
}

/** Records the mover's current step, with every combination of choices. */
export function recordStep(occasion: Occasion): Recording {
  const runs: RecordedRun[] = []
  let script: readonly number[] | undefined = []
  while (script !== undefined) {
    occasion.check?.()
    if (runs.length === maxWays) return { kind: 'opaque' }
    const recorded = recordRun(occasion, script)
    if (recorded.kind !== 'run') return recorded
    runs.push(recorded.run)
    script = nextScript(recorded.attempt.run.script, recorded.attempt.run.widths)
  }
  checkKeyOrder(occasion.machine, occasion.state, occasion.mover)
  return { kind: 'runs', runs }
}

/** A step with more options than this in one state is run from every state instead of being recorded. */
const maxWays = 4096

export type RecordedOne =
  | { readonly kind: 'run'; readonly run: RecordedRun; readonly attempt: Attempt }
  | Exclude<Recording, { kind: 'runs' }>

/** Records the one run of the step that takes the options of `script`, and the first at every later `choose`. */
export function recordRun(occasion: Occasion, script: readonly number[]): RecordedOne {
  const { machine, mover, read, state, pc } = occasion
  const trace = new Trace()
  if (pc !== undefined) trace.known.set(pc, read(pc))
  let watched: WatchedState | undefined
  const seen = watchedAttempt(occasion, script, trace, made => {
    watched = made
  })
  // Throws what is wrong with the model, just as the reference would.
  const plain = attempt(machine, state, mover, script)
  if (seen === undefined || !isSameAttempt(seen, plain)) {
    checkPure(occasion, plain, attempt(machine, state, mover, script))
    // A step that did something only once did it behind proxies.
    const again = watchedAttempt(occasion, script, new Trace())
    if (seen !== undefined && again !== undefined) checkPure(occasion, seen, again)
    return { kind: 'opaque' }
  }
  if (trace.isOpaque) return { kind: 'opaque' }
  const end = endOf(occasion, plain, trace, watched)
  if ('shape' in end) return { kind: 'new shape', shape: end.shape }
  return { kind: 'run', run: { events: trace.events, script: plain.run.script, ...end }, attempt: plain }
}

/** The step taken behind proxies; undefined if it does something there that no step may do. */
function watchedAttempt(
  { machine, layout, mover, read, state }: Occasion,
  script: readonly number[],
  trace: Trace,
  onMade?: (watched: WatchedState) => void,
): Attempt | undefined {
  let watched: WatchedState | undefined
  const watch = {
    over: (draft: Record<string, unknown>) => {
      watched = new WatchedState(trace, draft, layout.root, { read, isDraft: true })
      onMade?.(watched)
      return watched.root as Record<string, unknown>
    },
    settle: () => watched?.settle(),
    onChoose: (width: number, pick: number) => trace.choice(width, pick),
  }
  try {
    return attempt(machine, state, mover, script, watch)
  } catch (error) {
    if (error instanceof ModelError && error.code !== 'identity') return undefined
    throw error
  }
}

function endOf(
  { layout, state, read }: Occasion,
  { transition }: Attempt,
  trace: Trace,
  watched: WatchedState | undefined,
): { shape: Shape } | Pick<RecordedRun, 'effect' | 'writes'> {
  if (transition === undefined) return { effect: 'disabled', writes: [] }
  const { effect } = transition
  if (effect.kind !== 'state') return { effect: effect.kind, writes: [] }
  const shape = mended(layout.shape, effect.state)
  if (shape !== layout.shape) return { shape }
  const writes: Write[] = []
  const touched = watched?.touchedCells() ?? new Set()
  collectWrites(
    layout,
    layout.root,
    state,
    effect.state,
    (cell, after, isChanged) => {
      if (!isChanged && !touched.has(cell)) return
      const value = (layout.cells[cell] as Layout['cells'][number]).table.intern(after)
      // Only where the value before is part of the footprint is it known that nothing changes.
      if (trace.known.get(cell) !== value) writes.push({ cell, value })
    },
    read,
  )
  return { effect: 'state', writes }
}

/** Compares the state after a step with the one before, down to the cells; parts left alone are the same objects. */
function collectWrites(
  layout: Layout,
  place: Place,
  before: unknown,
  after: unknown,
  write: (cell: number, after: unknown, isChanged: boolean) => void,
  read: ReadCell,
): void {
  switch (place.kind) {
    case 'cell':
      write(place.cell, after, !Object.is(before, after))
      return
    case 'record':
      for (const [key, field] of place.fields)
        collectWrites(layout, field, (before as State)[key], (after as State)[key], write, read)
      return
    case 'array':
      place.items.forEach((item, i) => {
        collectWrites(layout, item, (before as unknown[])[i], (after as unknown[])[i], write, read)
      })
      return
    case 'set': {
      const present = new Set(memberTexts(after))
      for (const [text, cell] of place.members) write(cell, present.has(text), present.has(text) !== (read(cell) === 1))
    }
  }
}

function isSameAttempt(a: Attempt, b: Attempt): boolean {
  if (String(a.run.widths) !== String(b.run.widths) || String(a.run.script) !== String(b.run.script)) return false
  const [x, y] = [a.transition?.effect, b.transition?.effect]
  if (x?.kind !== y?.kind) return false
  if (x?.kind !== 'state' || y?.kind !== 'state') return true
  try {
    return isSame(x.state, y.state)
  } catch {
    // A draft that was kept in the state is gone by now, and says so.
    return false
  }
}

/** Structural equality, fast if two runs left the same parts of a state untouched. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(key => Object.hasOwn(b, key) && isSame((a as State)[key], (b as State)[key]))
}

function checkPure(occasion: Occasion, a: Attempt, b: Attempt): void {
  if (isSameAttempt(a, b)) return
  const { machine, layout, mover, state } = occasion
  const [x, y] = [a.transition?.effect, b.transition?.effect]
  const cell = x?.kind === 'state' && y?.kind === 'state' ? differingCell(layout, x.state, y.state) : undefined
  throw impureStep(machine, mover, stepOf(moverAt(machine, mover), state) as string, layout, cell)
}

/** A cell in which two states differ, if both have the shape of the layout. */
export function differingCell(layout: Layout, a: State, b: State): number | undefined {
  const [before, after] = [cellValues(layout, a), cellValues(layout, b)]
  if (before === undefined || after === undefined) return undefined
  const cell = layout.cells.findIndex((_, i) => before[i] !== after[i])
  return cell >= 0 ? cell : undefined
}

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
