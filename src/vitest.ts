/**
 * Interleave in vitest: matchers for models, and the tests of a spec. Importing it adds the matchers to `expect`.
 *
 * Searches run in vitest's own workers and give way every 0.1 seconds, so that its time limits work; pass the `signal` of
 * a test to end the search together with it.
 *
 * @module interleave-checker/vitest
 */

import { chai, describe, expect, test, vi } from 'vitest'
import type { Checked } from './check/check.ts'
import { judgedClaims } from './language/claims.ts'
import { descriptionOf } from './language/description-of.ts'
import type { Expectation, Expectations } from './language/expectations.ts'
import type { AnyModel } from './language/model.ts'
import { instantiate, type Setting } from './machine/instantiate.ts'
import { isCutShort, isOpen } from './outcome/outcome.ts'
import { claimsInWords } from './report/outcome/claim-words.ts'
import { CallPlace } from './testing/call-place.ts'
import { checkInTest, claimOf } from './testing/check-in-test.ts'
import { failureText } from './testing/failure-text.ts'
import { type Matched, type MatcherUse, toExcludeRun, toHold, toReach, toViolate } from './testing/matchers.ts'
import type { AnyOptions, MatcherOptions, ModelMatchers } from './testing/model-matchers.ts'
import { TestConfig } from './testing/test-config.ts'
import { compareWithExpectation, expectedInWords } from './verdicts/compare-with-expectation.ts'

export type {
  ClaimsOf,
  ConstantsOf,
  HoldOptions,
  MatcherOptions,
  ModelMatchers,
  RunOptions,
  VariantsOf,
} from './testing/model-matchers.ts'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares it so, and declarations must agree to be merged.
  interface Matchers<T = any> extends ModelMatchers<T> {}
}

interface MatcherThis {
  /** Undefined where a matcher is not negated. */
  readonly isNot?: boolean
  /** The assertion of chai; undefined in older versions. */
  readonly assertion?: object
}

const config = new TestConfig(file => vi.importActual(file))

expect.extend({
  toHold: atCall(toHold),
  toViolate: atCall(toViolate),
  toReach: atCall(toReach),
  toExcludeRun: atCall(toExcludeRun),
})

/**
 * A matcher whose failures are shown where it is called. Vitest makes the error only when the search is over; in a test that returns
 * the promise, or awaits several, the call is on no stack then.
 */
function atCall<A extends unknown[]>(
  match: (use: MatcherUse, ...args: A) => Promise<Matched>,
): (this: MatcherThis, ...args: A) => Promise<Matched> {
  return function called(this: MatcherThis, ...args: A): Promise<Matched> {
    const place = new CallPlace(called)
    const { isNot = false } = this
    const judge = async (): Promise<Matched> => {
      const result = await match({ isNot, config }, ...args)
      if (result.pass === isNot) throw new Error(`${customMessage(this)}${result.message()}`)
      return result
    }
    return judge().catch(error => {
      throw place.moved(error)
    })
  }
}

/** What the test says in `expect(model, 'this')`. */
function customMessage({ assertion }: MatcherThis): string {
  const message: unknown = assertion === undefined ? undefined : chai.util.flag(assertion, 'message')
  return typeof message === 'string' ? `${message}: ` : ''
}

/**
 * A spec as its module exports it: the model by default, and what is expected of each of its variants.
 *
 * @since 0.2.0
 */
export interface SpecModule<V extends string = string> {
  /** The model with its claims. */
  readonly default: AnyModel<V>
  /** What must be found in each setting. Default: every claim holds. */
  readonly expected?: Expectations<V>
}

/**
 * Makes the tests of a spec: for each variant and each claim, that what is found is what is expected. Each variant is
 * searched once.
 *
 * @example
 * import * as lock from './lock.ts'
 * describeSpec(lock, { timeout: 20_000 })
 *
 * @throws UsageError `not-a-model`: the module exports no model by default.
 * @throws ModelError where the model itself is wrong.
 * @since 0.2.0
 */
export function describeSpec<V extends string>(
  spec: SpecModule<V>,
  options: Omit<MatcherOptions<never, V>, 'variant' | 'signal'> & {
    /** Milliseconds for a test; the first of each variant searches. Default: that of vitest. */
    readonly timeout?: number
  } = {},
): void {
  const { timeout, pages, ...rest } = options
  const place = new CallPlace(describeSpec)
  const { name, variants } = descriptionOf(spec.default)
  describe(name, () => {
    for (const variant of [null, ...variants.map(known => known.name)])
      describe(variant ?? 'base', () => {
        const setting = { ...rest, pages, variant } as AnyOptions
        const expectation = spec.expected?.[(variant ?? 'base') as V] ?? {}
        describeSetting(spec.default, setting, expectation, { place, ...(timeout !== undefined && { timeout }) })
      })
  })
}

/** How tests are made: where they are asked for, and their time limit. */
interface Making {
  readonly place: CallPlace
  readonly timeout?: number
}

function describeSetting(
  model: AnyModel,
  options: AnyOptions,
  expectation: Expectation,
  { place, ...limits }: Making,
): void {
  let found: Promise<Checked> | undefined
  const checked = (signal: AbortSignal): Promise<Checked> => {
    // What is expected of a census counts all states.
    found ??= checkInTest(model, { reduce: 'none', ...options, signal }, config).catch(error => {
      throw place.moved(error)
    })
    return found
  }
  const { claims } = instantiate(model, options as Setting)
  const acceptBounds = options.acceptBounds === true && claims.some(({ kind }) => kind === 'bound')
  for (const { name, kind } of judgedClaims(claims)) {
    test(`${name}: ${expectedInWords({ name, kind }, expectation, acceptBounds)}`, limits, async ({ signal }) => {
      const outcome = await checked(signal)
      const claim = claimOf(outcome, name)
      const [wrong] = compareWithExpectation(outcome, expectation, acceptBounds).filter(({ claim }) => claim === name)
      if (wrong !== undefined)
        throw place.failure(failureText(model, await config.withPages(options), outcome, claim, wrong.text))
      // A search that was interrupted is not held against what is expected, and proves nothing.
      if (isOpen(claim.verdict)) throw place.failure(claimsInWords([claim], outcome))
    })
  }
  test('is searched as expected', limits, async ({ signal }) => {
    const outcome = await checked(signal)
    const others = compareWithExpectation(outcome, expectation).filter(({ claim }) => claim === undefined)
    if (others.length > 0) throw place.failure(others.map(({ text }) => text).join('\n'))
    if (isCutShort(outcome)) throw place.failure(`the search was cut short: ${outcome.stop}`)
  })
}
