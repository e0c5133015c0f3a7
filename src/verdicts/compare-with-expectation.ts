import { similarName } from '../base/similar-name.ts'
import type { Expectation, LassoLength } from '../language/expectations.ts'
import { type ClaimOutcome, isFailure, isOpen, type Outcome } from '../outcome/outcome.ts'
import { withinWhat } from '../outcome/within-what.ts'

/** A difference between an outcome and what its spec expects. */
export interface Difference {
  /** The claim that differs; missing if the difference concerns the whole setting, such as the census. */
  readonly claim?: string
  /** A sentence. */
  readonly text: string
}

/**
 * The differences between an outcome and the expectation of its spec; none if it is as expected.
 *
 * Requires a complete outcome: explored with `allClaims`, and exhausted unless each claim had its verdict. An
 * interrupted search is compared as far as it went. `acceptsBounds`: what is expected to hold may hold only within bounds.
 */
export function compareWithExpectation(
  outcome: Outcome,
  expectation: Expectation,
  acceptsBounds = false,
): Difference[] {
  const wasInterrupted = outcome.stop === 'interrupted'
  return [
    ...unknownNames(outcome, expectation),
    ...outcome.claims.flatMap(claim => {
      const expected = expectationOf(claim, expectation)
      const found = whatIsFound(claim, expected)
      if (wasInterrupted && found === 'unknown') return []
      if (found === expected || (acceptsBounds && found === 'within' && expected === 'fine')) return []
      return [{ claim: claim.name, text: `'${claim.name}' ${differs(found, expected, outcome)}` }]
    }),
    ...(wasInterrupted ? [] : censusDifference(outcome, expectation)),
  ]
}

/** The expected or actual result of a claim; lists as texts, so that they can be compared. */
type ClaimFound = number | string

function whatIsFound({ verdict, steps, loop }: ClaimOutcome, expected: ClaimFound): ClaimFound {
  // Where only the length of the whole is expected, it may be divided as it likes.
  if (isFailure(verdict) && loop !== undefined && steps !== undefined && typeof expected !== 'number')
    return lassoText([steps - loop, loop])
  if (isFailure(verdict)) return steps ?? 'never'
  if (verdict === 'holds within') return 'within'
  return isOpen(verdict) ? 'unknown' : 'fine'
}

/** A claim, as far as an expectation depends on it. */
type ExpectedClaim = Pick<ClaimOutcome, 'name' | 'kind'>

function expectationOf({ name, kind }: ExpectedClaim, { fails = {}, within }: Expectation): ClaimFound {
  // A state that was met is met, whatever lies outside the bounds.
  const fine = within && kind !== 'reachable' ? 'within' : 'fine'
  // A claim may have the name of an inherited property of objects.
  const expected = Object.hasOwn(fails, name) ? (fails[name] ?? fine) : fine
  return typeof expected === 'object' ? lassoText(expected) : expected
}

/** `in 1 step`, `in a stem of 3 and a loop of 2 steps`. */
export function inSteps(length: number | LassoLength): string {
  if (typeof length === 'object') return lassoText(length)
  return `in ${length} ${length === 1 ? 'step' : 'steps'}`
}

function lassoText([stem, loop]: LassoLength): string {
  return `in a stem of ${stem} and a loop of ${loop} ${loop === 1 ? 'step' : 'steps'}`
}

function unknownNames(outcome: Outcome, expectation: Expectation): Difference[] {
  const names = outcome.claims.map(claim => claim.name)
  const unknown = Object.keys(expectation.fails ?? {}).filter(name => !names.includes(name))
  return unknown.map(name => {
    const similar = similarName(name, names)
    const advice = similar === undefined ? '' : ` (did you mean '${similar}'?)`
    return { text: `the expectation names '${name}', which is not a claim of the model${advice}` }
  })
}

/** What is expected of a claim: `holds`, `holds within bounds`, `fails in 4 steps`. */
export function expectedInWords(claim: ExpectedClaim, expectation: Expectation, acceptsBounds = false): string {
  const expected = expectationOf(claim, expectation)
  // Whether bounds cut the search is known only after it.
  const reservation =
    acceptsBounds && expected === 'fine' && claim.kind !== 'reachable' ? ', if only within bounds' : ''
  return `${inWords(expected)}${reservation}`
}

/** `holds only within 'small', expected holds`, and what to do where only that is the matter. */
function differs(found: ClaimFound, expected: ClaimFound, outcome: Outcome): string {
  const what = found === 'within' ? `holds only ${withinWhat(outcome)}` : inWords(found)
  const advice = found === 'within' && expected === 'fine' ? " ('within: true' or --accept-bounds accepts that)" : ''
  return `${what}, expected ${inWords(expected)}${advice}`
}

function inWords(found: ClaimFound): string {
  if (typeof found === 'number') return `fails ${inSteps(found)}`
  if (found.startsWith('in ')) return `fails ${found}`
  return (
    { never: 'is never witnessed', unknown: 'is undecided', fine: 'holds', within: 'holds within bounds' }[found] ??
    found
  )
}

function censusDifference({ census }: Outcome, expectation: Expectation): Difference[] {
  if (expectation.census === undefined) return []
  const found = [census.states, census.transitions, census.depth].join('/')
  const expected = expectation.census.join('/')
  if (found === expected) return []
  return [{ text: `the census is ${found}, expected ${expected} (states/transitions/depth)` }]
}
