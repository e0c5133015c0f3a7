import { UsageError } from './base/errors.ts'
import { canonical, describe, NotPlain, type Plain, showPath } from './base/plain.ts'
import type { CheckOptions } from './check/check-options.ts'
import { type ClaimKind, type Frozen, judgedClaims } from './language/claims.ts'
import type { Constants } from './language/constants.ts'
import type { Model } from './language/model.ts'
import { instantiate, type Setting } from './machine/instantiate.ts'
import { withLocation } from './machine/located.ts'
import type { Machine, State } from './machine/machine.ts'
import { successors, type Transition } from './machine/reference.ts'
import { settle } from './machine/settle.ts'
import { stepTaken } from './witness/build-witness.ts'
import { claimAtEnd } from './witness/claim-at-end.ts'
import { enabledInWords, initialStateAt, titlesOf } from './witness/walk.ts'
import { type StepTaken, stepTitle } from './witness/witness.ts'

/**
 * A step to take: enough of its name that only one enabled step fits.
 *
 * @since 0.2.0
 */
export interface StepWanted {
  /** The process, or null for an action. Default: whichever has the step. */
  readonly process?: string | null
  /** Which instance of the process. Default: whichever can take it. */
  readonly instance?: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The options to take, one for each `choose` met. Default: whichever there are. */
  readonly choices?: readonly Plain[]
}

/**
 * A step that is enabled in a state `S`, and what it leads to: a state, or a violation at the step itself.
 *
 * @since 0.2.0
 */
export type EnabledStep<S = State> = StepTaken &
  (
    | { readonly kind: 'state'; readonly state: Frozen<S> }
    | { readonly kind: 'assertion' | 'error'; readonly message: string }
  )

/**
 * What a claim says of one state. `does not apply`: an implication whose premise is false, or a claim about transitions
 * without one.
 *
 * @since 0.2.0
 */
export interface ClaimOfState {
  /** The claim, as the model names it. */
  readonly name: string
  /** What is claimed: of states, of transitions, or of a run. */
  readonly kind: ClaimKind
  /** What it says. A reachable claim is `true` in the states that witness it. */
  readonly answer: 'true' | 'false' | 'does not apply'
}

/**
 * A model with constants `C` and state `S` under fixed constants, to be taken step by step. Made by {@link stepping}.
 *
 * States are frozen plain data in canonical form. Wherever one is given, any equal plain data does.
 *
 * @since 0.2.0
 */
export interface Stepping<S> {
  /** The constants, all of them. */
  readonly constants: Constants
  /** The states in which runs begin: at least one. */
  readonly initialStates: readonly Frozen<S>[]

  /**
   * The steps enabled in a state, in the order of the model: one for each way of choosing. Takes some 10 microseconds a
   * step.
   *
   * @throws UsageError `not-a-walk`: `state` is none of this model.
   * @throws ModelError any code of a wrong step.
   * @since 0.2.0
   */
  enabled(state: Frozen<S>): readonly EnabledStep<S>[]

  /**
   * The state that a step leads to.
   *
   * @throws UsageError `not-a-walk`: no enabled step fits, several do, or the step fails an assertion or throws. The message
   * says what is enabled instead.
   * @throws ModelError any code of a wrong step.
   * @since 0.2.0
   */
  next(state: Frozen<S>, step: StepWanted): Frozen<S>

  /**
   * The states along a run, from an initial state (the first, unless its index is given).
   *
   * @throws UsageError `not-a-walk`, as {@link Stepping.next} does.
   * @throws ModelError any code of a wrong step.
   * @since 0.2.0
   */
  run(steps: readonly StepWanted[], start?: number): readonly Frozen<S>[]

  /**
   * What each claim says of a state; claims about transitions too, if the state before and the step from there are given.
   *
   * @throws UsageError `not-a-walk`: `state` is none of this model, or the step does not lead from `before` to it.
   * @throws ModelError any code of a wrong claim.
   * @since 0.2.0
   */
  claims(state: Frozen<S>, last?: { readonly before: Frozen<S>; readonly step: StepWanted }): readonly ClaimOfState[]
}

/**
 * A model to be taken step by step, from a program: initial states, enabled steps, next states, claims. It uses the
 * reference semantics, one step at a time, and keeps nothing. To check a model, use {@link check}.
 *
 * @example
 * const lock = stepping(peterson, { variant: 'without turn' })
 * const [start] = lock.initialStates
 * lock.enabled(start).map(({ process, instance, step }) => `${process} ${instance}: ${step}`)
 * const states = lock.run([{ instance: 0, step: 'announce' }, { instance: 1, step: 'announce' }])
 *
 * @throws UsageError `not-a-model`: `model` is none; `unknown-variant`, `unknown-constant`, `bad-constant`: it does not
 * have the variant or the constant, or not of that type.
 * @throws ModelError where the model itself is wrong: a count, an initial state, a duplicate name.
 * @since 0.2.0
 */
