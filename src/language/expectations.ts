import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { want, wantObject } from './arguments.ts'
import { descriptionOf } from './description-of.ts'
import type { AnyModel } from './model.ts'

/**
 * What a check of one variant must find: the claims that fail, with the transitions of the shortest run that shows it
 * (`'never'` for a reachable claim without a witness), and, if given, the exact census. Every claim that is not named
 * must hold.
 *
 * @since 0.1.0
 */
export interface Expectation {
  /** The claims that fail, each with the transitions of its shortest run. Default: none, every claim holds. */
  readonly fails?: { readonly [claim: string]: number | 'never' }
  /** How much an exhausted search sees. Default: anything. */
  readonly census?: ExpectedCensus
}

/**
 * A {@link Census} as a spec writes it: states, transitions, and the transitions on the longest shortest run.
 *
 * @since 0.2.0
 */
export type ExpectedCensus = readonly [states: number, transitions: number, depth: number]

/**
 * What must be found for a model as it is (`base`) and for each of its variants.
 *
 * @since 0.1.0
 */
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
 *
 * @throws ModelError `bad-expectation`: something is expected of a variant that is not there; `bad-argument`: a part is of
 * another type.
 * @throws UsageError `not-a-model`: `spec` is no model.
 * @since 0.1.0
 */
export function expectations<V extends string>(spec: AnyModel<V>, expected: Expectations<NoInfer<V>>): Expectations<V> {
  const { name, variants } = descriptionOf(spec)
  wantObject('expectations', 'an object with an expectation for each variant', expected)
  const known = ['base', ...variants.map(variant => variant.name)]
  for (const [setting, one] of Object.entries<unknown>(expected)) {
    if (!known.includes(setting))
      throw new ModelError(
        'bad-expectation',
        `there is an expectation for a variant '${setting}' that model '${name}' does not have. It has: ${known.join(', ')}.`,
        { where: callerLocation() },
      )
    checkExpectation(`the expectation of '${setting}'`, one)
  }
  return expected
}

/** Whether its parts are what they must be; what claims it names is held against the outcome. */
function checkExpectation(where: string, expectation: unknown): void {
  wantObject(where, 'an object', expectation)
  const { fails = {}, census, ...others } = expectation as Record<string, unknown>
  const [other] = Object.keys(others)
  want(other === undefined, where, "nothing but 'fails' and 'census'", other)
  wantObject(where, "an object from claims to lengths as 'fails'", fails)
  for (const [claim, length] of Object.entries(fails as object))
    want(isLength(length), where, `a number of steps or 'never' for '${claim}'`, length)
  const isCensus = Array.isArray(census) && census.length === 3 && census.every(Number.isInteger)
  want(census === undefined || isCensus, where, "[states, transitions, depth] as 'census'", census)
}

function isLength(length: unknown): boolean {
  return length === 'never' || (Number.isInteger(length) && (length as number) >= 0)
}

/**
 * The same expectation of several settings, to be spread into those of a spec.
 *
 * @example
 * expectations(spec, { base: {}, ...alike(['NP', 'NPC', 'PRE'], { fails: { 'no deadlock': 13 } }) })
 *
 * @throws ModelError `bad-argument`: a part is of another type.
 * @since 0.1.0
 */
export function alike<const N extends string>(
  settings: readonly N[],
  expectation: Expectation,
): { readonly [setting in N]: Expectation } {
  want(Array.isArray(settings), 'alike', 'a list of names of variants', settings)
  for (const setting of settings) want(typeof setting === 'string', 'alike', 'names of variants', setting)
  checkExpectation('alike', expectation)
  return Object.fromEntries(settings.map(setting => [setting, expectation])) as { [setting in N]: Expectation }
}
