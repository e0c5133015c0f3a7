/** The sentences that reports tell of a run that goes on forever: where it goes round, why that is fair, who is held up. */

import type { FairnessKept } from '../../machine/endless-run.ts'
import { type Loop, leadsBack, moverName, type Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { harmless, showValue } from '../text/value.ts'

/** Assumptions listed with how they are kept; more are counted. */
const mostKept = 12

/** Why a temporal claim is false of the run, and what the run is like. */
export function endlessStory(witness: Witness): string[] {
  const { loop } = witness
  if (loop === undefined) return []
  return [falseBecause(witness, loop), goesRound(witness, loop), ...fairnessLines(witness, loop), ...heldUpLines(loop)]
}

/** `after step 3`, `in the initial state`: which state is meant. */
export function whenText(state: number): string {
  return state === 0 ? 'in the initial state' : `after step ${state}`
}

function falseBecause(witness: Witness, loop: Loop): string {
  const { form, since } = loop
  const who = ofWhom(witness)
  switch (form) {
    case 'eventually':
      return `It is never true${who}.`
    case 'leadsTo':
      return `Its premise is true${who} ${whenText(since ?? 0)}, and what that should lead to never comes.`
    case 'infinitelyOften':
      return `From some time on it is never true${who}.`
    case 'eventuallyAlways':
      return `It is false${who} again and again.`
    case 'temporal':
      return `The formula is false${who} of this run.`
  }
}

/** ` of worker 0`, or nothing for a claim about the whole. */
function ofWhom({ me }: Pick<Witness, 'me'>): string {
  return me === undefined ? '' : ` of ${harmless(moverName({ ...me, step: '' }))}`
}

function goesRound(witness: Witness, { from }: Loop): string {
  const last = witness.steps.length
  if (!leadsBack(witness)) return `No step is possible ${whenText(last)}: so it stays forever.`
  const steps = from + 1 === last ? `Step ${last} is` : `Steps ${from + 1} to ${last} are`
  return `${steps} taken again and again, forever.`
}

function fairnessLines(witness: Witness, { fairness }: Loop): string[] {
  // Where nobody can do anything, fairness has nothing to say.
  if (!leadsBack(witness)) return []
  if (fairness.length === 0) return ['Nothing is assumed of fairness.']
  const parts = [...new Set(fairness.map(keptText))]
  const left = parts.length - mostKept
  const told = left > 0 ? [...parts.slice(0, mostKept), `and so on for ${count(left, 'other')}`] : parts
  return [`It is fair: ${told.join('; ')}.`]
}

function keptText({ process, instance, step, strength, by, at }: FairnessKept): string {
  const name = harmless(moverName({ process, instance, step: step ?? '' }))
  const what = process === null || step === null ? name : `${name} at ${showValue(step)}`
  if (by === 'taken') return `${what} takes step ${at + 1}`
  return `${what} can't go on ${strength === 'weak' ? whenText(at) : 'anywhere in the loop'}`
}

function heldUpLines({ heldUp }: Loop): string[] {
  const told = heldUp.slice(0, mostKept).map(one => {
    const what = one.process === null ? harmless(one.step) : `${harmless(moverName(one))} at ${showValue(one.step)}`
    return `${what} could go on ${one.isAlways ? 'all the time' : 'again and again'}, and nothing obliges it to.`
  })
  const left = heldUp.length - told.length
  return left > 0 ? [...told, `And so could ${count(left, 'other')}.`] : told
}

/** What the last step of a run that goes round says of itself. */
export function leadsBackText(witness: Witness): string {
  const { loop } = witness
  if (loop === undefined || !leadsBack(witness)) return 'now no step is possible, forever'
  return `and back to step ${loop.from + 1}, forever`
}

/** `, the last 2 of them forever`: how much of the run is gone round. */
export function repeatedText(witness: Witness): string {
  const { loop, steps } = witness
  if (loop === undefined) return ''
  const round = steps.length - loop.from
  if (round === 0) return ', and then none forever'
  return round === steps.length ? ', again and again' : `, the last ${round === 1 ? 'one' : round} forever`
}
