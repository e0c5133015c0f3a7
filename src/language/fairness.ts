/**
 * Fairness: what is assumed of the runs that temporal claims speak of.
 *
 * Without it nothing obliges anybody to go on, so that a claim about what happens in the end is mostly false: in some
 * run the scheduler never lets the process move that would bring it about.
 */

import { ModelError } from '../base/errors.ts'
import { requireArgument, requireObject } from './arguments.ts'
import type { LabelOf, ProcessesOf } from './claims.ts'
import type { ModelDescription } from './model.ts'

/**
 * What can be named as taking steps: a process, `worker`; one of its steps, `worker: lock`; an action. Of a process each
 * instance is meant, by itself.
 *
 * @since 0.2.0
 */
export type Doing<S, A extends string> = [NamedDoing<S, A>] extends [never] ? string : NamedDoing<S, A>

/**
 * The names of {@link Doing}: never, where there are none.
 *
 * @since 0.2.0
 */
export type NamedDoing<S, A extends string> =
  | { [N in ProcessesOf<S>]: N | `${N}: ${LabelOf<S, N>}` }[ProcessesOf<S>]
  | (A extends string ? A : never)

/**
 * What is assumed of every run: which processes, steps and actions cannot be held up forever.
 *
 * @since 0.2.0
 */
export interface Fairness<D extends string = string> {
  /** Whatever stands ready from some time on without a break is done: nobody is held up forever while it can go on. */
  readonly weak?: readonly D[]
  /** Whatever stands ready again and again is done: not even if it stands ready with breaks is it held up forever. */
  readonly strong?: readonly D[]
}

/**
 * Steps by who takes them: an action (`process` is null), a step of a process, or any step of it (`step` is null).
 *
 * @since 0.2.0
 */
export type StepPattern =
  | { readonly process: string; readonly step: string | null }
  | { readonly process: null; readonly step: string }

/**
 * How strong an assumption is: `weak` speaks of what stands ready without a break, `strong` of what does again and again.
 *
 * @since 0.2.0
 */
export type Strength = 'weak' | 'strong'

/**
 * One assumption of fairness. It holds of each instance of the process by itself.
 *
 * @since 0.2.0
 */
export type Assumption = StepPattern & { readonly strength: Strength }

/** `worker`, `worker: lock`, `deliver`: a pattern as it is written. */
export function patternText({ process, step }: StepPattern): string {
  if (process === null) return step
  return step === null ? process : `${process}: ${step}`
}

type NamedParts = Pick<ModelDescription, 'processes' | 'actions'>

/** The assumptions that `given` states. `where` begins the message for a name that is none. */
export function assumptionsOf(where: string, description: NamedParts, given: unknown): Assumption[] {
  requireObject(`${where} fairness`, "an object with 'weak' and 'strong'", given)
  const { weak = [], strong = [], ...others } = given as Record<string, unknown>
  const [other] = Object.keys(others)
  requireArgument(other === undefined, `${where} fairness`, "nothing but 'weak' and 'strong'", other)
  const named = (strength: Strength, names: unknown): Assumption[] => {
    requireArgument(Array.isArray(names), `${where} fairness`, `a list of names as '${strength}'`, names)
    return (names as unknown[]).map(name => ({ ...patternOf(where, description, name), strength }))
  }
  return distinct([...named('weak', weak), ...named('strong', strong)])
}

/** The same assumptions, each once. */
export function distinct(assumptions: readonly Assumption[]): Assumption[] {
  return [...new Map(assumptions.map(one => [JSON.stringify([one.strength, one.process, one.step]), one])).values()]
}

/** The process, step or action that a name means. */
export function patternOf(where: string, description: NamedParts, name: unknown): StepPattern {
  requireArgument(
    typeof name === 'string',
    where,
    "the name of a process, of an action, or of a step as 'process: step'",
    name,
  )
  const meant = patternsOf(description).filter(pattern => patternText(pattern) === name)
  const [first] = meant
  if (first !== undefined && meant.length === 1) return first
  const problem =
    first === undefined
      ? `there is no process, step or action '${name}'. ${knownNames(description)}`
      : `'${name}' could be an action or a step. Give the action another name.`
  throw new ModelError('bad-name', `${where} ${problem}`)
}

function patternsOf({ processes, actions }: NamedParts): StepPattern[] {
  return [
    ...processes.flatMap(({ name: process, steps }) => [
      { process, step: null },
      ...[...steps.keys()].map(step => ({ process, step })),
    ]),
    ...actions.map(({ name: step }) => ({ process: null, step })),
  ]
}

function knownNames({ processes, actions }: NamedParts): string {
  const names = [...processes, ...actions].map(({ name }) => `'${name}'`).join(', ') || 'none'
  const [process] = processes
  const step = process?.steps.keys().next().value
  const example = process === undefined ? '' : ` A step is named with its process: '${process.name}: ${step}'.`
  return `Its processes and actions are: ${names}.${example}`
}
