/** What the matchers of models find, apart from the runner of tests that calls them. */

import { UsageError } from '../base/errors.ts'
import type { Checked } from '../check/check.ts'
import { checkOptionNames } from '../check/check-options.ts'
import { descriptionOf } from '../language/description-of.ts'
import type { AnyModel } from '../language/model.ts'
import { instantiate, type Setting } from '../machine/instantiate.ts'
import type { ClaimOutcome } from '../outcome/outcome.ts'
import { claimInWords, claimsInWords, subjectOf } from '../report/outcome/claim-words.ts'
import { inSteps } from '../verdicts/compare-with-expectation.ts'
import { readWitness } from '../witness/read-witness.ts'
import type { Witness } from '../witness/witness.ts'
import { checkInTest, claimOf } from './check-in-test.ts'
import { excludedRun } from './excluded-run.ts'
import { failureText } from './failure-text.ts'
import { type MatcherName, refuseNoName, refuseWrongOptions } from './matcher-options.ts'
import type { AnyOptions } from './model-matchers.ts'
import type { TestConfig } from './test-config.ts'

/** How a matcher is used. */
export interface MatcherUse {
  /** Whether it is negated: `pass` is turned round then. */
  readonly isNot: boolean
  readonly config: TestConfig
}

/** What the runner wants of a matcher. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
}

export async function toHold(use: MatcherUse, given: unknown, options: AnyOptions = {}): Promise<Matched> {
  refuseWrongOptions('toHold', options, checkOptionNames)
  const checked = await checkInTest(given, options, use.config)
  const claims = options.claims?.map(name => claimOf(checked, name)) ?? checked.claims
  const failing = claims.filter(({ verdict }) => verdict === 'violated' || verdict === 'never')
  const undecided = claims.filter(claim => !failing.includes(claim) && !holds(claim, options))
  const isWell = failing.length + undecided.length === 0
  // An undecided claim is neither: it fails the matcher and its negation.
  return matched(use, use.isNot ? failing.length === 0 : isWell, options, complete =>
    use.isNot
      ? `expected a claim of ${subjectOf(checked)} to fail, but ${isWell ? 'all hold' : claimsInWords(undecided, checked)}`
      : failureText(given, complete, checked, failing[0], claimsInWords([...failing, ...undecided], checked)),
  )
}

export async function toViolate(
  use: MatcherUse,
  given: unknown,
  name: string,
  options: AnyOptions = {},
): Promise<Matched> {
  const { checked, claim } = await checkClaim('toViolate', use, given, name, options)
  const isViolated = claim.verdict === 'violated' || claim.verdict === 'never'
  const fits = isViolated && hasSteps(claim, options)
  const wanted = use.isNot ? 'to hold' : 'to be violated'
  return matched(use, use.isNot ? !holds(claim, options) : fits, options, complete =>
    verdictText(given, complete, checked, claim, wanted),
  )
}

export async function toReach(
  use: MatcherUse,
  given: unknown,
  name: string,
  options: AnyOptions = {},
): Promise<Matched> {
  const { checked, claim } = await checkClaim('toReach', use, given, name, options)
  if (claim.kind !== 'reachable')
    throw new UsageError('bad-option', `claim '${name}' of ${subjectOf(checked)} is not a reachable claim.`)
  const fits = claim.verdict === 'witnessed' && hasSteps(claim, options)
  const wanted = `${use.isNot ? 'never to be' : 'to be'} witnessed`
  return matched(use, use.isNot ? claim.verdict !== 'never' : fits, options, complete =>
    verdictText(given, complete, checked, claim, wanted),
  )
}

export async function toExcludeRun(
  _use: MatcherUse,
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
}

async function checkClaim(
  matcher: MatcherName,
  { config }: MatcherUse,
  given: unknown,
  name: string,
  options: AnyOptions,
): Promise<{ checked: Checked; claim: ClaimOutcome }> {
  refuseNoName(matcher, name)
  refuseWrongOptions(matcher, options, checkOptionNames)
  const checked = await checkInTest(given, options, config)
  return { checked, claim: claimOf(checked, name) }
}

/** The result of a matcher. Its message is composed only if it is shown, and only then is the configuration read. */
async function matched(
  { isNot, config }: MatcherUse,
  pass: boolean,
  options: AnyOptions,
  message: (options: AnyOptions) => string,
): Promise<Matched> {
  const text = pass === isNot ? message(await config.withPages(options)) : ''
  return { pass, message: () => text }
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