export function stepping<C, S, V extends string, A extends string>(
  model: Model<C, S, V, A>,
  setting: Pick<CheckOptions<NoInfer<C>, NoInfer<V>>, 'variant' | 'set'> = {},
): Stepping<S> {
  const machine = instantiate(model, setting as Setting)
  return new MachineStepping(machine) as unknown as Stepping<S>
}

/** The states that the public type calls frozen are those of the machine. */
class MachineStepping implements Stepping<State> {
  private readonly machine: Machine

  constructor(machine: Machine) {
    this.machine = machine
  }

  get constants(): Constants {
    return this.machine.constants
  }

  get initialStates(): readonly State[] {
    return this.machine.initialStates
  }

  enabled(state: State): readonly EnabledStep[] {
    return this.transitions(state).map(transition => enabledStep(this.machine, transition))
  }

  next(state: State, step: StepWanted): State {
    return leadsTo(this.machine, this.taken(state, step))
  }

  run(steps: readonly StepWanted[], start = 0): readonly State[] {
    const states = [initialStateAt(this.machine, start)]
    for (const step of steps) states.push(this.next(states.at(-1) as State, step))
    return states
  }

  claims(state: State, last?: { readonly before: State; readonly step: StepWanted }): readonly ClaimOfState[] {
    const end = this.stateOf(state)
    const transition = last && this.taken(last.before, last.step)
    if (transition !== undefined && canonical(leadsTo(this.machine, transition)) !== canonical(end))
      throw new UsageError('not-a-walk', `the step '${transition.step}' does not lead to the state given.`)
    const before = last === undefined ? [] : [this.stateOf(last.before)]
    return withLocation(this.machine, () => {
      const at = { states: [...before, end], last: transition, isLast: successors(this.machine, end).length === 0 }
      return judgedClaims(this.machine.claims).map(claim => {
        return { name: claim.name, kind: claim.kind, answer: claimAtEnd(this.machine, claim, at) }
      })
    })
  }

  private transitions(state: State): Transition[] {
    const settled = this.stateOf(state)
    return withLocation(this.machine, () => successors(this.machine, settled))
  }

  private taken(state: State, wanted: StepWanted): Transition {
    const transitions = this.transitions(state)
    const fitting = transitions.filter(transition => fits(stepTaken(this.machine, transition), wanted))
    if (fitting.length === 1) return fitting[0] as Transition
    throw new UsageError(
      'not-a-walk',
      fitting.length > 1
        ? `the step '${wanted.step}' fits several: ${titlesOf(this.machine, fitting)}. Name the instance or the choices.`
        : `the step '${wanted.step}' is not enabled here. ${enabledInWords(this.machine, transitions)}`,
    )
  }

  /** A state in canonical form. Throws {@link UsageError} for what cannot be one of this machine. */
  private stateOf(given: unknown): State {
    const missing = partMissing(this.machine, given)
    if (missing !== undefined) throw new UsageError('not-a-walk', `expected a state of the model, but ${missing}.`)
    try {
      const state = settle(this.machine, given as State)
      canonical(state)
      return state
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error
      throw new UsageError('not-a-walk', `a state must be plain data: ${showPath(error.path)} is ${error.reason}.`)
    }
  }
}

/** What keeps `given` from being a state of the machine, as far as its processes show it. */
function partMissing({ processes }: Machine, given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return `got ${describe(given)}`
  for (const { name, count, labels } of processes) {
    const instances = (given as State)[name]
    if (!Array.isArray(instances) || instances.length !== count) return `'${name}' is not a list of ${count} instances`
    const lost = instances.findIndex(one => one?.pc !== 'done' && !labels.includes(one?.pc))
    if (lost >= 0) return `'pc' of ${name} ${lost} is ${describe(instances[lost]?.pc)}, which is none of its labels`
  }
  return undefined
}

function fits(step: StepTaken, wanted: StepWanted): boolean {
  return (
    step.step === wanted.step &&
    (wanted.process === undefined || step.process === wanted.process) &&
    (wanted.instance === undefined || step.instance === wanted.instance) &&
    (wanted.choices === undefined || canonical(step.choices) === canonical(wanted.choices))
  )
}

function enabledStep(machine: Machine, transition: Transition): EnabledStep {
  const taken = stepTaken(machine, transition)
  const { effect } = transition
  if (effect.kind === 'state') return { ...taken, kind: 'state', state: effect.state }
  return { ...taken, kind: effect.kind, message: effect.message }
}

function leadsTo(machine: Machine, transition: Transition): State {
  const { effect } = transition
  if (effect.kind === 'state') return effect.state
  const title = stepTitle(stepTaken(machine, transition))
  throw new UsageError('not-a-walk', `${title} leads to no state: ${effect.message}.`)
}
