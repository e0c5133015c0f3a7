import type { Expectation } from '../language/expectations.ts'
import { isFailure, type Outcome } from './outcome.ts'

/**
 * In what an outcome differs from what its spec expects, a sentence each; none if it is as expected.
 *
 * Wants an outcome that saw everything: explored with `allClaims`, and exhausted unless each claim had its verdict.
 */
export function compareWithExpectation(outcome: Outcome, expectation: Expectation): string[] {
  return [
    ...unknownNames(outcome, expectation),
    ...outcome.claims.flatMap(claim => {
      const found = isFailure(claim.verdict)
        ? (claim.steps ?? 'never')
        : claim.verdict === 'unknown'
          ? 'unknown'
          : 'fine'
      const expected = expectationOf(claim.name, expectation)
      return found === expected ? [] : [`'${claim.name}' ${inWords(found)}, expected ${inWords(expected)}`]
    }),
    ...censusDifference(outcome, expectation),
  ]
}

function expectationOf(claim: string, { fails = {} }: Expectation): number | string {
  // A claim may be called as something is that every object has.
  return Object.hasOwn(fails, claim) ? (fails[claim] ?? 'fine') : 'fine'
}

function unknownNames(outcome: Outcome, expectation: Expectation): string[] {
  const names = new Set(outcome.claims.map(claim => claim.name))
  const unknown = Object.keys(expectation.fails ?? {}).filter(name => !names.has(name))
  return unknown.map(name => `the expectation names '${name}', which is no claim of the model`)
}

function inWords(found: number | string): string {
  if (typeof found === 'number') return `fails in ${found} steps`
  return { never: 'is never witnessed', unknown: 'is undecided', fine: 'holds' }[found] ?? found
}

function censusDifference({ census }: Outcome, expectation: Expectation): string[] {
  if (expectation.census === undefined) return []
  const found = [census.states, census.transitions, census.depth].join('/')
  const expected = expectation.census.join('/')
  return found === expected ? [] : [`the census is ${found}, expected ${expected} (states/transitions/depth)`]
}
