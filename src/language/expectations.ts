import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { didYouMean } from '../base/similar-name.ts'
import { requireArgument, requireObject } from './arguments.ts'
import { checkExpectation } from './check-expectation.ts'
import type { BuiltInClaim } from './claims.ts'
import { descriptionOf } from './description-of.ts'
import { type ExpectationException, expectedByRule, type SharedExpectations } from './expectation-rules.ts'
import type { AnyModel, Model } from './model.ts'
import { unknownClaimIn } from './unknown-claim.ts'

/**
 * The length of an infinite run (a lasso) in transitions: of its stem, and of its loop.
 *
 * @since 0.2.0
 */
export type LassoLength = readonly [stem: number, loop: number]

/**
 * What a check of one variant must find: the claims that fail, each with the length of its shortest run in transitions
 * (`'never'` for a reachable claim without a witness, `[stem, loop]` for a temporal claim), and, if given, the exact
 * census. Every claim that is not named must hold; only within the bounds of the model if `within` says so.
 *
 * @since 0.1.0
 */
export interface Expectation<Q extends string = string> {
  /**
   * The claims that fail, each with the length of its shortest run in transitions. Default: none, every claim holds.
   */
  readonly fails?: { readonly [claim in Q]?: number | 'never' | LassoLength }
  /**
   * Whether bounds of the model cut the search, so that claims hold only within them (`.within` of a model). Default: false,
   * every claim that is not named must hold without reservation.
   *
   * @since 0.2.0
   */
  readonly within?: boolean
  /** The census of an exhausted search. Default: any. */
  readonly census?: ExpectedCensus
}

/**
 * A {@link Census} as a spec writes it: states, transitions, and the transitions on the longest shortest run.
 *
 * @since 0.2.0
 */
export type ExpectedCensus = readonly [states: number, transitions: number, depth: number]

/**
 * What must be found for the model itself (`base`) and for each of its variants.
 *
 * @since 0.1.0
 */
export type Expectations<V extends string = string, Q extends string = string> = {
  readonly [variant in V | 'base']: Expectation<Q>
}

/**
 * States, beside a spec, what checking it must find: for every variant by name, and for `base`, the model itself. Rules
 * before the entries state what settings share. Then only settings that differ, or that no rule applies to, need an
 * entry.
 *
 * @throws {@link ModelError} `bad-expectation` where it names something that the spec does not have.
 * @example
 * export default qrcu.variant('no re-summation', { resum: false })
 * export const expected = expectations(spec, {
 *   base: { census: [285, 472, 24] },
 *   'no re-summation': { fails: { 'no assertion fails': 18 } },
 * })
 * @example
 * export const expected = expectations(
 *   spec,
 *   {
 *     claims: { ends: 'a grace period ends', early: 'no grace period ends early' },
 *     rules: [{ where: { updaters: 0 }, fails: { ends: 'never' } }],
 *   },
 *   { 'no re-summation': { fails: { early: 18 } } },
 * )
 *
 * @throws ModelError `bad-expectation`: it names a variant that does not exist; `bad-argument`: a part has the wrong
 * type.
 * @throws UsageError `not-a-model`: `spec` is no model.
 * @since 0.1.0
 */
export function expectations<V extends string, Q extends string>(
  spec: AnyModel<V, Q>,
  expected: Expectations<NoInfer<V>, NoInfer<Q> | BuiltInClaim>,
): Expectations<V>
export function expectations<
  C,
  S,
  V extends string,
  A extends string,
  Q extends string,
  K extends string = Q | BuiltInClaim,
>(
  spec: Model<C, S, V, A, Q>,
  shared: SharedExpectations<NoInfer<C>, NoInfer<V>, K, NoInfer<Q> | BuiltInClaim>,
  exceptions: { readonly [setting in NoInfer<V> | 'base']?: ExpectationException<NoInfer<K>> },
): Expectations<V>
export function expectations(spec: unknown, first: unknown, exceptions?: unknown): Expectations {
  const model = descriptionOf(spec)
  const isByRule = exceptions !== undefined
  const stated = isByRule ? exceptions : first
  requireObject('expectations', 'an object with an expectation for each variant', stated)
  const known = ['base', ...model.variants.map(variant => variant.name)]
  for (const [setting, one] of Object.entries(stated as Record<string, unknown>)) {
    if (!known.includes(setting))
      throw new ModelError(
        'bad-expectation',
        `there is an expectation for a variant '${setting}' that model '${model.name}' does not have. It has: ${known.join(', ')}.${didYouMean(setting, known)}`,
        { where: callerLocation() },
      )
    checkExpectation(`the expectation of '${setting}'`, one, isByRule ? ['never', 'holds'] : ['never'])
  }
  const all = isByRule ? expectedByRule(model, first, stated as Record<string, unknown>) : (stated as Expectations)
  const wrong = unknownClaimIn(model, all)
  if (wrong !== undefined) throw new ModelError('bad-expectation', wrong, { where: callerLocation() })
  return all
}

/**
 * The same expectation for several settings, to be spread into the expectations of a spec.
 *
 * @example
 * expectations(spec, { base: {}, ...alike(['NP', 'NPC', 'PRE'], { fails: { 'no deadlock': 13 } }) })
 *
 * @throws ModelError `bad-argument`: a part has the wrong type.
 * @since 0.1.0
 */
export function alike<const N extends string>(
  settings: readonly N[],
  expectation: Expectation,
): { readonly [setting in N]: Expectation } {
  requireArgument(Array.isArray(settings), 'alike', 'a list of names of variants', settings)
  for (const setting of settings) requireArgument(typeof setting === 'string', 'alike', 'names of variants', setting)
  checkExpectation('alike', expectation, ['never'])
  return Object.fromEntries(settings.map(setting => [setting, expectation])) as { [setting in N]: Expectation }
}
