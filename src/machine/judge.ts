/** Evaluates the claims of a model on states and transitions, and checks their results. */

import { disown } from '../base/disown.ts'
import { ModelError, messageOf } from '../base/errors.ts'
import { toPlain } from '../base/plain.ts'
import {
  type CanAlwaysClaim,
  type Claim,
  type DeadlockClaim,
  isAboutRuns,
  type Me,
  predicatesOf,
  type StateClaim,
  type StepName,
  type TemporalClaim,
  type TransitionClaim,
} from '../language/claims.ts'
import { answeringEnabled } from '../language/enabled.ts'
import { type AnyPredicate, isFormula } from '../language/formula.ts'
import type { SpanDescription } from '../language/model-description.ts'
import type { Abstraction } from './abstraction.ts'
import { AuthorsCode } from './authors-code.ts'
import { briefState } from './brief-state.ts'
import { enabledIn } from './enabled.ts'
import type { InstanceState, Machine, State } from './machine.ts'
import { keyOf, type Transition } from './reference.ts'

export type Invariant = Extract<Claim, { kind: 'invariant' }>
export type Reachable = Extract<Claim, { kind: 'reachable' }>
export type Bound = Extract<Claim, { kind: 'bound' }>
export type TransitionClaimOf = Extract<Claim, { kind: 'transition' }>

/** The answer of a claim for a state or a transition. An implication whose premise is false holds vacuously. */
export type ClaimAnswer = (typeof claimAnswers)[number]

/** All answers of claims. Generated code knows them by their places here. */
export const claimAnswers = ['true', 'false', 'premise false'] as const

/**
 * Whether an answer is a finding: a claim is violated, or a reachable claim is witnessed. No answer about a single state
 * is one of a claim about runs.
 */
export function isFinding(claim: Claim, answer: string): boolean {
  return answer === (claim.kind === 'reachable' ? 'true' : 'false') && !isAboutRuns(claim) && claim.kind !== 'bound'
}

export function judgeInvariant(machine: Machine, claim: Invariant, state: State): ClaimAnswer {
  if (claim.given !== undefined && !isTrueOfState(machine, claim.name, claim.given, state)) return 'premise false'
  return truth(isTrueOfState(machine, claim.name, claim.holds, state))
}

export function judgeReachable(machine: Machine, claim: Reachable | Bound, state: State): ClaimAnswer {
  return truth(isTrueOfState(machine, claim.name, claim.holds, state))
}

/** The answer of a claim about states for one state. */
export function judgeState(machine: Machine, claim: Invariant | Reachable | Bound, state: State): ClaimAnswer {
  return claim.kind === 'invariant' ? judgeInvariant(machine, claim, state) : judgeReachable(machine, claim, state)
}

/** The first bound that a state violates; undefined if it is within all. */
export function boundLeft(machine: Machine, state: State): Bound | undefined {
  return machine.claims.find((claim): claim is Bound => {
    return claim.kind === 'bound' && judgeReachable(machine, claim, state) === 'false'
  })
}

export function judgeTransition(
  machine: Machine,
  claim: TransitionClaimOf,
  before: State,
  after: State,
  step: StepName,
): ClaimAnswer {
  const { name, given, holds } = claim
  const isTrue = (question: TransitionClaim<unknown, unknown>): boolean =>
    answer(machine, `claim '${name}'`, before, () => question(before, after, step, machine.constants))
  if (given !== undefined && !isTrue(given)) return 'premise false'
  return truth(isTrue(holds))
}

/** Whether a state without transitions is a deadlock by a claim: of the model itself, or as a refined model sees it. */
export function isDeadlock(machine: Machine, claim: DeadlockClaim, state: State): boolean {
  const abstraction = machine.abstractions.get(claim.name)
  if (abstraction === undefined) return isStuck(machine, state)
  return answer(machine, `claim '${claim.name}'`, state, () => goesOn(abstraction, abstraction.stateOf(state)))
}

/** Whether a refined model must not end in a state of it, and need not. */
function goesOn(abstraction: Abstraction, seen: State): boolean {
  const key = keyOf(seen)
  const isOtherState = ({ effect }: Transition): boolean => effect.kind === 'state' && effect.key !== key
  return isStuck(abstraction.machine, seen) && abstraction.transitionsFrom(seen).some(isOtherState)
}

/**
 * Whether a state without transitions is a deadlock: some process instance has neither ended nor reached a label where
 * it may rest. A model of actions alone has no declared end, so it counts as stuck too.
 */
export function isStuck(machine: Machine, state: State): boolean {
  if (machine.movers.length > 0 && machine.movers.every(mover => mover.kind === 'action')) return true
  return machine.processes.some(process =>
    (state[process.name] as readonly InstanceState[]).some(({ pc }) => pc !== 'done' && !process.mayRest.has(pc)),
  )
}

function truth(isTrue: boolean): ClaimAnswer {
  return isTrue ? 'true' : 'false'
}

