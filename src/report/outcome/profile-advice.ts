/** What to change in a model that explodes or crawls, in words, by what a profile has measured. */

import { grouped } from '../../base/grouped.ts'
import type { Outcome } from '../../outcome/outcome.ts'
import type { PartProfile, Profile, StepProfile } from '../../outcome/profile.ts'
import { count } from '../text/count.ts'
import { harmless } from '../text/value.ts'

/** A part is to blame if it multiplies the states by at least this factor. */
const blamedFactor = 2
/** Not in a model as small as this. */
const fewStates = 1_000
/** And only the worst ones are named. */
const mostBlamed = 2
/** A step is slow if its runs take this share of the time. */
const slowShare = 0.2
/** And at least this many seconds. */
const slowSeconds = 0.1

export function profileAdvice({
  profile,
  census,
  seconds,
}: Pick<Outcome, 'census' | 'seconds'> & { readonly profile: Profile }): string[] {
  const { parts, steps } = profile
  const blamed = parts
    .filter(part => !isUnread(part) && part.statesWithout * blamedFactor <= census.states && census.states >= fewStates)
    .slice(0, mostBlamed)
  return [
    ...parts.filter(isUnread).map(part => unread(part, census.states)),
    ...(blamed.length > 0 ? [multiplied(blamed, census.states)] : []),
    ...steps
      .filter(step => step.seconds >= Math.max(slowSeconds, slowShare * seconds))
      .map(step => slow(step, seconds)),
  ]
}

function isUnread({ isUnread = false }: PartProfile): boolean {
  return isUnread
}

function unread({ part, statesWithout }: PartProfile, states: number): string {
  return `No step reads ${harmless(part)}: without it there would be about ${count(statesWithout, 'state')} of ${grouped(states)}. If no claim needs it, leave it out.`
}

function multiplied(parts: readonly PartProfile[], states: number): string {
  const without = parts.map(({ part, statesWithout }) => `${grouped(statesWithout)} without ${harmless(part)}`)
  return `Instead of ${count(states, 'state')} there would be about ${without.join(', and ')}. Give it fewer values: a smaller constant, a bound (.within), or nothing kept that no step needs any more.`
}

function slow({ step, recordedRuns, directRuns, seconds }: StepProfile, all: number): string {
  const time = `${seconds.toFixed(1)} s of ${all.toFixed(1)} s`
  if (directRuns > recordedRuns)
    return `${harmless(step)} was run anew in ${count(directRuns, 'state')}, ${time}: hardly any two had the same values in all that it reads. Let it look at less of the state at once.`
  return `${harmless(step)} was run for ${count(recordedRuns, 'combination')} of the values that it reads, ${time}. Let it look at less of the state at once.`
}
