/**
 * The three words of a step, apart from editing its draft: `when`, `choose` and `assert`.
 *
 * They are plain functions, so that a helper called by a step can use them too; which step is running is therefore
 * kept here, for the time of that one synchronous call. Nothing of a search is kept here.
 *
 * A step that chooses is run once for each option: each run is given the options to take (`script`), notes how many
 * there were at each `choose` (`widths`), and the next script is the old one counted up like a number.
 */

import { ModelError } from '../base/errors.ts'
import { type Plain, toPlain } from '../base/plain.ts'

/** How a run of a step ended, when it did not finish: it was not enabled, or an assertion failed. */
export type Stop = { readonly kind: 'disabled' } | { readonly kind: 'assertion'; readonly message: string }

/** Thrown to leave a step early. What counts is `stop` of the context, so that a step that catches it changes nothing. */
class LeaveStep {
  // An Error would collect a stack on every disabled step.
}
const leaveStep = new LeaveStep()

/** Called for each `choose` as it is met: how many options there were, and which one is taken. */
export type ChooseWatcher = (width: number, pick: number) => void

class StepContext {
  readonly widths: number[] = []
  readonly options: Plain[] = []
  stop: Stop | undefined
  readonly script: readonly number[]
  readonly onChoose: ChooseWatcher | undefined

  constructor(script: readonly number[], onChoose: ChooseWatcher | undefined) {
    this.script = script
    this.onChoose = onChoose
  }
}

let running: StepContext | undefined

function context(word: string): StepContext {
  if (running !== undefined) return running
  throw new ModelError(
    'out-of-step',
    `${word} was called outside a step. It may be used only in a step or an action, and in what these call; a claim just returns true or false.`,
  )
}

/**
 * Makes the step enabled only if `condition` is true; if it is false, there is no such transition.
 *
 * It leaves the step by throwing what nobody should catch; a step that catches it changes nothing all the same.
 *
 * @throws ModelError `out-of-step`: it is called outside a step.
 * @since 0.1.0
 */
export function when(condition: boolean): asserts condition {
  const step = context('when')
  if (condition) return
  step.stop ??= { kind: 'disabled' }
  throw leaveStep
}

/**
 * Picks one of `options`, each in a separate transition. With no options the step is not enabled.
 *
 * The options are values, and all of them are tried in the order given; the state decides how many there are. The step is
 * run once for each option, and for each combination where it chooses several times.
 *
 * @throws ModelError `out-of-step`: it is called outside a step; `impure`: the step had more options a moment ago.
 * @since 0.1.0
 */
export function choose<T>(...options: readonly T[]): T {
  const step = context('choose')
  if (options.length === 0) {
    step.stop ??= { kind: 'disabled' }
    throw leaveStep
  }
  const depth = step.widths.length
  const pick = step.script[depth] ?? 0
  if (pick >= options.length) {
    throw new ModelError(
      'impure',
      `choose had ${pick + 1} options or more a moment ago and now has ${options.length}, from the same state. A step must be a function of the state, its own locals and the constants: look for random numbers, dates, and variables outside the step.`,
    )
  }
  step.onChoose?.(options.length, pick)
  step.widths.push(options.length)
  // A copy, since a part of the draft is gone when the step is over. A watcher must not see it being read.
  step.options.push(step.onChoose === undefined ? toPlain(options[pick]) : null)
  return options[pick] as T
}

/**
 * Asserts that `condition` is true whenever this step is taken; if it is false, the run up to here is a violation of the
 * claim `no assertion fails`, described by `message` (default: `assertion failed`).
 *
 * @throws ModelError `out-of-step`: it is called outside a step.
 * @since 0.1.0
 */
export function assert(condition: boolean, message = 'assertion failed'): asserts condition {
  const step = context('assert')
  if (condition) return
  step.stop ??= { kind: 'assertion', message }
  throw leaveStep
}

/** How one run of a step ended: `value` is what it returned, `error` what it threw. */
export interface StepRun<T> {
  readonly outcome:
    | { readonly kind: 'returned'; readonly value: T }
    | { readonly kind: 'threw'; readonly error: unknown }
    | Stop
  /** The options taken, one for each `choose` in the order met: copies, to be shown; null where someone watches. */
  readonly options: readonly Plain[]
  /** The numbers of the options taken. Running the step again with this script takes the same ones. */
  readonly script: readonly number[]
  /** How many options there were at each `choose` met. */
  readonly widths: readonly number[]
}

/** Runs `body` as a step that takes the options of `script`, and the first option at every later `choose`. */
export function runStep<T>(script: readonly number[], body: () => T, onChoose?: ChooseWatcher): StepRun<T> {
  const step = new StepContext(script, onChoose)
  const outer = running
  running = step
  let outcome: StepRun<T>['outcome']
  try {
    outcome = { kind: 'returned', value: body() }
  } catch (error) {
    if (error instanceof ModelError) throw error
    outcome = { kind: 'threw', error }
  } finally {
    running = outer
  }
  return {
    outcome: step.stop ?? outcome,
    options: step.options,
    script: step.widths.map((_, i) => script[i] ?? 0),
    widths: step.widths,
  }
}

/** The script after `script` in the order of all choices, or undefined if it was the last. */
export function nextScript(script: readonly number[], widths: readonly number[]): readonly number[] | undefined {
  for (let i = script.length - 1; i >= 0; i--) {
    const next = (script[i] ?? 0) + 1
    if (next < (widths[i] ?? 0)) return [...script.slice(0, i), next]
  }
  return undefined
}
