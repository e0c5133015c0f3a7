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

/** The step that a transition claim is asked about. */
export interface StepName {
  /** The process that moved, or null if an action did. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
}

/** A claim about each state. */
export type StateClaim<S, C> = (state: Frozen<S>, constants: C) => boolean

/** An implication: in every state where `given` is true, `then` is. Reported as vacuous where `given` never was. */
export interface Implication<S, C> {
  readonly given: StateClaim<S, C>
  readonly then: StateClaim<S, C>
}

/** A claim about each transition. */
export type TransitionClaim<S, C> = (before: Frozen<S>, after: Frozen<S>, step: StepName, constants: C) => boolean

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
      readonly given?: StateClaim<unknown, unknown>
      readonly holds: StateClaim<unknown, unknown>
    }
  | { readonly kind: 'transition'; readonly name: string; readonly holds: TransitionClaim<unknown, unknown> }
  | { readonly kind: 'reachable'; readonly name: string; readonly holds: StateClaim<unknown, unknown> }
  | { readonly kind: 'deadlock' | 'assertion' | 'error'; readonly name: string }
)

/** The names of the claims that come with every model. */
export const builtInClaims = {
  deadlock: 'no deadlock',
  assertion: 'no assertion fails',
  error: 'no step throws',
} as const
