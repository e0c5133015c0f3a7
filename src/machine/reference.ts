/**
 * The reference semantics: steps run through immer one by one, and states are compared by their canonical texts.
 *
 * The simplest possible implementation. Every faster engine is compared with it, and every witness is replayed through
 * it before it is shown. A successor takes about 10 microseconds, more for larger states.
 */

import { isDraft, produce } from 'immer'
import { disown } from '../base/disown.ts'
import { ModelError, messageOf } from '../base/errors.ts'
import { canonical, NotPlain, type Plain, showPath, toPlain } from '../base/plain.ts'
import { type ChooseWatcher, nextScript, runStep, type StepRun } from '../language/control.ts'
import { AuthorsCode } from './authors-code.ts'
import { briefState } from './brief-state.ts'
import { type InstanceState, type Machine, type Mover, moverAt, type ProcessMover, type State } from './machine.ts'
import { ownView } from './own-view.ts'
import { settle } from './settle.ts'
import { keyOrderError, stepText } from './steady.ts'
import { goTo, isGenerator, isRefusedReturn } from './step-end.ts'
import { refuseMoreWays, tooManyChoices } from './too-many-choices.ts'

/** The result of a transition: a state, or a violation by the step itself. */
export type Effect =
  | { readonly kind: 'state'; readonly state: State; readonly key: string }
  | { readonly kind: 'assertion'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string; readonly stack: string }

/** One enabled step with the options that it chose. */
export interface Transition {
  /** The index of its mover in the machine. */
  readonly mover: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The number of the option taken at each `choose`. */
  readonly script: readonly number[]
  /** The options taken, as values for display. */
  readonly options: readonly Plain[]
  readonly effect: Effect
}

/** The canonical text of a state. States are equal if their texts are. */
export function keyOf(state: State): string {
  return canonical(state)
}

/**
 * Every transition out of `state`: by mover, and for each mover by its choices in order. There may be very many, so
 * `check` is called between them; it can throw to stop.
 */
export function successors(machine: Machine, state: State, check?: () => void): Transition[] {
  return machine.movers.flatMap((_, mover) => transitionsOf(machine, state, mover, check))
}

/** The transitions of one mover out of `state`. Throws {@link ModelError} if they depend on the order of keys. */
export function transitionsOf(machine: Machine, state: State, mover: number, check?: () => void): Transition[] {
  const transitions = everyChoice(machine, state, mover, undefined, check)
  checkKeyOrder(machine, state, mover, transitions)
  return transitions
}

/**
 * Throws {@link ModelError} if a step behaves differently when the keys of dictionaries are in another order; `transitions` are
 * those out of `state`, if known.
 */
export function checkKeyOrder(
  machine: Machine,
  state: State,
  mover: number,
  transitions?: readonly Transition[],
): void {
  const others = machine.dictionaries.inOtherOrders([state]).flat()
  if (others.length === 0) return
  const usual = endsOf(transitions ?? everyChoice(machine, state, mover))
  if (others.every(turned => endsOf(everyChoice(machine, turned, mover)) === usual)) return
  throw keyOrderError(stepNameOf(machine, mover, state))
}

/** The results of transitions, independent of the order of options. */
function endsOf(transitions: readonly Transition[]): string {
  return transitions.map(effectText).sort().join('\n')
}

/** The result of a transition, as far as authors can observe it. */
function effectText({ effect }: Transition): string {
  return effect.kind === 'state' ? effect.key : `${effect.kind} ${effect.message}`
}

/** Like {@link transitionsOf}, without the check of keys; `watch` is created for each run. At most the first `most` ways. */
export function everyChoice(
  machine: Machine,
  state: State,
  mover: number,
  watch?: () => Watch,
  check?: () => void,
  most = Number.POSITIVE_INFINITY,
): Transition[] {
  const found: Transition[] = []
  let widths: readonly number[] = []
  let ways = 0
  for (let script: readonly number[] | undefined = []; script !== undefined && ways < most; ) {
    check?.()
    refuseMoreWays(ways++, () => stepNameOf(machine, mover, state), state)
    const { transition, run, where } = attempt(machine, state, mover, script, watch?.())
    checkSameChoices(where, script, widths, run.widths)
    if (transition !== undefined) found.push(transition)
    widths = run.widths
    script = nextScript(run.script, widths)
  }
  return found
}

function stepNameOf(machine: Machine, mover: number, state: State): string {
  const moving = moverAt(machine, mover)
  return stepText(machine, moving, stepOf(moving, state))
}

