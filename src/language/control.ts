/**
 * What a step can do apart from editing its draft: `when`, `choose` and `assert`.
 *
 * They are plain functions, so that a helper called by a step can use them too. So this module knows which step is
 * running, for the duration of that one synchronous call. It stores nothing about a search.
 *
 * A step that chooses is run once for each option. Each run gets the options to take (`script`) and records the number
 * of options at each `choose` (`widths`). The next script is the previous one incremented like a number. (Stateless
 * backtracking by re-execution, as in VeriSoft: Godefroid 1997.)
 */

import { disown } from '../base/disown.ts'
import { ModelError } from '../base/errors.ts'
import { type Plain, toPlain } from '../base/plain.ts'

/** Why a run of a step did not finish: it was not enabled, or an assertion failed. */
export type Stop = { readonly kind: 'disabled' } | { readonly kind: 'assertion'; readonly message: string }

/** Thrown to leave a step early. What counts is `stop` of the context, so catching it has no effect. */
class LeaveStep {
  // Not an Error, which would collect a stack on every disabled step.
}
const leaveStep = new LeaveStep()

/** Called at each `choose` with the options and the number of the one that is taken, even if there are none. */
export type ChooseWatcher = (options: readonly unknown[], pick: number) => void

class StepContext {
  readonly widths: number[] = []
  readonly options: Plain[] = []
  stop: Stop | undefined
  /** What is wrong with the step, found by `choose`. It is thrown, and thrown again at the end if the step catches it. */
  fault: ModelError | undefined
  readonly script: readonly number[]
  readonly onChoose: ChooseWatcher | undefined

  constructor(script: readonly number[], onChoose: ChooseWatcher | undefined) {
    this.script = script
    this.onChoose = onChoose
  }
}

let running: StepContext | undefined

/** The most calls of `choose` in one run of a step: a step with more is considered to loop forever. */
const maxChoices = 10_000

function context(word: string): StepContext {
  if (running !== undefined) return running
  throw new ModelError(
    'out-of-step',
    `${word} was called outside a step. It may be used only in steps, in actions, and in functions that these call; a claim just returns true or false.`,
  )
}

/**
 * Makes the step enabled only if `condition` is true; if it is false, there is no transition.
 *
 * It leaves the step by throwing; catching that has no effect.
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
 * Picks one of `options`, each in a separate transition. Without options, the step is not enabled.
 *
 * All options are tried, in the order given. Their number may depend on the state. The step is run once for each
 * option, or for each combination of options if it chooses several times.
 *
 * @throws ModelError `out-of-step`: it is called outside a step; `impure`: the step had more options a moment ago;
 * `too-many-choices`: one run of the step has called it 10,000 times.
 * @since 0.1.0
 */
export function choose<T>(...options: readonly T[]): T {
  const step = context('choose')
  const depth = step.widths.length
  const pick = step.script[depth] ?? 0
  if (options.length === 0) {
    step.onChoose?.(options, pick)
    step.stop ??= { kind: 'disabled' }
    throw leaveStep
  }
  if (step.fault !== undefined) throw step.fault
  if (depth === maxChoices) {
    step.fault = new ModelError('too-many-choices', `calls choose more than ${maxChoices} times in one run`)
    throw step.fault
  }
  if (pick >= options.length) {
    step.fault = new ModelError(
      'impure',
      `choose had ${pick + 1} options or more a moment ago and now has ${options.length}, from the same state. A step must be a function of the state, its own locals and the constants: look for random numbers, dates, and variables outside the step.`,
    )
    throw step.fault
  }
  step.onChoose?.(options, pick)
  step.widths.push(options.length)
  // A copy, since parts of the draft are revoked after the step. No copy for a watcher, which would record it as a
  // read.
  step.options.push(step.onChoose === undefined ? toPlain(options[pick]) : null)
  return options[pick] as T
}

/**
 * Asserts that `condition` is true whenever this step is taken. If it is false, the run up to here violates the claim
 * `no assertion fails`, described by `message` (default: `assertion failed`).
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
  /** The options taken, one for each `choose` in order, as copies for display; null if the run is watched. */
  readonly options: readonly Plain[]
  /** The numbers of the options taken. Running the step again with this script takes the same ones. */
  readonly script: readonly number[]
  /** The number of options at each `choose`. */
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
    disown(error)
    outcome = { kind: 'threw', error }
  } finally {
    running = outer
  }
  if (step.fault !== undefined) throw step.fault
  return {
    outcome: step.stop ?? outcome,
    options: step.options,
    script: step.widths.map((_, i) => script[i] ?? 0),
    widths: step.widths,
  }
}

/** The next script in the order of all choices, or undefined after the last one. */
export function nextScript(script: readonly number[], widths: readonly number[]): readonly number[] | undefined {
  for (let i = script.length - 1; i >= 0; i--) {
    const next = (script[i] ?? 0) + 1
    if (next < (widths[i] ?? 0)) return [...script.slice(0, i), next]
  }
  return undefined
}
