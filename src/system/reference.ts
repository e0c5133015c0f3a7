/**
 * The reference: steps run through immer one by one, states compared by their canonical text.
 *
 * The plainest thing that can be right. Every faster engine is compared with it, and every witness is replayed
 * through it before it is shown. A successor costs some 10 microseconds, and grows with the size of the state.
 */

import { produce } from 'immer'
import { ModelError, messageOf } from '../base/errors.ts'
import { canonical, NotPlain, type Plain, showPath, toPlain } from '../base/plain.ts'
import { type ChooseWatcher, nextScript, runStep } from '../language/control.ts'
import { disown } from './disown.ts'
import type { InstanceState, Machine, Mover, ProcessMover, State } from './machine.ts'

/** What a transition leads to: a state, or a violation at the step itself. */
export type Effect =
  | { readonly kind: 'state'; readonly state: State; readonly key: string }
  | { readonly kind: 'assertion'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string; readonly stack: string }

/** One enabled step with the options it chose. */
export interface Transition {
  /** Index into the machine's movers. */
  readonly mover: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The number of the option taken at each `choose`. */
  readonly script: readonly number[]
  /** The options taken, as values to be shown. */
  readonly options: readonly Plain[]
  readonly effect: Effect
}

/** The canonical text of a state, by which states are compared. */
export function keyOf(state: State): string {
  return canonical(state)
}

/** Every transition out of `state`: by mover, and for each by its choices in order. */
export function successors(machine: Machine, state: State): Transition[] {
  return machine.movers.flatMap((_, mover) => transitionsOf(machine, state, mover))
}

/** The transitions of one mover out of `state`. */
export function transitionsOf(machine: Machine, state: State, mover: number): Transition[] {
  const found: Transition[] = []
  let widths: readonly number[] = []
  for (let script: readonly number[] | undefined = []; script !== undefined; ) {
    const { transition, run, where } = attempt(machine, state, mover, script)
    checkSameChoices(where, script, widths, run.widths)
    if (transition !== undefined) found.push(transition)
    widths = run.widths
    script = nextScript(run.script, widths)
  }
  return found
}

/** A run that takes the options of `script` must have met the same choices up to the last of them as the run before. */
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

/** The transition of `mover` out of `state` that takes the options of `script`, or undefined where it is not enabled. */
export function take(machine: Machine, state: State, mover: number, script: readonly number[]): Transition | undefined {
  const { transition } = attempt(machine, state, mover, script)
  const sameChoices =
    transition?.script.length === script.length && transition.script.every((pick, i) => pick === script[i])
  return sameChoices ? transition : undefined
}

/** The label that `mover` stands at, the name of an action, or undefined where its process has ended. */
export function stepOf(mover: Mover, state: State): string | undefined {
  if (mover.kind === 'action') return mover.name
  const { pc } = instanceOf(mover, state)
  return pc === 'done' ? undefined : pc
}

function instanceOf(mover: ProcessMover, state: State): InstanceState {
  return (state[mover.process] as readonly InstanceState[])[mover.instance] as InstanceState
}

/**
 * Looks over the shoulder of a recipe: an engine's way to see what a step reads and writes. The state that a watched
 * step leads to is not checked, and has no key.
 */
export interface Watch {
  /** What the step is given in place of the draft; it must behave as the draft does. */
  over(draft: Record<string, unknown>): Record<string, unknown>
  /** Called while the draft still lives, when the step has come to its end without throwing. */
  settle(): void
  readonly onChoose: ChooseWatcher
}

/** What one run of a step came to: no transition where it was not enabled, or had ended. */
export interface Attempt {
  readonly transition: Transition | undefined
  readonly run: { readonly script: readonly number[]; readonly widths: readonly number[] }
  /** Which model, mover and step it was, for messages. */
  readonly where: string
}

/** Runs the step that `mover` stands at once, with the options of `script` and the first at every later `choose`. */
export function attempt(
  machine: Machine,
  state: State,
  index: number,
  script: readonly number[],
  watch?: Watch,
): Attempt {
  const mover = machine.movers[index] as Mover
  const step = stepOf(mover, state)
  const where = `model '${machine.model}': ${mover.kind === 'action' ? `action '${mover.name}'` : `step '${step}' of ${mover.name}`}`
  if (step === undefined) return { transition: undefined, run: { script: [], widths: [] }, where }

  const recipe = (draft: Record<string, unknown>): void => {
    edit(machine, mover, step, watch?.over(draft) ?? draft, where)
    watch?.settle()
  }
  const run = named(where, () => runStep(script, () => produce(state, recipe), watch?.onChoose))
  const effect = effectOf(run.outcome, where, watch !== undefined)
  if (effect === undefined) return { transition: undefined, run, where }
  if (effect.kind === 'state') checkInstances(machine, state, effect.state, where)
  const transition: Transition = { mover: index, step, script: run.script, options: run.options, effect }
  return { transition, run, where }
}