/** A run that takes the options of `script` must have the same choices up to the last of them as the previous run. */
function checkSameChoices(
  where: string,
  script: readonly number[],
  before: readonly number[],
  now: readonly number[],
): void {
  const changed = script.findIndex((_, i) => before[i] !== now[i])
  if (changed < 0) return
  throw new ModelError(
    'impure',
    `${where} had ${before[changed]} options at its choose number ${changed + 1} a moment ago and now has ${now[changed] ?? 'none'}, from the same state. A step must be a function of the state, its own locals and the constants: look for random numbers, dates, and variables outside the step.`,
  )
}

/** The transition of `mover` out of `state` that takes the options of `script`, or undefined if it is not enabled. */
export function take(machine: Machine, state: State, mover: number, script: readonly number[]): Transition | undefined {
  const { transition } = attempt(machine, state, mover, script)
  const sameChoices =
    transition?.script.length === script.length && transition.script.every((pick, i) => pick === script[i])
  return sameChoices ? transition : undefined
}

/** The current label of `mover`, the name of an action, or undefined if its process has ended. */
export function stepOf(mover: Mover, state: State): string | undefined {
  if (mover.kind === 'action') return mover.name
  const { pc } = instanceOf(mover, state)
  return pc === 'done' ? undefined : pc
}

function instanceOf(mover: ProcessMover, state: State): InstanceState {
  return (state[mover.process] as readonly InstanceState[])[mover.instance] as InstanceState
}

/**
 * Watches a recipe: an engine uses this to see what a step reads and writes. The state that a watched step leads to is
 * not checked, and has no key.
 */
export interface Watch {
  /** The object that the step gets in place of the draft; it must behave like the draft. */
  over(draft: Record<string, unknown>): Record<string, unknown>
  /** Called when the step has finished without throwing, while the draft is still valid. */
  settle(): void
  readonly onChoose: ChooseWatcher
}

/** The result of one run of a step: no transition if it was not enabled, or had ended. */
export interface Attempt {
  readonly transition: Transition | undefined
  readonly run: Pick<StepRun<State>, 'script' | 'widths' | 'options'>
  /** The model, mover and step, for messages. */
  readonly where: string
}

/** Runs the current step of `mover` once, with the options of `script` and the first at every later `choose`. */
export function attempt(
  machine: Machine,
  state: State,
  index: number,
  script: readonly number[],
  watch?: Watch,
): Attempt {
  const mover = moverAt(machine, index)
  const step = stepOf(mover, state)
  const where = stepText(machine, mover, step)
  if (step === undefined) return { transition: undefined, run: { script: [], widths: [], options: [] }, where }

  const recipe = (draft: Record<string, unknown>): void => {
    try {
      edit(machine, mover, step, watch?.over(draft) ?? draft, where)
    } catch (thrown) {
      throw kept(thrown)
    }
    watch?.settle()
  }
  const code = new AuthorsCode(where, state)
  const run = named(where, state, () =>
    code.runAuthorsCode(() => runStep(script, () => produce(state, recipe), watch?.onChoose)),
  )
  const effect = effectOf(machine, state, run.outcome, where, watch !== undefined)
  if (effect === undefined) return { transition: undefined, run, where }
  if (effect.kind === 'state') checkInstances(machine, state, effect.state, where)
  const transition: Transition = { mover: index, step, script: run.script, options: run.options, effect }
  return { transition, run, where }
}

/**
 * A description of what a recipe threw, to be shown after its draft was revoked, together with any part of it that was
 * thrown.
 */
function kept(thrown: unknown): unknown {
  if (typeof thrown !== 'object' || thrown === null) return thrown
  const prototype = Object.getPrototypeOf(thrown)
  return isDraft(thrown) || prototype === Object.prototype || prototype === null ? toPlain(thrown) : thrown
}

/** Adds the step to errors from `choose` or a list, which do not know which step is running. */
function named<T>(where: string, state: State, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    if (error.code === 'identity') throw new ModelError('identity', `${where} ${error.message}`, { cause: error })
    if (error.code === 'impure') throw new ModelError('impure', `${where}: ${error.message}`, { cause: error })
    if (error.code === 'too-many-choices') throw tooManyChoices(where, error.message, state, error)
    throw error
  }
}

