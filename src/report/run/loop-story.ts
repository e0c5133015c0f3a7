/** The sentences about an infinite run: its loop, why the loop is fair, and who is starved. */

import type { FairnessKept } from '../../machine/endless-run.ts'
import { type Loop, leadsBack, moverName, type Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { harmless, showValue } from '../text/value.ts'

/** The most assumptions listed with the reason why they are met; others are counted. */
const mostKept = 12

/** Why a temporal claim is false for the run, and a description of the run. */
export function endlessStory(witness: Witness): string[] {
  const { loop } = witness
  if (loop === undefined) return []
  return [falseBecause(witness, loop), goesRound(witness, loop), ...fairnessLines(witness, loop), ...heldUpLines(loop)]
}

/** A state in words: `after step 3`, `in the initial state`. */
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

/** ` of worker 0`, or nothing for a claim about the whole state. */
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
  // If no step is enabled, fairness does not matter.
  if (!leadsBack(witness)) return []
  if (fairness.length === 0) return ['Nothing is assumed of fairness.']
  const parts = [...new Set(fairness.map(keptText))]
  const left = parts.length - mostKept
  const shown = left > 0 ? [...parts.slice(0, mostKept), `and so on for ${count(left, 'other')}`] : parts
  return [`It is fair: ${shown.join('; ')}.`]
}

function keptText({ process, instance, step, strength, by, at }: FairnessKept): string {
  const name = harmless(moverName({ process, instance, step: step ?? '' }))
  const what = process === null || step === null ? name : `${name} at ${showValue(step)}`
  if (by === 'taken') return `${what} takes step ${at + 1}`
  return `${what} can't go on ${strength === 'weak' ? whenText(at) : 'anywhere in the loop'}`
}

function heldUpLines({ heldUp }: Loop): string[] {
  const shown = heldUp.slice(0, mostKept).map(one => {
    const what = one.process === null ? harmless(one.step) : `${harmless(moverName(one))} at ${showValue(one.step)}`
    return `${what} could go on ${one.isAlways ? 'all the time' : 'again and again'}, and nothing obliges it to.`
  })
  const left = heldUp.length - shown.length
  return left > 0 ? [...shown, `And so could ${count(left, 'other')}.`] : shown
}

/** A short note on the last step of an infinite run. */
export function leadsBackText(witness: Witness): string {
  const { loop } = witness
  if (loop === undefined || !leadsBack(witness)) return 'now no step is possible, forever'
  return `and back to step ${loop.from + 1}, forever`
}

/** The repeated part of the run in words: `, the last 2 of them forever`. */
export function repeatedText(witness: Witness): string {
  const { loop, steps } = witness
  if (loop === undefined) return ''
  const round = steps.length - loop.from
  if (round === 0) return ', and then none forever'
  return round === steps.length ? ', again and again' : `, the last ${round === 1 ? 'one' : round} forever`
}
