/** The search behind a test, and the claim that the test is about. */

import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/similar-name.ts'
import { type Checked, check } from '../check/check.ts'
import { descriptionOf } from '../language/description-of.ts'
import type { Model } from '../language/model.ts'
import type { ClaimOutcome } from '../outcome/outcome.ts'
import { subjectOf } from '../report/outcome/claim-words.ts'
import type { AnyOptions } from './model-matchers.ts'
import type { TestConfig } from './test-config.ts'

/** Checks all claims, within the limits of the configuration as far as the options do not say others. */
export async function checkInTest(
  given: unknown,
  { pages, claims, steps, ...options }: AnyOptions,
  config: TestConfig,
): Promise<Checked> {
  descriptionOf(given)
  const limits = options.simulate === undefined ? await config.limits() : {}
  return check(given as Model<never, unknown, string>, { ...limits, ...options, allClaims: true } as never)
}

/** Throws {@link UsageError} `bad-option` if there is no claim of that name. */
export function claimOf(checked: Checked, name: string): ClaimOutcome {
  const claim = checked.claims.find(claim => claim.name === name)
  if (claim !== undefined) return claim
  const known = checked.claims.map(claim => claim.name)
  throw new UsageError(
    'bad-option',
    `${subjectOf(checked)} has no claim '${name}'. Its claims are: ${known.map(one => `'${one}'`).join(', ')}.${didYouMean(name, known)}`,
  )
}
