/**
 * The claims of a model.
 *
 * Some kinds are written by the author. Three come with every model: it does not deadlock, no `assert` fails, and no
 * step throws.
 */

import type { Assumption } from './fairness.ts'
import { type AnyPredicate, type FormulaSource, predicatesIn } from './formula.ts'

/**
 * A value whose every part is read-only: claims look at states and never change them.
 *
 * @since 0.1.0
 */
export type Frozen<T> = T extends ((...args: never[]) => unknown) | symbol
  ? T
  : T extends object
    ? { readonly [key in keyof T]: Frozen<T[key]> }
    : T

/**
 * The step that a transition claim is evaluated on. These three are all its fields: reading any other is an error, not
 * `undefined`.
 *
 * @since 0.1.0
 */
export interface StepName {
  /** The process that moved, or null if an action did. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
}

/**
 * The names of the processes in a state `S`.
 *
 * @since 0.2.0
 */
export type ProcessesOf<S> = {
  [N in keyof S & string]: S[N] extends readonly { readonly pc: string }[] ? N : never
}[keyof S & string]

/**
 * The labels of process `N`.
 *
 * @since 0.2.0
 */
export type LabelOf<S, N extends keyof S & string> = S[N] extends readonly { readonly pc: infer K }[]
  ? Exclude<K, 'done'> & string
  : never

/**
 * A {@link StepName} of the processes in a state `S`: each process with its own labels. `never` if there are no
 * processes.
 *
 * @since 0.2.0
 */
export type ProcessStep<S> = {
  [N in keyof S & string]: S[N] extends readonly { readonly pc: infer K extends string }[]
    ? { readonly process: N; readonly instance: number; readonly step: Exclude<K, 'done'> }
    : never
}[keyof S & string]

/**
 * A {@link StepName} of actions with the names `A`. `never` if there are none.
 *
 * @since 0.2.0
 */
export type ActionStep<A extends string> = A extends string
  ? { readonly process: null; readonly instance: number; readonly step: A }
  : never

/**
 * A {@link StepName} of a model whose state is `S` and whose actions have the names `A`: a misspelt label does not compile.
 *
 * @since 0.2.0
 */
export type StepOf<S, A extends string> = [ProcessStep<S> | ActionStep<A>] extends [never]
  ? StepName
  : ProcessStep<S> | ActionStep<A>

/**
 * A claim about each state: whether it is true of the state, under the constants.
 *
 * @since 0.2.0
 */
export type StateClaim<S, C> = (state: Frozen<S>, constants: C) => boolean

/**
 * An implication: in every state where `given` is true, `then` is true. Reported as vacuous if `given` was never true,
 * the simplest case of vacuity (Beer, Ben-David, Eisner and Rodeh, "Efficient Detection of Vacuity in Temporal Model
 * Checking", 2001).
 *
 * @since 0.2.0
 */
export interface Implication<S, C> {
  /** The premise: selects the states that the claim is about. */
  readonly given: StateClaim<S, C>
  /** The conclusion: what must be true of these states. */
  readonly then: StateClaim<S, C>
}

/**
 * A claim about each transition: whether it is true of the state before, the state after, and the step between them.
 *
 * @since 0.2.0
 */
export type TransitionClaim<S, C, N = StepName> = (
  before: Frozen<S>,
  after: Frozen<S>,
  step: N,
  constants: C,
) => boolean

/**
 * An implication about each transition: if `given` is true of it, `then` is true of it.
 *
 * @since 0.2.0
 */
export interface TransitionImplication<S, C, N = StepName> {
  /** The premise: selects the transitions that the claim is about. */
  readonly given: TransitionClaim<S, C, N>
  /** The conclusion: what must be true of these transitions. */
  readonly then: TransitionClaim<S, C, N>
}

/**
 * Whether an instance of process `N` is inside a span; it sees itself with its number.
 *
 * @since 0.2.0
 */
export type SpanPredicate<S, N extends keyof S, C> = (
  state: Frozen<S>,
  me: Frozen<S[N] extends readonly (infer I)[] ? I : never> & { readonly id: number },
  constants: C,
) => boolean

/**
 * What a claim is about. The author writes `invariant`, `transition` and `reachable`; every model comes with `deadlock` (each
 * state has a next transition, or may be the last), `assertion` (no `assert` fails) and `error` (no step throws).
 *
 * @since 0.1.0
 */
export type ClaimKind =
  | 'invariant'
  | 'transition'
  | 'reachable'
  | 'temporal'
  | 'canAlways'
  | 'deadlock'
  | 'assertion'
  | 'error'

/**
 * The instance of a process for which a claim is made.
 *
 * @since 0.2.0
 */
export interface Me {
  /** Its process. */
  readonly process: string
  /** Its number. */
  readonly instance: number
}

/**
 * The method of a model that states a temporal claim.
 *
 * @since 0.2.0
 */
export type TemporalForm = 'eventually' | 'leadsTo' | 'infinitelyOften' | 'eventuallyAlways' | 'temporal'

/** The process for each of whose instances a claim is made; null for a claim about the whole state. */
interface OfEachInstance {
  readonly of: string | null
}

/** What a claim of refinement is about. */
export interface Refinement {
  /** The description of the model that is refined. */
  readonly abstract: object
  /** The state of that model, for a state and the constants. */
  readonly stateOf: (state: unknown, constants: unknown) => unknown
  /** The variant of that model; null for none. */
  readonly variant: string | null
  /** Constants of that model, for those of the model that refines it. */
  readonly constantsOf: (constants: unknown) => unknown
}

/** A claim as a model stores it, with its types erased; `where` is the line that states it, `lock.ts:12`, if known. */
export type Claim = { readonly where?: string | undefined } & (
  | {
      readonly kind: 'invariant'
      readonly name: string
      /**
       * Whether it came with the procedures of which the model is built; an author's claim with the same function replaces
       * it.
       */
      readonly isRule?: boolean
      readonly given?: StateClaim<unknown, unknown>
      readonly holds: StateClaim<unknown, unknown>
      /**
       * Set if the claim is that each initial state is one of a refined model; `holds` is replaced once constants are fixed.
       */
      readonly refines?: Refinement
    }
  | {
      readonly kind: 'transition'
      readonly name: string
      readonly given?: TransitionClaim<unknown, unknown>
      readonly holds: TransitionClaim<unknown, unknown>
      /**
       * Set if the claim is that each transition is one of a refined model; `holds` is replaced once constants are fixed.
       */
      readonly refines?: Refinement
    }
  | { readonly kind: 'reachable'; readonly name: string; readonly holds: StateClaim<unknown, unknown> }
  /** Bounds the search, and is evaluated like a claim. */
  | { readonly kind: 'bound'; readonly name: string; readonly holds: StateClaim<unknown, unknown> }
  | ({
      readonly kind: 'temporal'
      readonly name: string
      readonly form: TemporalForm
      readonly formula: FormulaSource
      /** The premise of a `leadsTo` claim. */
      readonly given?: AnyPredicate
      /** The fairness to assume, instead of the model's. */
      readonly fairness?: readonly Assumption[]
      /**
       * Set if the claim is one of a refined model: it is about runs as that model sees them, and so are its predicates, steps
       * and instances.
       */
      readonly refines?: Refinement
      /** The fairness that the refined model assumes for its claim: the claim is about runs that it sees as that fair. */
      readonly premises?: readonly Assumption[]
      /** The assumption of the refined model that the claim makes: it is about each choice of a step, if that is. */
      readonly keeps?: Assumption
    } & OfEachInstance)
  | ({ readonly kind: 'canAlways'; readonly name: string; readonly can: AnyPredicate } & OfEachInstance)
  /** With `refines`, that a run does not end where the refined model goes on. */
  | { readonly kind: 'deadlock'; readonly name: string; readonly refines?: Refinement }
  | { readonly kind: 'assertion' | 'error'; readonly name: string }
)

export type TemporalClaim = Extract<Claim, { kind: 'temporal' }>
export type DeadlockClaim = Extract<Claim, { kind: 'deadlock' }>
export type CanAlwaysClaim = Extract<Claim, { kind: 'canAlways' }>

/**
 * The claims that come with every model. They have no short names.
 *
 * @since 0.2.0
 */
export type BuiltInClaim = 'no deadlock' | 'no assertion fails' | 'no step throws'

/** The names of the claims that come with every model, by kind. */
export const builtInClaims = {
  deadlock: 'no deadlock',
  assertion: 'no assertion fails',
  error: 'no step throws',
} as const satisfies { readonly [kind: string]: BuiltInClaim }

/** A claim that gets a verdict: all but bounds. */
export type JudgedClaim = Exclude<Claim, { kind: 'bound' }>

export function judgedClaims(claims: readonly Claim[]): JudgedClaim[] {
  return claims.filter(claim => claim.kind !== 'bound')
}

/** The predicates of states in a claim about runs. */
export function predicatesOf(claim: TemporalClaim | CanAlwaysClaim): readonly AnyPredicate[] {
  return claim.kind === 'temporal' ? predicatesIn(claim.formula) : [claim.can]
}

/** Whether a claim is about whole runs, so that it can be judged only when every state is known. */
export function isAboutRuns<K extends { readonly kind: Claim['kind'] }>(
  claim: K,
): claim is Extract<K, TemporalClaim | CanAlwaysClaim> {
  return claim.kind === 'temporal' || claim.kind === 'canAlways'
}
