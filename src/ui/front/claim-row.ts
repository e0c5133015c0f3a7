/** The last row of a run: what it shows of its claim. */

import { lastStepNote } from '../../report/run/story.ts'
import { firstFew } from '../../report/text/first-few.ts'
import { harmless, showName } from '../../report/text/value.ts'
import { leadsBack, moverName, type Witness } from '../../witness/witness.ts'
import type { Timeline } from '../timeline.ts'

/** Those who wait at the end that are named. */
const maxStuck = 3

/** `claim broken at step 14: at most one is inside`; of what else is wrong, what the last step says. */
export function claimRow({ witness, end }: Timeline): string {
  const { kind, name } = witness.claim
  if (kind === 'temporal' || kind === 'deadlock') return endOf(witness)
  const isState = kind === 'invariant' || kind === 'transition'
  const note = isState && end > 1 ? `claim broken at step ${end - 1}` : lastStepNote(witness)
  return kind === 'assertion' || kind === 'error' ? note : `${note}: ${showName(name)}`
}

/** What a run comes to that goes on forever, or nowhere: `reader 0 waits in down_read, forever`. */
function endOf(witness: Witness): string {
  const { me, waiting = [] } = witness
  const stuck = waiting.filter(one => one.rests !== true)
  const own = stuck.find(one => one.process === me?.process && one.instance === me.instance)
  const shown = own === undefined ? firstFew(stuck, maxStuck) : [own]
  const waits = shown.map(one => `${harmless(moverName(one))} waits in ${showName(one.step)}`)
  const more = own === undefined && stuck.length > shown.length ? [`${stuck.length - shown.length} more wait`] : []
  if (leadsBack(witness)) return [...(own === undefined ? [] : waits), lastStepNote(witness)].join('; ')
  return waits.length === 0 ? lastStepNote(witness) : `${[...waits, ...more].join(', ')}, forever`
}

/** The class of the row. */
export function claimLook({ witness }: Timeline, ending: string | undefined): string {
  return ending === undefined ? `claim ${witness.claim.verdict}` : 'claim'
}

/** Whether the last step itself breaks or reaches something; not where a run comes to a standstill, or goes on forever. */
export function isGuilty({ witness: { claim } }: Timeline): boolean {
  return claim.kind !== 'deadlock' && claim.kind !== 'temporal'
}
