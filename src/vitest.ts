/**
 * Interleave in vitest: matchers for models, and the tests of a spec. Importing it adds the matchers to `expect`.
 *
 * Searches run in vitest's own workers and give way every 0.1 seconds, so that its time limits work; pass the `signal` of
 * a test to end the search together with it.
 *
 * @module interleave-checker/vitest
 */

import { resolve } from 'node:path'
import { chai, describe, expect, test, vi } from 'vitest'
import { UsageError } from './base/errors.ts'
import { didYouMean } from './base/similar-name.ts'
import { type Checked, check } from './check.ts'
import { type CheckOptions, checkOptionNames } from './check-options.ts'
import { bytesOf } from './cli/bytes-of.ts'
import type { InterleaveConfig } from './cli/config.ts'
import { configFile } from './cli/config-file.ts'
import { type BuiltInClaim, judgedClaims } from './language/claims.ts'
import { descriptionOf } from './language/description-of.ts'
import type { Expectation, Expectations, LassoLength } from './language/expectations.ts'
import type { AnyModel, Model } from './language/model.ts'
import { instantiate, type Setting } from './machine/instantiate.ts'
import { type ClaimOutcome, isCutShort, isOpen } from './outcome/outcome.ts'
import { claimInWords, claimsInWords, subjectOf } from './report/outcome/claim-words.ts'
import { witnessToText } from './report/run/witness-text.ts'
import { CallPlace } from './testing/call-place.ts'
import { codeFrame } from './testing/code-frame.ts'
import { excludedRun } from './testing/excluded-run.ts'
import { refuseNoName, refuseWrongOptions } from './testing/matcher-options.ts'
import { writeWitnessPage } from './testing/write-witness-page.ts'
import { compareWithExpectation, expectedInWords, inSteps } from './verdicts/compare-with-expectation.ts'
import { readWitness } from './witness/read-witness.ts'
import type { Witness } from './witness/witness.ts'

/**
 * How a matcher checks a model: the options of {@link check}, and where pages go.
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
   * @throws UsageError `not-a-model`, `bad-option` and so on, as {@link check} does.
   * @since 0.2.0
   */
  toHold(options?: HoldOptions<ConstantsOf<M>, VariantsOf<M>, ClaimsOf<M>>): Promise<void>

  /**
   * The claim is violated, in the number of steps given. `.not` requires that it holds.
   *
   * @throws UsageError `bad-option`: there is no such claim; others as {@link check} does.
   * @since 0.2.0
   */
  toViolate(claim: ClaimsOf<M>, options?: RunOptions<ConstantsOf<M>, VariantsOf<M>>): Promise<void>

  /**
   * The reachable claim is witnessed, in the number of steps given. `.not` requires that it never is.
   *
   * @throws UsageError `bad-option`: there is no such claim; others as {@link check} does.
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

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares it so, and declarations must agree to be merged.
  interface Matchers<T = any> extends ModelMatchers<T> {}
}

/** What vitest wants of a matcher. `pass` is turned round by `.not`. */
interface Matched {
  readonly pass: boolean
  readonly message: () => string
}

interface MatcherThis {
  /** Undefined where a matcher is not negated. */
  readonly isNot?: boolean
  /** The assertion of chai; undefined in older versions. */
  readonly assertion?: object
}

/** Options as the matchers get them, of any model. */
type AnyOptions = HoldOptions<never> & RunOptions<never>

