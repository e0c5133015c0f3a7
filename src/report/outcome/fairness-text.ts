/** Fairness in words, for use beside verdicts. */

import { assumedText } from '../../language/assumed-text.ts'
import type { Assumption } from '../../language/fairness.ts'
import type { ClaimOutcome } from '../../outcome/outcome.ts'
import { withinThese } from '../../outcome/within-what.ts'
import { harmless } from '../text/value.ts'

/** `if 'worker' is weakly fair and 'worker: lock' is strongly fair`. */
export function fairIf(assumptions: readonly Assumption[]): string {
  const parts = (['weak', 'strong'] as const).flatMap(strength => {
    const names = assumptions.filter(one => one.strength === strength).map(one => `'${harmless(assumedText(one))}'`)
    if (names.length === 0) return []
    return [`${listed(names)} ${names.length === 1 ? 'is' : 'are'} ${strength}ly fair`]
  })
  return `if ${parts.join(' and ')}`
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Beside a claim that no fairness helps. */
export const inAnyCase = 'violated even if every step is strongly fair'

/** `holds if 'worker' is weakly fair, or if 'lock' is`; `holds within 'small' if ...` where bounds cut the search. */
export function holdsOnly(sets: readonly (readonly Assumption[])[], within: readonly string[] = []): string {
  return `holds ${within.length === 0 ? '' : `${harmless(withinThese(within))} `}${sets.map(fairIf).join(', or ')}`
}

/** Beside a claim that was found to be violated before all states were known. */
const adviceLater = 'what would help is found with --all-claims'

/**
 * Advice about a violated temporal claim: that no fairness is stated, and which assumptions would make it hold.
 * Undefined if there is none.
 */
export function fairnessAdvice({
  kind,
  verdict,
  fairness = [],
  holdsIf,
  holdsIfWithin,
  mayBeShorter,
}: ClaimOutcome): string | undefined {
  if (kind !== 'temporal' || verdict !== 'violated') return undefined
  const stated = fairness.length === 0 ? 'no fairness is stated' : undefined
  const known = holdsIf && (holdsIf.length === 0 ? inAnyCase : holdsOnly(holdsIf, holdsIfWithin))
  const advice = known ?? (mayBeShorter ? adviceLater : undefined)
  const parts = [stated, advice].filter(part => part !== undefined)
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** A sentence about assumptions without effect. */
export function idleText(idle: readonly Assumption[]): string {
  const names = idle.map(one => `'${harmless(assumedText(one))}'`)
  return `fairness of ${listed(names)} has no effect: no such step is ever possible`
}
