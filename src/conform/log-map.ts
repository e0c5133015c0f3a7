/** What the events of a log mean in a model: the type of a map, and reading what it returns. */

import { UsageError } from '../base/errors.ts'
import { canonical, describe, isSamePlain, type Plain } from '../base/plain.ts'
import { isObject } from '../language/arguments.ts'
import type { LabelOf, ProcessesOf } from '../language/claims.ts'
import type { Model } from '../language/model.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { stepTaken } from '../witness/build-witness.ts'
import { stepTitle } from '../witness/witness.ts'
import { plainOf } from './implementation.ts'
import { agrees } from './observed.ts'

/**
 * A part of a state `T`: some fields of records, and whole lists or some of their elements, by index.
 *
 * @since 0.2.0
 */
export type PartOf<T> = T extends readonly (infer I)[]
  ? readonly PartOf<I>[] | { readonly [index: number]: PartOf<I> }
  : T extends object
    ? { readonly [key in keyof T]?: PartOf<T[key]> }
    : T

/**
 * What an event shows of a system with states `S` and actions `A`: a step that was taken, cells of the state right after
 * it, or cells alone.
 *
 * @since 0.2.0
 */
export interface SeenEvent<S, A extends string> {
  /** The process that took the step, or null for an action. Default: whichever has the step. */
  readonly process?: ProcessesOf<S> | null
  /** Which instance of the process. Default: any. */
  readonly instance?: number
  /** The label of the step, or the name of the action. Default: no step; the event only shows cells. */
  readonly step?: { readonly [P in ProcessesOf<S>]: LabelOf<S, P> }[ProcessesOf<S>] | A
  /** The options that it took, one for each `choose`. Default: any. */
  readonly choices?: readonly Plain[]
  /** Cells of the state: after the step, or at this time. Default: none. */
  readonly state?: PartOf<S>
}

/**
 * Where an event stands.
 *
 * @since 0.2.0
 */
export interface LogLine {
  /** The file of the log. */
  readonly log: string
  /** The number of the line, from 1. */
  readonly line: number
}

/**
 * What the events of a log mean in model `M`: the default export of a map for `interleave accept`. It is called for each
 * line, with what the JSON there says, and returns null for an event that means nothing.
 *
 * @example
 * export default (event => {
 *   const { worker, did, token } = event as { worker: number; did: 'take' | 'finish'; token: number }
 *   return { process: 'worker', instance: worker, step: did, state: { token } }
 * }) satisfies LogMap<typeof queue>
 *
 * @since 0.2.0
 */
export type LogMap<M> =
  M extends Model<infer _C, infer S, infer _V, infer A> ? (event: Plain, at: LogLine) => SeenEvent<S, A> | null : never

/** What an event shows, checked against the model. */
export interface LogSighting extends LogLine {
  readonly event: Plain
  readonly process?: string | null | undefined
  readonly instance?: number | undefined
  readonly step?: string | undefined
  readonly choices?: readonly Plain[] | undefined
  readonly state?: Plain | undefined
}

export type AnyLogMap = (event: Plain, at: LogLine) => unknown

/** What a line shows; undefined if it means nothing. */
export function sightingAt(machine: Machine, map: AnyLogMap, at: LogLine, event: Plain): LogSighting | undefined {
  const found = mapped(map, at, event)
  if (found === null) return undefined
  const where = `the map of ${at.log}, line ${at.line},`
  // A forgotten return would make every log a run of every model.
  if (found === undefined)
    throw new UsageError('not-a-log', `${where} returned nothing. Return null for an event that means nothing.`)
  if (!isObject(found))
    throw new UsageError(
      'not-a-log',
      `${where} returned ${describe(found)}, but what an event shows is an object, or null.`,
    )
  const unknown = Object.keys(found).find(key => !parts.includes(key))
  if (unknown !== undefined)
    throw new UsageError('not-a-log', `${where} returned a part '${unknown}'. The parts are: ${parts.join(', ')}.`)
  // A part that is undefined would mean any: an event whose field is misspelt would be anything.
  plainOf(`${where} returned`, found, leaveOut)
  const seen = { ...found, ...at, event } as LogSighting
  if (seen.step === undefined && seen.state === undefined)
    throw new UsageError(
      'not-a-log',
      `${where} returned neither a step nor cells of the state. Return null for what means nothing.`,
    )
  checkTypes(where, seen)
  const ofStep = partsOfSteps.find(part => part in found)
  if (seen.step === undefined && ofStep !== undefined)
    throw new UsageError('not-a-log', `${where} returned '${ofStep}' without a step. Name the step, or leave it out.`)
  checkStep(machine, where, seen)
  checkCells(machine, where, seen)
  return seen
}