/** Whether an instance is inside a span. */
export function judgeSpan(machine: Machine, span: SpanDescription, state: State, instance: number): boolean {
  const where = `span '${span.name}' of process '${span.process}'`
  const { seen, own } = seenBy(state, span.process, instance)
  return answer(machine, where, state, () => span.holds(seen, own, machine.constants))
}

/** A state as a predicate sees it, for example behind proxies that watch what it reads. */
export type View = (state: State) => State

/**
 * Whether a predicate of a claim is true of a state; of an instance, if the claim is evaluated for each. A claim of a refined
 * model sees the state as that model does.
 */
export function judgePredicate(
  machine: Machine,
  claim: Pick<Claim, 'name'>,
  predicate: AnyPredicate,
  state: State,
  me: Me | undefined,
  view: View = seen => seen,
): boolean {
  const abstraction = machine.abstractions.get(claim.name)
  if (abstraction === undefined) return isTrueFor(machine, claim, predicate, state, me, view)
  const evaluate = (): boolean =>
    isTrueFor(abstraction.machine, claim, predicate, abstraction.stateOf(view(state)), me, seen => seen)
  return answer(machine, `claim '${claim.name}'`, state, evaluate)
}

function isTrueFor(
  machine: Machine,
  claim: Pick<Claim, 'name'>,
  predicate: AnyPredicate,
  state: State,
  me: Me | undefined,
  view: View,
): boolean {
  if (me === undefined) return isTrueOfState(machine, claim.name, predicate, view(state))
  const seen = view(seenBy(state, me.process, me.instance).seen)
  const own = (seen[me.process] as readonly InstanceState[])[me.instance]
  return answer(machine, `claim '${claim.name}'`, state, () => predicate(seen, own, machine.constants))
}

/** The instances for which a claim is evaluated; a single `undefined` if it is about the whole state. */
export function instancesFor(machine: Machine, { name, of }: TemporalClaim | CanAlwaysClaim): (Me | undefined)[] {
  if (of === null) return [undefined]
  const { processes } = machine.abstractions.get(name)?.machine ?? machine
  const count = processes.find(process => process.name === of)?.count ?? 0
  return Array.from({ length: count }, (_, instance) => ({ process: of, instance }))
}

/** The values of all predicates of a claim about runs in a state, for every instance, as a text. */
export function judgePredicates(
  machine: Machine,
  claim: TemporalClaim | CanAlwaysClaim,
  state: State,
  view?: View,
): string {
  return instancesFor(machine, claim)
    .flatMap(me => predicatesOf(claim).map(predicate => judgePredicate(machine, claim, predicate, state, me, view)))
    .join()
}

/** The state as an instance sees it: in place of the instance, there is a copy that has its number. Frozen, as all states are. */
function seenBy(state: State, process: string, instance: number): { seen: State; own: object } {
  const instances = state[process] as readonly InstanceState[]
  const own = Object.freeze({ ...(instances[instance] as InstanceState), id: instance })
  const seen = Object.freeze({ ...state, [process]: Object.freeze(instances.with(instance, own)) })
  return { seen, own }
}

function isTrueOfState(machine: Machine, name: string, claim: StateClaim<unknown, unknown>, state: State): boolean {
  return answer(machine, `claim '${name}'`, state, () => claim(state, machine.constants))
}

function answer(machine: Machine, what: string, state: State, question: () => boolean): boolean {
  const where = `model '${machine.model}': ${what}`
  let given: unknown
  try {
    given = new AuthorsCode(where, state).runAuthorsCode(() => answeringEnabled(enabledIn(machine), question))
  } catch (error) {
    if (error instanceof ModelError && error.code === 'identity')
      throw new ModelError('identity', `${where} ${error.message}`, { cause: error })
    if (error instanceof ModelError) throw named(error, where)
    disown(error)
    throw new ModelError(
      'claim-threw',
      `${where} threw an error: ${messageOf(error)}. It did so in the state ${briefState(state)}. It must only read the state and return true or false.`,
      { cause: error },
    )
  }
  if (typeof given === 'boolean') return given
  if (disown(given)) throw new ModelError('async', `${where} returns a promise. It must not be async.`)
  if (isFormula(given))
    throw new ModelError(
      'claim-not-boolean',
      `${where} has a function of the state that returns a formula instead of true or false. Operators stand outside of functions of the state: f.implies(s => ..., f.eventually(s => ...)).`,
    )
  throw new ModelError(
    'claim-not-boolean',
    `${where} returned ${given === undefined ? 'undefined' : JSON.stringify(toPlain(given))} instead of true or false, in the state ${briefState(state)}. Is a return missing?`,
  )
}

/** An error about a field of a transition's step, or about a name, does not know which claim it is from. */
function named(error: ModelError, where: string): ModelError {
  const isNamed = error.code !== 'unknown-key' && error.code !== 'bad-name'
  return isNamed ? error : new ModelError(error.code, `${where}: ${error.message}`)
}
