/** An implementation beside its model, with types erased: how its steps are taken, and what is seen of it. */

import { UsageError } from '../base/errors.ts'
import { canonical, describe, isSamePlain, NotPlain, type Plain, showPath, toPlain } from '../base/plain.ts'
import { didYouMean } from '../base/similar-name.ts'
import { isObject } from '../language/arguments.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { showName, showValue } from '../report/text/value.ts'
import { stepTaken } from '../witness/build-witness.ts'
import { agrees, samePartOf } from './observed.ts'
import { Possibilities, type UnseenLimits } from './possible-states.ts'

/**
 * What a step of the implementation returns if it could not be taken, as where it found a lock held.
 *
 * @since 0.2.0
 */
export const notEnabled: unique symbol = Symbol('not enabled')

/** Which step is taken, for a function that takes it. */
export interface StepCall {
  readonly instance: number
  readonly choices: readonly Plain[]
}

/** How the implementation takes a step. */
export interface StepInCode {
  readonly run: (real: unknown, call: StepCall) => unknown
  readonly returns?: ((after: State, me: unknown, before: State) => unknown) | undefined
  readonly picks?: boolean | undefined
  readonly tries?: boolean | undefined
}

/** A step by name: of which instance, or of an action. */
export interface StepKey {
  readonly process: string | null
  readonly instance: number
  readonly step: string
}

/** The parts of an implementation as they are given. */
export interface AnyImplementation {
  readonly create: (...args: unknown[]) => unknown
  readonly steps?: unknown
  readonly actions?: unknown
  readonly observe?: ((real: unknown) => unknown) | undefined
  readonly expect?: ((state: State) => unknown) | undefined
}

export class Implementation {
  readonly machine: Machine
  readonly create: AnyImplementation['create']
  /** The steps that it takes on demand. */
  readonly keys: readonly StepKey[]
  private readonly source: AnyImplementation
  private readonly handlers: ReadonlyMap<string, StepInCode>

  constructor(machine: Machine, source: AnyImplementation) {
    checkParts(source)
    this.machine = machine
    this.source = source
    this.create = source.create
    this.handlers = handlersOf(machine, source)
    this.keys = machine.movers.flatMap(mover => {
      const labels = mover.kind === 'action' ? [mover.name] : [...mover.steps.keys()]
      const keys = labels.map(step => ({ process: mover.process, instance: mover.instance, step }))
      return keys.filter(key => this.handlers.has(nameIn(key)))
    })
  }

  /** How a step is taken. */
  handler(key: StepKey): StepInCode | undefined {
    return this.handlers.get(nameIn(key))
  }

  /** Whether the implementation takes a step by itself, which nobody sees. */
  isUnseen(transition: Transition): boolean {
    return this.handler(keyOfStep(this.machine, transition)) === undefined
  }

  /** The states in which the model may be while the implementation takes such steps. */
  possibilities(limits: UnseenLimits): Possibilities {
    return new Possibilities(this.machine, transition => this.isUnseen(transition), limits)
  }

  /** Whether a transition is this step with these choices; undefined stands for any choices. */
  isStep(transition: Transition, key: StepKey, choices: readonly Plain[] | undefined): boolean {
    if (!isKey(keyOfStep(this.machine, transition), key)) return false
    return choices === undefined || isSamePlain(stepTaken(this.machine, transition).choices, choices)
  }

  /** What the model says that a step returns; undefined if it says nothing. */
  returned(transition: Transition, before: State): Plain | undefined {
    const { process, instance, step } = keyOfStep(this.machine, transition)
    const { returns } = this.handlers.get(nameIn({ process, step })) as StepInCode
    if (returns === undefined || transition.effect.kind !== 'state') return undefined
    const after = transition.effect.state
    const me = process === null ? undefined : { ...(after[process] as object[])[instance], id: instance }
    return plainOf(`'returns' of ${titleOfKey({ process, instance, step })} gave`, returns(after, me, before))
  }

  /** What is to be seen of the implementation, as plain data. */
  async observed(real: unknown): Promise<unknown> {
    if (this.source.observe === undefined) return undefined
    const observed = plainOf('observe() returned', await this.source.observe(real))
    if (this.source.expect === undefined) this.refuseUnknownCells(observed)
    return observed
  }

  /** A cell that the model does not have would be different in all states, which looks like a bug of the implementation. */
  private refuseUnknownCells(observed: Plain): void {
    if (!isObject(observed))
      throw new UsageError(
        'bad-option',
        `observe() must return cells of the model by name, but returned ${describe(observed)}. Where it returns something else, say as 'expect' what that is in a state of the model.`,
      )
    const cells = [...new Set(this.machine.initialStates.flatMap(state => Object.keys(state)))]
    const unknown = Object.keys(observed).find(cell => !cells.includes(cell))
    if (unknown === undefined) return
    throw new UsageError(
      'bad-option',
      `observe() returned a cell '${unknown}', which the model does not have. Its cells are: ${cells.join(', ')}.${didYouMean(unknown, cells)}`,
    )
  }

  /** Whether a state of the model looks as the implementation does. */
  looksLike(state: State, observed: unknown): boolean {
    if (observed === undefined) return true
    const { expect } = this.source
    return expect === undefined ? agrees(observed, state) : isSamePlain(observed, expect(state))
  }