expect.extend({
  toHold: atCall(async function toHold(given: unknown, options: AnyOptions = {}): Promise<Matched> {
    refuseWrongOptions('toHold', options, checkOptionNames)
    const { claims: wanted, pages, ...rest } = options
    const checked = await checkAll(given, rest)
    const claims = wanted === undefined ? checked.claims : wanted.map(name => claimOf(checked, name))
    const failing = claims.filter(({ verdict }) => verdict === 'violated' || verdict === 'never')
    const undecided = claims.filter(claim => !failing.includes(claim) && !holds(claim, options))
    const isWell = failing.length + undecided.length === 0
    // An undecided claim is neither: it fails the matcher and its negation.
    return matched(this, this.isNot ? failing.length === 0 : isWell, options, complete =>
      this.isNot
        ? `expected a claim of ${subjectOf(checked)} to fail, but ${isWell ? 'all hold' : claimsInWords(undecided, checked)}`
        : failureText(given, complete, checked, failing[0], claimsInWords([...failing, ...undecided], checked)),
    )
  }),

  toViolate: atCall(async function toViolate(given: unknown, name: string, options: AnyOptions = {}): Promise<Matched> {
    refuseNoName('toViolate', name)
    refuseWrongOptions('toViolate', options, checkOptionNames)
    const { checked, claim } = await checkOne(given, name, options)
    const isViolated = claim.verdict === 'violated' || claim.verdict === 'never'
    const fits = isViolated && hasSteps(claim, options)
    const wanted = this.isNot ? 'to hold' : 'to be violated'
    return matched(this, this.isNot ? !holds(claim, options) : fits, options, complete =>
      verdictText(given, complete, checked, claim, wanted),
    )
  }),

  toReach: atCall(async function toReach(given: unknown, name: string, options: AnyOptions = {}): Promise<Matched> {
    refuseNoName('toReach', name)
    refuseWrongOptions('toReach', options, checkOptionNames)
    const { checked, claim } = await checkOne(given, name, options)
    if (claim.kind !== 'reachable')
      throw new UsageError('bad-option', `claim '${name}' of ${subjectOf(checked)} is not a reachable claim.`)
    const fits = claim.verdict === 'witnessed' && hasSteps(claim, options)
    const wanted = `${this.isNot ? 'never to be' : 'to be'} witnessed`
    return matched(this, this.isNot ? claim.verdict !== 'never' : fits, options, complete =>
      verdictText(given, complete, checked, claim, wanted),
    )
  }),

  toExcludeRun: atCall(async function toExcludeRun(
    given: unknown,
    run: Witness | string,
    options: AnyOptions = {},
  ): Promise<Matched> {
    const witness = typeof run === 'string' ? readWitness(run) : run
    const variants = descriptionOf(given).variants.map(({ name }) => name)
    const known = witness.variant !== null && variants.includes(witness.variant) ? witness.variant : null
    const { variant = known, set } = options
    const { isExcluded, text } = excludedRun(instantiate(given as AnyModel, { variant, set } as Setting), witness)
    return {
      pass: isExcluded,
      message: () => `expected the run to be ${isExcluded ? 'possible' : 'excluded'}. ${text}`,
    }
  }),
})

/**
 * A matcher whose failures are shown where it is called. Vitest makes the error only when the search is over; in a test that returns
 * the promise, or awaits several, the call is on no stack then.
 */
