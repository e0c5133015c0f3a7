/**
 * Fairness: assumptions about the runs of temporal claims (weak and strong fairness: Lehmann, Pnueli and Stavi 1981).
 *
 * Without them, nothing obliges a process to move, so most claims that something eventually happens are false: in some
 * run, the scheduler never lets the necessary process move.
 */

import { ModelError } from '../base/errors.ts'
import { didYouMean } from '../base/similar-name.ts'
import { refuseOtherKeys, requireArgument, requireObject } from './arguments.ts'
import { patternText } from './assumed-text.ts'
import type { LabelOf, ProcessesOf } from './claims.ts'
import type { ModelDescription } from './model-description.ts'

/**
 * A name in an assumption: a process, `worker`; one of its steps, `worker: lock`; or an action. A process means each of
 * its instances separately.
 *
 * @since 0.2.0
 */
export type Doing<S, A extends string> = [NamedDoing<S, A>] extends [never] ? string : NamedDoing<S, A>

/**
 * The names of steps in {@link Doing}: `never` if there are none.
 *
 * @since 0.2.0
 */
export type NamedDoing<S, A extends string> =
  | { [N in ProcessesOf<S>]: N | `${N}: ${LabelOf<S, N>}` }[ProcessesOf<S>]
  | (A extends string ? A : never)

/**
 * The assumptions about every run: the processes, steps and actions that cannot be starved forever.
 *
 * @since 0.2.0
 */
export interface Fairness<D extends string = string> {
  /** Weak fairness: what is continuously enabled from some time on is eventually taken. Default: none. */
  readonly weak?: readonly (D | EachChoice<D>)[]
  /**
   * Strong fairness: what is enabled infinitely often is eventually taken, even if it is not continuously enabled. Default:
   * none.
   */
  readonly strong?: readonly (D | EachChoice<D>)[]
}

/**
 * A step or an action, separately for each value that it picks with `choose`: `{ eachChoiceOf: 'allocate' }` of an action that first
 * picks a client obliges it to every client, as `\A c: WF(Allocate(c))` does in TLA+.
 *
 * @since 0.2.0
 */
export interface EachChoice<D extends string = string> {
  /** The action, or the step of a process, `worker: lock`. */
  readonly eachChoiceOf: D
  /** How many of the values that it picks count, from the first one on. Default: 1. */
  readonly choices?: number
}

/**
 * A pattern of steps: an action (`process` is null), a step of a process, or any step of a process (`step` is null).
 *
 * @since 0.2.0
 */
export type StepPattern =
  | { readonly process: string; readonly step: string | null }
  | { readonly process: null; readonly step: string }

/**
 * The strength of an assumption: `weak` is about what is continuously enabled, `strong` about what is enabled
 * infinitely often.
 *
 * @since 0.2.0
 */
export type Strength = 'weak' | 'strong'

/**
 * One fairness assumption. It applies to each instance of the process separately; with `choices`, also to each combination
 * of the first values that the step picks, as many as that.
 *
 * @since 0.2.0
 */
export type Assumption = StepPattern & { readonly strength: Strength; readonly choices?: number }

type NamedParts = Pick<ModelDescription, 'processes' | 'actions'>

/** The assumptions in `given`. `where` begins the message about an unknown name. */
export function assumptionsOf(where: string, description: NamedParts, given: unknown): Assumption[] {
  requireObject(`${where} fairness`, "an object with 'weak' and 'strong'", given)
  const { weak = [], strong = [] } = given as Record<string, unknown>
  refuseOtherKeys(`${where} fairness`, "nothing but 'weak' and 'strong'", given as object, ['weak', 'strong'])
  const named = (strength: Strength, names: unknown): Assumption[] => {
    requireArgument(Array.isArray(names), `${where} fairness`, `a list of names as '${strength}'`, names)
    return (names as unknown[]).map(name => ({ ...assumed(where, description, name), strength }))
  }
  return distinct([...named('weak', weak), ...named('strong', strong)])
}

/** What is assumed of: a process, step or action, or each choice of one. */
function assumed(where: string, description: NamedParts, given: unknown): Omit<Assumption, 'strength'> & StepPattern {
  if (typeof given !== 'object' || given === null) return patternOf(where, description, given)
  const { eachChoiceOf, choices = 1 } = given as Record<string, unknown>
  refuseOtherKeys(where, "nothing but 'eachChoiceOf' and 'choices'", given, ['eachChoiceOf', 'choices'])
  const isCount = Number.isInteger(choices) && (choices as number) >= 1
  requireArgument(isCount, `${where} 'choices'`, 'a whole number from 1 on', choices)
  const pattern = patternOf(where, description, eachChoiceOf)
  if (pattern.step !== null) return { ...pattern, choices: choices as number }
  throw new ModelError(
    'bad-name',
    `${where} 'eachChoiceOf' must name a step or an action, and '${pattern.process}' is a process. Name one of its steps: '${pattern.process}: ${
      description.processes
        .find(({ name }) => name === pattern.process)
        ?.steps.keys()
        .next().value
    }'.`,
  )
}

/** The same assumptions without duplicates. */
export function distinct(assumptions: readonly Assumption[]): Assumption[] {
  const key = ({ strength, process, step, choices }: Assumption): string =>
    JSON.stringify([strength, process, step, choices])
  return [...new Map(assumptions.map(one => [key(one), one])).values()]
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
      ? `there is no process, step or action '${name}'. ${knownNames(description, name as string)}`
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

/** The steps of the process that a name begins with; or else all processes and actions. */
function knownNames({ processes, actions }: NamedParts, meant: string): string {
  const named = processes.find(({ name }) => meant.startsWith(`${name}:`))
  if (named !== undefined) {
    const labels = [...named.steps.keys()].map(label => `${named.name}: ${label}`)
    return `The steps of '${named.name}' are: ${labels.map(label => `'${label}'`).join(', ')}.${didYouMean(meant, labels)}`
  }
  const names = [...processes, ...actions].map(({ name }) => `'${name}'`).join(', ') || 'none'
  const [process] = processes
  const step = process?.steps.keys().next().value
  const example = process === undefined ? '' : ` A step is named with its process: '${process.name}: ${step}'.`
  return `Its processes and actions are: ${names}.${example}`
}