/** Says where, where `choose` found a step impure: it doesn't know which step is running. */
function named<T>(where: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'impure') throw error
    throw new ModelError('impure', `${where}: ${error.message}`, { cause: error })
  }
}

/** Lets the mover take its step on the draft, and moves its program counter. */
function edit(machine: Machine, mover: Mover, label: string, draft: Record<string, unknown>, where: string): void {
  if (mover.kind === 'action') {
    refusePromise(mover.step(draft, machine.constants), where)
    return
  }
  const step = mover.steps.get(label)
  if (step === undefined) throw unknownLabel(mover, `${where} is not there`)
  const instance = (draft[mover.process] as Record<string, unknown>[])[mover.instance] as Record<string, unknown>
  const returned = step(draft, selfOf(instance, mover.instance, where), machine.constants)
  refusePromise(returned, where)
  const next = returned ?? mover.following.get(label)
  if (typeof next !== 'string' || (next !== 'done' && !mover.steps.has(next))) {
    throw unknownLabel(mover, `${where} returns ${show(next)}, which is no label of '${mover.process}'`)
  }
  instance.pc = next
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
    `${where} returns a promise. A step must not be async: what it waits for is a step of its own.`,
  )
}

/** Checks what the types allow and no step may do: change which instances there are. */
function checkInstances(machine: Machine, before: State, after: State, where: string): void {
  for (const { name, count, labels } of machine.processes) {
    const instances = after[name] as readonly InstanceState[] | undefined
    if (instances === before[name]) continue
    if (!Array.isArray(instances) || instances.length !== count || instances.some(one => typeof one?.pc !== 'string')) {
      throw new ModelError(
        'instances-changed',
        `${where} adds or removes instances of process '${name}', of which there are ${count}. Let an instance that is not wanted yet wait in its first step, and one that is not wanted any more return 'done'.`,
      )
    }
    const lost = instances.findIndex(({ pc }) => pc !== 'done' && !labels.includes(pc))
    if (lost < 0) continue
    throw new ModelError(
      'unknown-label',
      `${where} sends ${name} ${lost} to '${instances[lost].pc}', which is no label of '${name}'. Its labels are: ${labels.join(', ')}, done.`,
    )
  }
}

/** How immer asks a value whether it is a draft, which it does with whatever is to be stored. */
const immerState = Symbol.for('immer-state')

/**
 * The draft of an instance as its step sees it: with its number, and with `pc` not to be assigned.
 *
 * Nor is it to be stored: what stands in the state would then be the instance after its step, with the next label.
 */
function selfOf(instance: Record<string, unknown>, id: number, where: string): Record<string, unknown> {
  // A stand-in for the target: the engine of JavaScript asks a target about every property that a proxy has answered
  // for, and a draft answers slowly.
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get(_, key) {
        if (key === 'id') return id
        if (key !== immerState) return Reflect.get(instance, key)
        throw new ModelError(
          'own-instance',
          `${where} stores 'me' itself in the state. Store a copy of the fields that are wanted.`,
        )
      },
      set(_, key, value) {
        if (key === 'id' || key === 'pc') {
          const hint = key === 'pc' ? 'Return the label to go to instead.' : 'An instance cannot be renumbered.'
          throw new ModelError('own-instance', `${where} assigns me.${key}. ${hint}`)
        }
        return Reflect.set(instance, key, value)
      },
      has: (_, key) => Reflect.has(instance, key),
      ownKeys: () => Reflect.ownKeys(instance),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(instance, key),
      deleteProperty: (_, key) => Reflect.deleteProperty(instance, key),
      defineProperty: (_, key, descriptor) => Reflect.defineProperty(instance, key, descriptor),
      getPrototypeOf: () => Reflect.getPrototypeOf(instance),
    },
  )
}

function effectOf(
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
      return { kind: 'state', state: outcome.value, key: isWatched ? '' : checkedKey(outcome.value, where) }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error)
}

function checkedKey(state: State, where: string): string {
  try {
    return canonical(state)
  } catch (error) {
    if (error instanceof NotPlain) {
      throw new ModelError(
        'not-plain-data',
        `${where} writes a value that is not plain data: ${showPath(error.path)} is ${error.reason}.`,
      )
    }
    throw error
  }
}