/** Lets the mover take its step on the draft, and moves its program counter. */
function edit(machine: Machine, mover: Mover, label: string, draft: Record<string, unknown>, where: string): void {
  if (mover.kind === 'action') {
    const returned = mover.step(draft, machine.constants)
    refusePromise(returned, where)
    if (returned !== draft) refuseNewState(returned, draft, where)
    return
  }
  const step = mover.steps.get(label)
  if (step === undefined) throw unknownLabel(mover, `${where} is not there`)
  const instance = (draft[mover.process] as Record<string, unknown>[])[mover.instance] as Record<string, unknown>
  const view = ownView(draft, mover.process, mover.instance, where)
  const returned = step(view.state, view.me, machine.constants)
  refusePromise(returned, where)
  const next = returned ?? mover.following.get(label)
  if (typeof next !== 'string' || (next !== 'done' && !mover.steps.has(next))) {
    throw unknownLabel(mover, `${where} returns ${show(next)}, which is not a label of '${mover.process}'`)
  }
  goTo(draft, mover, instance, next)
}

function unknownLabel(mover: ProcessMover, what: string): ModelError {
  return new ModelError('unknown-label', `${what}. Its labels are: ${[...mover.steps.keys()].join(', ')}, done.`)
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : `the ${typeof value} ${JSON.stringify(toPlain(value))}`
}

function refusePromise(returned: unknown, where: string): void {
  if (!disown(returned)) return
  throw new ModelError(
    'async',
    `${where} returns a promise. A step must not be async: make what it waits for a separate step.`,
  )
}

/** Rejects what an action returns, unless it is the draft itself or the result of an assignment or a call. */
function refuseNewState(returned: unknown, draft: Record<string, unknown>, where: string): void {
  if (!isRefusedReturn(returned, Object.keys(draft))) return
  const what = isGenerator(returned) ? 'is a generator, whose body has not run' : 'returns a new state'
  throw new ModelError('bad-return', `${where} ${what}. Let it edit the state that it is given, and return nothing.`)
}

/** Rejects what types cannot forbid: a step that adds or removes instances. */
function checkInstances(machine: Machine, before: State, after: State, where: string): void {
  for (const { name, count, labels } of machine.processes) {
    const instances = after[name] as readonly InstanceState[] | undefined
    if (instances === before[name]) continue
    if (!Array.isArray(instances) || instances.length !== count || instances.some(one => typeof one?.pc !== 'string')) {
      throw new ModelError(
        'instances-changed',
        `${where} adds or removes instances of process '${name}', of which there are ${count}. Let an instance that is not needed yet wait in its first step, and one that is no longer needed return 'done'.`,
      )
    }
    const lost = instances.findIndex(({ pc }) => pc !== 'done' && !labels.includes(pc))
    if (lost < 0) continue
    throw new ModelError(
      'unknown-label',
      `${where} sends ${name} ${lost} to '${instances[lost].pc}', which is not a label of '${name}'. Its labels are: ${labels.join(', ')}, done.`,
    )
  }
}

function effectOf(
  machine: Machine,
  before: State,
  outcome: ReturnType<typeof runStep<State>>['outcome'],
  where: string,
  isWatched: boolean,
): Effect | undefined {
  switch (outcome.kind) {
    case 'disabled':
      return undefined
    case 'assertion':
      return outcome
    case 'threw':
      return { kind: 'error', message: messageOf(outcome.error), stack: stackOf(outcome.error) }
    case 'returned':
      return plainly(where, before, () => {
        // What is shown to a step that is watched is not what it would put into the state.
        const form = isWatched ? { ...machine, origins: undefined, storedSets: undefined } : machine
        const state = settle(form, outcome.value, before)
        return { kind: 'state', state, key: isWatched ? '' : canonical(state) }
      })
  }
}

function stackOf(error: unknown): string {
  try {
    if (error instanceof Error && typeof error.stack === 'string') return error.stack
  } catch {
    // A stack is formatted on access, by code that any program can replace.
  }
  return messageOf(error)
}

function plainly<T>(where: string, before: State, look: () => T): T {
  try {
    return look()
  } catch (error) {
    if (error instanceof NotPlain) {
      throw new ModelError(
        'not-plain-data',
        `${where} writes a value that is not plain data: ${showPath(error.path)} is ${error.reason}.${error.advice}${guardAdvice(error, before)}`,
      )
    }
    if (error instanceof ModelError && error.code === 'broken-set')
      throw new ModelError('broken-set', `${where} breaks a set: ${error.message}`, { cause: error })
    throw error
  }
}

/** A step that takes what is not there, such as the last element of an empty list, often lacks its guard. */
function guardAdvice({ reason }: NotPlain, before: State): string {
  if (reason !== 'undefined' && !reason.startsWith('NaN')) return ''
  return ` It does so in the state ${briefState(before)}: should the step be disabled there? See when(...).`
}
