import { ModelError, UsageError } from '../base/errors.ts'
import { isAboutRuns } from '../language/claims.ts'
import { type ClaimOutcome, isFailure, isOpen, type Outcome } from '../outcome/outcome.ts'

/** Exit codes of the command. Those of verdicts follow TLC's, which users of checkers in CI know. */
export const exitCodes = {
  allHold: 0,
  /** `verify` only: a result differs from what a spec expects. */
  unexpected: 1,
  usage: 2,
  model: 3,
  inconclusive: 4,
  deadlock: 11,
  claim: 12,
  temporal: 13,
  failure: 14,
  internal: 70,
  /** Everything holds, but the report could not be written. */
  unwritten: 74,
} as const

/** The exit code of one outcome: that of the violation with the shortest run. */
export function exitCodeOf(outcome: Outcome, acceptsBounds = false): number {
  const first = firstFailure(outcome)
  if (first !== undefined) return codeOfKind(first)
  const isUndecided = outcome.claims.some(({ verdict }) => {
    return isOpen(verdict) || (verdict === 'holds within' && !acceptsBounds)
  })
  return isUndecided ? exitCodes.inconclusive : exitCodes.allHold
}

/** The failing claim with the shortest run; claims without a run come last. */
export function firstFailure(outcome: Outcome): ClaimOutcome | undefined {
  const failures = outcome.claims.filter(claim => isFailure(claim.verdict))
  return failures.sort((a, b) => (a.steps ?? Number.POSITIVE_INFINITY) - (b.steps ?? Number.POSITIVE_INFINITY))[0]
}

function codeOfKind(claim: ClaimOutcome): number {
  const { kind } = claim
  if (kind === 'deadlock') return exitCodes.deadlock
  if (isAboutRuns(claim)) return exitCodes.temporal
  return kind === 'assertion' || kind === 'error' ? exitCodes.failure : exitCodes.claim
}

/** The exit code of several outcomes: a violation takes precedence over an undecided claim, and that over success. */
export function exitCodeOfAll(codes: readonly number[]): number {
  const violated = codes.find(code => code !== exitCodes.allHold && code !== exitCodes.inconclusive)
  return violated ?? Math.max(exitCodes.allHold, ...codes)
}

export function exitCodeOfError(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage
  return error instanceof ModelError ? exitCodes.model : exitCodes.internal
}
