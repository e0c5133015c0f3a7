import type { Model } from './model.ts'

/**
 * What a check of one variant must find: the claims that fail, with the transitions of the shortest run that shows it
 * (`'never'` for a reachable claim without a witness), and, if given, the exact census. Every claim that is not named
 * must hold.
 */
export interface Expectation {
  readonly fails?: { readonly [claim: string]: number | 'never' }
  readonly census?: Census
}

/** States, transitions, and the transitions on the longest shortest run. */
export type Census = readonly [states: number, transitions: number, depth: number]

/** What must be found for a model as it is (`base`) and for each of its variants. */
export type Expectations<V extends string = string> = { readonly [variant in V | 'base']: Expectation }

/**
 * States what a spec must find, beside the spec: every variant by name, and `base` for the model as it stands.
 *
 * @example
 * export default qrcu.variant('no re-summation', { resum: false })
 * export const expected = expectations(spec, {
 *   base: { census: [285, 472, 24] },
 *   'no re-summation': { fails: { 'no assertion fails': 18 } },
 * })
 */
export function expectations<V extends string>(
  _spec: Model<never, never, V> | { readonly variantNames: V },
  expected: Expectations<NoInfer<V>>,
): Expectations<V> {
  return expected
}

/**
 * The same expectation of several settings, to be spread into those of a spec.
 *
 * @example
 * expectations(spec, { base: {}, ...alike(['NP', 'NPC', 'PRE'], { fails: { 'no deadlock': 13 } }) })
 */
export function alike<const N extends string>(
  settings: readonly N[],
  expectation: Expectation,
): { readonly [setting in N]: Expectation } {
  return Object.fromEntries(settings.map(setting => [setting, expectation])) as { [setting in N]: Expectation }
}
