/**
 * What is claimed of a model.
 *
 * Three kinds are written by the author, three come with every model: that it does not deadlock, that no `assert`
 * fails, and that no step throws.
 */

/** A value whose every part is read-only: claims look at states and never change them. */
export type Frozen<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [key in keyof T]: Frozen<T[key]> }
    : T

/**
 * The step that a transition claim is evaluated on. These three are all its fields: reading any other is an error, not
 * `undefined`.
 */
export interface StepName {
  /** The process that moved, or null if an action did. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
}

type ProcessesOf<S> = {
  [N in keyof S & string]: S[N] extends readonly { readonly pc: string }[] ? N : never
}[keyof S & string]

type StepOfProcess<S, N extends keyof S & string> = {
  readonly process: N
  readonly instance: number
  readonly step: S[N] extends readonly { readonly pc: infer K }[] ? Exclude<K, 'done'> : never
}

type StepOfAction<A extends string> = { readonly process: null; readonly instance: number; readonly step: A }

type StepsOf<S, A extends string> =
  | { [N in ProcessesOf<S>]: StepOfProcess<S, N> }[ProcessesOf<S>]
  | (A extends string ? StepOfAction<A> : never)

/** A {@link StepName} of a model whose state is `S` and whose actions have the names `A`: a misspelt label does not compile. */
export type StepOf<S, A extends string> = [StepsOf<S, A>] extends [never] ? StepName : StepsOf<S, A>

/** A claim about each state. */
export type StateClaim<S, C> = (state: Frozen<S>, constants: C) => boolean

/** An implication: in every state where `given` is true, `then` is. Reported as vacuous where `given` never was. */
export interface Implication<S, C> {
  readonly given: StateClaim<S, C>
  readonly then: StateClaim<S, C>
}

/** A claim about each transition, with the step between given as an `N`. */
export type TransitionClaim<S, C, N = StepName> = (
  before: Frozen<S>,
  after: Frozen<S>,
  step: N,
  constants: C,
) => boolean

/** An implication about each transition: where `given` is true of it, `then` is. */
export interface TransitionImplication<S, C, N = StepName> {
  readonly given: TransitionClaim<S, C, N>
  readonly then: TransitionClaim<S, C, N>
}

/** Whether an instance of process `N` is in what a span names; it sees itself with its number. */
export type SpanPredicate<S, N extends keyof S, C> = (
  state: Frozen<S>,
  me: Frozen<S[N] extends readonly (infer I)[] ? I : never> & { readonly id: number },
  constants: C,
) => boolean

export type ClaimKind = 'invariant' | 'transition' | 'reachable' | 'deadlock' | 'assertion' | 'error'

/** A claim as a model keeps it, its types forgotten; `where` is the line that states it, `lock.ts:12`, if it is known. */
export type Claim = { readonly where?: string | undefined } & (
  | {
      readonly kind: 'invariant'
      readonly name: string
      /** Whether it came with what the model is made of, so that a claim of the author's own says it in its place. */
      readonly isRule?: boolean
      readonly given?: StateClaim<unknown, unknown>
      readonly holds: StateClaim<unknown, unknown>
    }
  | {
      readonly kind: 'transition'
      readonly name: string
      readonly given?: TransitionClaim<unknown, unknown>
      readonly holds: TransitionClaim<unknown, unknown>
    }
  | { readonly kind: 'reachable'; readonly name: string; readonly holds: StateClaim<unknown, unknown> }
  | { readonly kind: 'deadlock' | 'assertion' | 'error'; readonly name: string }
)

/** The names of the claims that come with every model. */
export const builtInClaims = {
  deadlock: 'no deadlock',
  assertion: 'no assertion fails',
  error: 'no step throws',
} as const
