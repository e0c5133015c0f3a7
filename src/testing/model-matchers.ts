import type { CheckOptions } from '../check/check-options.ts'
import type { BuiltInClaim } from '../language/claims.ts'
import type { LassoLength } from '../language/expectations.ts'
import type { AnyModel, Model } from '../language/model.ts'
import type { Witness } from '../witness/witness.ts'

/**
 * How a matcher checks a model: the options of `check`, and where pages go.
 *
 * @since 0.2.0
 */
export interface MatcherOptions<C = never, V extends string = string> extends Omit<CheckOptions<C, V>, 'allClaims'> {
  /**
   * The folder in which the page of a counterexample is written; null for none. Default: `out` of `interleave.config.ts`, or
   * else `out`.
   */
  readonly pages?: string | null | undefined
}

/**
 * How `toHold` checks a model.
 *
 * @since 0.2.0
 */
export interface HoldOptions<C = never, V extends string = string, Q extends string = string>
  extends MatcherOptions<C, V> {
  /** The claims that must hold. Default: all of them. */
  readonly claims?: readonly Q[] | undefined
}

/**
 * How `toViolate` and `toReach` check a model.
 *
 * @since 0.2.0
 */
export interface RunOptions<C = never, V extends string = string> extends MatcherOptions<C, V> {
  /** The number of steps that the shortest run must have, or those of stem and loop of an infinite run. Default: any. */
  readonly steps?: number | LassoLength | undefined
}

/**
 * The constants of a model `M`.
 *
 * @since 0.2.0
 */
export type ConstantsOf<M> = M extends Model<infer C, infer _S, infer _V, infer _A, infer _Q> ? C : never

/**
 * The names of the variants of a model `M`.
 *
 * @since 0.2.0
 */
export type VariantsOf<M> = M extends AnyModel<infer V> ? V : string

/**
 * The names of the claims of a model `M`, with those that every model has.
 *
 * @since 0.2.0
 */
export type ClaimsOf<M> = M extends AnyModel<string, infer Q> ? Q | BuiltInClaim : string

/**
 * The matchers of a model `M`. Each resolves when the search has ended, so await it.
 *
 * @since 0.2.0
 */
export interface ModelMatchers<M> {
  /**
   * Every claim holds, or each of those named. Fails for one that is violated, never witnessed or unknown, with the run as
   * text, the source at its last step and the address of its page. `.not.toHold()` requires a claim that is violated or
   * never witnessed: an unknown one fails it too.
   *
   * @throws UsageError `not-a-model`, `bad-option` and so on, as `check` does.
   * @since 0.2.0
   */
  toHold(options?: HoldOptions<ConstantsOf<M>, VariantsOf<M>, ClaimsOf<M>>): Promise<void>

  /**
   * The claim is violated, in the number of steps given. `.not` requires that it holds.
   *
   * @throws UsageError `bad-option`: there is no such claim; others as `check` does.
   * @since 0.2.0
   */
  toViolate(claim: ClaimsOf<M>, options?: RunOptions<ConstantsOf<M>, VariantsOf<M>>): Promise<void>

  /**
   * The reachable claim is witnessed, in the number of steps given. `.not` requires that it never is.
   *
   * @throws UsageError `bad-option`: there is no such claim; others as `check` does.
   * @since 0.2.0
   */
  toReach(claim: ClaimsOf<M>, options?: RunOptions<ConstantsOf<M>, VariantsOf<M>>): Promise<void>

  /**
   * The run of a witness, or of the JSON of one, is not possible any more, or no longer shows what it showed: keeps a bug
   * from coming back. It is tried under the witness's variant, unless the options name another.
   *
   * @throws UsageError `not-a-witness`: the run is none, or about a claim that the model does not have.
   * @since 0.2.0
   */
  toExcludeRun(
    run: Witness | string,
    options?: Pick<CheckOptions<ConstantsOf<M>, VariantsOf<M>>, 'variant' | 'set'>,
  ): Promise<void>
}

/** The options of any matcher, for any model. */
export type AnyOptions = HoldOptions<never> & RunOptions<never>
