/** What was found of claims, in the words of a failed test. */

import { type ClaimOutcome, isOpen, type Outcome } from '../../outcome/outcome.ts'
import { withinWhat } from '../../outcome/within-what.ts'

/** Claims that are written out: a search that was cut short may leave any number of them open. */
const maxClaims = 5

/** `'exclusive' is violated in 4 steps; 'no deadlock' is unknown (the search ended: time limit)`. */
export function claimsInWords(claims: readonly ClaimOutcome[], outcome: Pick<Outcome, 'stop' | 'bounds'>): string {
  const parts = claims.slice(0, maxClaims).map(claim => `'${claim.name}' ${claimInWords(claim, outcome)}`)
  const more = claims.length > parts.length ? `; and ${claims.length - parts.length} more` : ''
  const why = claims.some(({ verdict }) => isOpen(verdict)) ? ` (the search ended: ${outcome.stop})` : ''
  return `${parts.join('; ')}${more}${why}`
}

/** `is violated in 4 steps`. */
export function claimInWords({ verdict, steps }: ClaimOutcome, outcome: Pick<Outcome, 'bounds'>): string {
  if (verdict === 'never') return 'is never witnessed'
  if (verdict === 'holds') return 'holds'
  if (verdict === 'holds within') return `holds only ${withinWhat(outcome)} (acceptBounds accepts that)`
  return `is ${verdict}${steps === undefined ? '' : ` in ${steps === 1 ? '1 step' : `${steps} steps`}`}`
}

/** `model 'lock', variant 'broken',`. */
export function subjectOf({ model, variant }: Pick<Outcome, 'model' | 'variant'>): string {
  return variant === null ? `model '${model}'` : `model '${model}', variant '${variant}',`
}