  /** What would have been observed in a state. */
  lookOf(state: State, observed: unknown): string {
    const { expect } = this.source
    return showValue(expect === undefined ? samePartOf(observed, state) : expect(state))
  }
}

/** The step of a transition. */
export function keyOfStep(machine: Machine, { mover, step }: Pick<Transition, 'mover' | 'step'>): StepKey {
  const { process, instance } = moverAt(machine, mover)
  return { process, instance, step }
}

/** `worker 0: take`. */
export function titleOfKey({ process, instance, step }: StepKey): string {
  return process === null ? showName(step) : `${showName(process)} ${instance}: ${showName(step)}`
}

/** Whether an instance is at a step, whether or not that is enabled. An action can be tried at any time. */
export function isAt(state: State, { process, instance, step }: StepKey): boolean {
  return process === null || (state[process] as readonly { pc: string }[])[instance]?.pc === step
}

/** Each value once, in the order in which they came. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map(value => [canonical(value), value])).values()]
}

export function isKey(a: StepKey, b: StepKey): boolean {
  return a.process === b.process && a.instance === b.instance && a.step === b.step
}

/** A value that the implementation gave, as plain data with undefined as null. */
export function plainOf(what: string, value: unknown, advice = ''): Plain {
  try {
    canonical(value ?? null)
    return toPlain(value ?? null)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    const part = error.path.length === 0 ? 'it' : showPath(error.path)
    throw new UsageError('bad-option', `${what} what is not plain data: ${part} is ${error.reason}.${advice}`)
  }
}

function nameIn({ process, step }: Pick<StepKey, 'process' | 'step'>): string {
  return canonical([process, step])
}

function checkParts(source: AnyImplementation): void {
  if (!isObject(source)) throw wrong('expects an object with create and steps', source)
  for (const name of ['create', 'observe', 'expect'] as const) {
    const part = source[name]
    const isRight = typeof part === 'function' || (part === undefined && name !== 'create')
    if (!isRight) throw wrong(`expects a function as '${name}'`, part)
  }
  refuseUnknown('implement()', source, parts)
}

const parts = ['variant', 'set', 'create', 'steps', 'actions', 'observe', 'expect', 'maxUnseen', 'maxStepMs']
const partsOfStep = ['run', 'returns', 'picks', 'tries']

function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find(name => !known.includes(name))
  if (unknown === undefined) return
  throw new UsageError(
    'bad-option',
    `${what} has no part '${unknown}'. Its parts are: ${known.join(', ')}.${didYouMean(unknown, known)}`,
  )
}

function handlersOf(machine: Machine, { steps = {}, actions = {} }: AnyImplementation): Map<string, StepInCode> {
  if (!isObject(steps)) throw wrong("expects an object of processes as 'steps'", steps)
  if (!isObject(actions)) throw wrong("expects an object of actions as 'actions'", actions)
  const named = Object.entries(steps).flatMap(([process, own]) => {
    const known = machine.processes.find(({ name }) => name === process)
    if (known === undefined)
      throw unknownName(
        `process '${process}'`,
        machine.processes.map(({ name }) => name),
      )
    if (!isObject(own)) throw wrong(`expects an object of steps for '${process}'`, own)
    return entriesOf(own, process, `step of '${process}'`, known.labels)
  })
  const known = machine.movers.flatMap(mover => (mover.kind === 'action' ? [mover.name] : []))
  const found = new Map([...named, ...entriesOf(actions, null, 'action', known)])
  if (found.size === 0) throw new UsageError('bad-option', 'implement() needs at least one step or action.')
  return found
}

function entriesOf(
  given: object,
  process: string | null,
  what: string,
  known: readonly string[],
): [string, StepInCode][] {
  return Object.entries(given).map(([step, one]) => {
    if (!known.includes(step)) throw unknownName(`${what} '${step}'`, known)
    return [nameIn({ process, step }), stepInCode(`${what} '${step}'`, one)]
  })
}

function stepInCode(what: string, given: unknown): StepInCode {
  if (typeof given === 'function') return { run: given as StepInCode['run'] }
  if (!isObject(given) || typeof given.run !== 'function')
    throw wrong(`expects a function, or an object with 'run', for the ${what}`, given)
  refuseUnknown(`the ${what}`, given, partsOfStep)
  const { returns, picks, tries } = given
  if (returns !== undefined && typeof returns !== 'function')
    throw wrong(`expects a function as 'returns' of the ${what}: of the state after it`, returns)
  for (const [name, flag] of Object.entries({ picks, tries }))
    if (flag !== undefined && typeof flag !== 'boolean')
      throw wrong(`expects true or false as '${name}' of the ${what}`, flag)
  return given as unknown as StepInCode
}

function wrong(what: string, given: unknown): UsageError {
  return new UsageError('bad-option', `implement() ${what}, but got ${describe(given)}.`)
}

function unknownName(what: string, known: readonly string[]): UsageError {
  const names = known.map(name => `'${name}'`).join(', ') || 'none'
  return new UsageError('bad-option', `implement() names the ${what}, which the model does not have. It has: ${names}.`)
}