function atCall<A extends unknown[]>(
  match: (this: MatcherThis, ...args: A) => Promise<Matched>,
): (this: MatcherThis, ...args: A) => Promise<Matched> {
  return function called(this: MatcherThis, ...args: A): Promise<Matched> {
    const place = new CallPlace(called)
    const judge = async (): Promise<Matched> => {
      const result = await match.apply(this, args)
      if (result.pass === (this.isNot ?? false)) throw new Error(`${customMessage(this)}${result.message()}`)
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

/** The result of a matcher. Its message is composed only if it is shown, and only then is the configuration read. */
async function matched(
  { isNot = false }: MatcherThis,
  pass: boolean,
  options: AnyOptions,
  message: (options: AnyOptions) => string,
): Promise<Matched> {
  const text = pass === isNot ? message(await withPages(options)) : ''
  return { pass, message: () => text }
}

async function withPages(options: AnyOptions): Promise<AnyOptions> {
  return options.pages === undefined ? { ...options, pages: await pagesFolder() } : options
}

/** The folder of results in the configuration. */
async function pagesFolder(): Promise<string> {
  const { out } = await configuration()
  return typeof out === 'string' && out !== '' ? out : 'out'
}

/**
 * The configuration, which vitest loads, as it loads the tests. One that does not load is an error of the commands; what a test says is
 * more important here.
 */
async function configuration(): Promise<InterleaveConfig> {
  const file = configFile()
  if (file === undefined) return {}
  const { default: config } = await vi
    .importActual<{ readonly default?: InterleaveConfig }>(resolve(file))
    .catch(() => ({ default: undefined }))
  return config ?? {}
}

/** Checks within the limits of the configuration, as far as the options do not say others. */
async function checkAll(given: unknown, options: Omit<AnyOptions, 'claims' | 'pages' | 'steps'>): Promise<Checked> {
  descriptionOf(given)
  const limits = options.simulate === undefined ? limitsOf(await configuration()) : {}
  return check(given as Model<never, unknown, string>, { ...limits, ...options, allClaims: true } as never)
}

function limitsOf({ limits: { maxMemory, ...limits } = {} }: InterleaveConfig): Partial<CheckOptions> {
  const bytes = typeof maxMemory === 'string' ? bytesOf(maxMemory) : maxMemory
  return { ...limits, ...(bytes !== undefined && { maxMemory: bytes }) }
}

async function checkOne(
  given: unknown,
  name: string,
  { pages, claims, steps, ...rest }: AnyOptions,
): Promise<{ checked: Checked; claim: ClaimOutcome }> {
  const checked = await checkAll(given, rest)
  return { checked, claim: claimOf(checked, name) }
}

function claimOf(checked: Checked, name: string): ClaimOutcome {
  const claim = checked.claims.find(claim => claim.name === name)
  if (claim !== undefined) return claim
  const known = checked.claims.map(claim => claim.name)
  throw new UsageError(
    'bad-option',
    `${subjectOf(checked)} has no claim '${name}'. Its claims are: ${known.map(one => `'${one}'`).join(', ')}.${didYouMean(name, known)}`,
  )
}

/** Whether a claim holds, within the bounds of the model only if that is accepted. */
function holds({ verdict }: ClaimOutcome, { acceptBounds }: AnyOptions): boolean {
  return verdict === 'holds' || verdict === 'witnessed' || (verdict === 'holds within' && acceptBounds === true)
}

function hasSteps({ steps, loop }: ClaimOutcome, { steps: wanted }: AnyOptions): boolean {
  if (typeof wanted !== 'object') return wanted === undefined || wanted === steps
  const [stem, round] = wanted
  return round === loop && stem + round === steps
}

function verdictText(
  given: unknown,
  options: AnyOptions,
  checked: Checked,
  claim: ClaimOutcome,
  wanted: string,
): string {
  const length = options.steps === undefined ? '' : ` ${inSteps(options.steps)}`
  const text = `expected '${claim.name}' of ${subjectOf(checked)} ${wanted}${length}, but it ${claimInWords(claim, checked)}`
  return failureText(given, options, checked, claim, text)
}

/** What is wrong, the run that shows it, the source at its end, and the address of its page. */
function failureText(
  given: unknown,
  { variant, set, pages = 'out' }: AnyOptions,
  checked: Checked,
  claim: ClaimOutcome | undefined,
  text: string,
): string {
  const witness = checked.counterexamples.find(known => known.claim.name === claim?.name)
  if (witness === undefined) return text
  const frame = codeFrame(instantiate(given as AnyModel, { variant, set } as Setting), witness)
  return [
    text,
    witnessToText(witness).trimEnd(),
    ...(frame.length === 0 ? [] : [frame.join('\n')]),
    ...(pages === null ? [] : [`page: ${writeWitnessPage(witness, pages)}`]),
  ].join('\n\n')
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
  const { pages, ...rest } = options
  let found: Promise<Checked> | undefined
  const checked = (signal: AbortSignal): Promise<Checked> => {
    // What is expected of a census counts all states.
    found ??= checkAll(model, { reduce: 'none', ...rest, signal }).catch(error => {
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
        throw place.failure(failureText(model, await withPages(options), outcome, claim, wrong.text))
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
