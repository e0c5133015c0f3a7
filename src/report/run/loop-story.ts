/** The sentences about an infinite run: what keeps it from what it should come to, its loop, and why the loop is fair. */

import { partAt } from '../../base/plain.ts'
import type { FairnessKept } from '../../machine/endless-run.ts'
import { type Loop, leadsBack, moverName, statesOf, type Witness } from '../../witness/witness.ts'
import { holdsOnly, inAnyCase } from '../outcome/fairness-text.ts'
import { firstFew } from '../text/first-few.ts'
import { harmless, showName, showValue } from '../text/value.ts'
import { goesRound } from './goes-round.ts'
import { causesOf, whenText } from './loop-causes.ts'
import { unlike } from './plot/beats.ts'
import { markedOnce, type Sentence } from './plot/words.ts'

/** The most assumptions listed with the reason why they are met; others are counted. */
const maxKept = 6

/** Why a temporal claim is false for the run, and a description of the run. */
export function endlessStory(witness: Witness): Sentence[] {
  const { loop } = witness
  if (loop === undefined) return []
  const sentences: Sentence[] = [
    ...causesOf(witness, loop),
    goesRound(witness, loop),
    [falseBecause(witness, loop)],
    ...fairnessLines(witness, loop).map((line): Sentence => [line]),
  ]
  return sentences.map(markedOnce)
}

/** Which fairness would help: in any report before all else. */
export function helpfulFairness(witness: Witness): Sentence[] {
  const { holdsIf = [], holdsIfWithin } = witness.loop ?? {}
  return leadsBack(witness) && holdsIf.length > 0 ? [[`The claim ${holdsOnly(holdsIf, holdsIfWithin)}.`]] : []
}

function falseBecause(witness: Witness, loop: Loop): string {
  const { refined } = loop
  if (refined === undefined) return falseSince(witness, loop)
  const seen = `Seen as ${showName(refined.model)}`
  if (refined.breaks === undefined) return `${seen}: ${uncapitalized(falseSince(witness, loop))}`
  const { strength, of } = refined.breaks
  const often = strength === 'weak' ? 'all the time' : 'again and again'
  const what = `the ${strength} fairness of ${harmless(of)}${ofInstance(witness)}`
  return `${seen}, the run breaks ${what}: such a step is possible ${often} ${loopText(witness)}, and never taken.`
}

function uncapitalized(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

function loopText(witness: Witness): string {
  return leadsBack(witness) ? 'in the steps that repeat' : 'in the state where it stays'
}

function falseSince(witness: Witness, loop: Loop): string {
  const { form, since } = loop
  const ofSubject = ofInstance(witness)
  const where = loopText(witness)
  switch (form) {
    case 'eventually':
      return `What the claim asks for should become true${ofSubject}, and never does.`
    case 'leadsTo':
      return `What the claim asks to follow from ${stateText(since ?? 0)}${placeOf(witness, since ?? 0)} never comes.`
    case 'infinitelyOften':
      return `What the claim asks for should be true${ofSubject} again and again; ${where} it never is.`
    case 'eventuallyAlways':
      return `What the claim asks for should stay true${ofSubject} from some time on; ${where} it is false again and again.`
    case 'temporal':
      return `The formula is false${ofSubject} of this run.`
  }
}

function stateText(state: number): string {
  return state === 0 ? 'the initial state' : `the state after step ${state}`
}

/** `, with worker 0 at lock,`: where the instance that a claim is about stands in a state. */
function placeOf(witness: Witness, state: number): string {
  const { me } = witness
  const pc = me && partAt(statesOf(witness)[state], [me.process, me.instance, 'pc'])
  if (me === undefined || typeof pc !== 'string') return ''
  const place = pc === 'done' ? 'at its end' : `at ${showValue(pc)}`
  return `, with ${harmless(moverName({ ...me, step: '' }))} ${place},`
}

/** ` of worker 0`, or nothing for a claim about the whole state. */
function ofInstance({ me }: Pick<Witness, 'me'>): string {
  return me === undefined ? '' : ` of ${harmless(moverName({ ...me, step: '' }))}`
}

function fairnessLines(witness: Witness, { fairness, heldUp, holdsIf }: Loop): string[] {
  // If no step is enabled, fairness does not matter.
  if (!leadsBack(witness)) return []
  const all = heldUp.length === 0 ? ['Every process that could go on in the loop does so.'] : []
  const last = holdsIf?.length === 0 ? [`The claim is ${inAnyCase}.`] : []
  if (fairness.length === 0) return [...all, 'Nothing is assumed of fairness.', ...last]
  return [...all, `The run is fair as assumed: ${keptTexts(witness, fairness).join('; ')}.`, ...last]
}

/** One for each mover and choice that takes a step, or can't go on; the others as a number. */
function keptTexts(witness: Witness, fairness: readonly FairnessKept[]): string[] {
  const states = statesOf(witness)
  // What a mover can't do where it does not stand tells nothing.
  const isThere = ({ process, instance, step, by, at }: FairnessKept): boolean =>
    by === 'taken' || step === null || process === null || partAt(states[at], [process, instance, 'pc']) === step
  const kindOf = ({ process, instance, step, chosen, by }: FairnessKept): string =>
    JSON.stringify([process, instance, process === null ? step : null, chosen, by === 'taken'])
  const there = fairness.filter(isThere)
  const shown = firstFew(unlike(there.length > 0 ? there : fairness, kindOf), maxKept).map(keptText)
  const left = new Set(fairness.map(keptText)).size - shown.length
  return left > 0 ? [...shown, `and ${left} more like ${shown.length === 1 ? 'it' : 'them'}`] : shown
}

function keptText({ process, instance, step, chosen, strength, by, at }: FairnessKept): string {
  const name = harmless(moverName({ process, instance, step: step ?? '' }))
  const place = process === null || step === null ? name : `${name} at ${showValue(step)}`
  const what = chosen === undefined ? place : `${place} with ${chosen.map(value => showValue(value)).join(', ')}`
  if (by === 'taken') return `${what} takes step ${at + 1}`
  return `${what} can't go on ${strength === 'weak' ? whenText(at) : 'anywhere in the loop'}`
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