const partsOfSteps = ['process', 'instance', 'choices']
const parts = [...partsOfSteps, 'step', 'state']
const leaveOut = ' Leave out what the event does not say; where it does, look for a misspelt field.'

function mapped(map: AnyLogMap, at: LogLine, event: Plain): unknown {
  try {
    return map(event, at)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new UsageError('not-a-log', `the map of ${at.log} threw at line ${at.line}: ${text}`, { cause: error })
  }
}

/** As is possible in plain JavaScript, or with numbers that a log has as text. */
function checkTypes(where: string, { process, instance, step, choices }: LogSighting): void {
  const wrong =
    instance !== undefined && typeof instance !== 'number'
      ? (['instance', instance, 'a number'] as const)
      : step !== undefined && typeof step !== 'string'
        ? (['step', step, 'the name of a step'] as const)
        : process !== undefined && process !== null && typeof process !== 'string'
          ? (['process', process, 'the name of a process, or null for an action'] as const)
          : choices !== undefined && !Array.isArray(choices)
            ? (['choices', choices, 'a list'] as const)
            : undefined
  if (wrong === undefined) return
  const [part, value, wanted] = wrong
  throw new UsageError('not-a-log', `${where} returned ${describe(value)} as ${part}, which must be ${wanted}.`)
}

function checkStep({ movers }: Machine, where: string, { process, instance, step }: LogSighting): void {
  if (step === undefined) return
  const known = movers.some(mover => {
    const isMover =
      (process === undefined || mover.process === process) && (instance === undefined || mover.instance === instance)
    return isMover && (mover.kind === 'action' ? mover.name === step : mover.steps.has(step))
  })
  if (known) return
  const names = [
    ...new Set(
      movers.flatMap(mover =>
        mover.kind === 'action' ? [mover.name] : [...mover.steps.keys()].map(label => `${mover.name}: ${label}`),
      ),
    ),
  ]
  const wanted = process === undefined ? step : `${process} ${instance ?? '(any)'}: ${step}`
  throw new UsageError(
    'not-a-log',
    `${where} names the step '${wanted}', which the model does not have. Its steps are: ${names.join(', ')}.`,
  )
}

function checkCells({ initialStates }: Machine, where: string, { state }: LogSighting): void {
  if (state === undefined) return
  if (!isObject(state))
    throw new UsageError('not-a-log', `${where} returned ${describe(state)} as state, but cells are given by name.`)
  const unknown = Object.keys(state).find(cell => !initialStates.some(initial => Object.hasOwn(initial, cell)))
  if (unknown === undefined) return
  const cells = Object.keys(initialStates[0] ?? {}).join(', ')
  throw new UsageError(
    'not-a-log',
    `${where} shows a cell '${unknown}', which the model does not have. Its cells are: ${cells}.`,
  )
}

/** Whether a transition is the step that an event names, and its end shows the cells. */
export function isSeenStep(machine: Machine, seen: LogSighting, transition: Transition): boolean {
  if (transition.step !== seen.step || transition.effect.kind !== 'state') return false
  const { process, instance } = moverAt(machine, transition.mover)
  const isMover =
    (seen.process === undefined || seen.process === process) &&
    (seen.instance === undefined || process === null || seen.instance === instance)
  if (!isMover) return false
  if (seen.choices !== undefined && !isSamePlain(seen.choices, stepTaken(machine, transition).choices)) return false
  return isSeenState(seen, transition.effect.state)
}

/** Whether a state has the cells that an event shows. */
export function isSeenState({ state }: LogSighting, whole: State): boolean {
  return state === undefined || agrees(state, whole)
}

/** What an event shows, in words: `worker 0: take, then token: 1`. */
export function sightingInWords({ process, instance, step, choices, state }: LogSighting): string {
  const cells =
    state === undefined
      ? []
      : [
          canonical(state)
            .slice(1, -1)
            .replaceAll(/"(\w+)":/g, '$1: '),
        ]
  if (step === undefined) return cells.join('')
  const mover = process === null || process === undefined ? null : process
  const title = stepTitle({ process: mover, instance: instance ?? 0, step, choices: choices ?? [], script: [] })
  return [title, ...cells.map(shown => `then ${shown}`)].join(', ')
}
