/** The sentences about an infinite run: its loop, why the loop is fair, and who is starved. */

import type { FairnessKept } from '../../machine/endless-run.ts'
import type { Blocked } from '../../witness/blocked.ts'
import { type HeldUp, type Loop, leadsBack, moverName, type Witness, type WitnessStep } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { harmless, showName, showValue } from '../text/value.ts'
import { unlike } from './plot/beats.ts'
import { labelOf, moverPart, type Part, type Sentence, stepMover, stepPart } from './plot/words.ts'
import { showRead, waitsFor } from './reads.ts'

/** The most assumptions listed with the reason why they are met; others are counted. */
const maxKept = 12
/** Steps of a loop that are listed one by one. */
const maxTaken = 8
const longestValue = 60

/** Why a temporal claim is false for the run, and a description of the run. */
export function endlessStory(witness: Witness): Sentence[] {
  const { loop } = witness
  if (loop === undefined) return []
  return [
    [falseBecause(witness, loop)],
    goesRound(witness, loop),
    ...missedSentences(witness, loop),
    ...heldUpSentences(witness, loop),
    ...fairnessLines(witness, loop).map((line): Sentence => [line]),
  ]
}

/** A state in words: `after step 3`, `in the initial state`. */
export function whenText(state: number): string {
  return state === 0 ? 'in the initial state' : `after step ${state}`
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
      return `It should become true${ofSubject}, and never does.`
    case 'leadsTo':
      return `Its premise is true${ofSubject} ${whenText(since ?? 0)}, and what that should lead to never comes.`
    case 'infinitelyOften':
      return `It should be true${ofSubject} again and again; ${where} it never is.`
    case 'eventuallyAlways':
      return `It should stay true${ofSubject} from some time on; ${where} it is false again and again.`
    case 'temporal':
      return `The formula is false${ofSubject} of this run.`
  }
}

/** ` of worker 0`, or nothing for a claim about the whole state. */
function ofInstance({ me }: Pick<Witness, 'me'>): string {
  return me === undefined ? '' : ` of ${harmless(moverName({ ...me, step: '' }))}`
}

function goesRound(witness: Witness, { from }: Loop): Sentence {
  const last = witness.steps.length
  if (!leadsBack(witness)) return [`No step is possible ${whenText(last)}: so it stays forever.`]
  const steps = from + 1 === last ? `Step ${last} repeats` : `Steps ${from + 1} to ${last} repeat`
  const round = Array.from({ length: last - from }, (_, i) => from + i)
  return [
    `${steps} forever: `,
    ...(round.length <= maxTaken ? takenParts(witness, round) : moversIn(witness, round)),
    '.',
  ]
}

/** `worker 1 takes lock (step 1), then unlock (step 2)`. */
function takenParts(witness: Witness, round: readonly number[]): Part[] {
  return round.flatMap((k, i): Part[] => {
    const before = witness.steps[k - 1]
    const isSame = i > 0 && before !== undefined && moverName(before) === moverName(witness.steps[k] as WitnessStep)
    const label = labelOf(witness, k)
    const what: Part[] = label === undefined ? [] : [' takes ', { code: label }]
    return [
      i === 0 ? '' : isSame ? ', then ' : '; ',
      ...(isSame && label !== undefined ? [{ code: label }] : [moverPart(witness, k), ...what]),
      ' (',
      stepPart(k),
      ')',
    ]
  })
}

/** `worker 1 takes 12 of them, worker 2 takes 8`; actions count with all their choices. */
function moversIn(witness: Witness, round: readonly number[]): Part[] {
  const stepAt = (k: number): WitnessStep => witness.steps[k] as WitnessStep
  const nameAt = (k: number): string => moverName(stepAt(k))
  const movers = unlike(round, nameAt).slice(0, maxKept)
  return movers.flatMap((first, i): Part[] => [
    i === 0 ? '' : ', ',
    { code: harmless(nameAt(first)), mover: stepMover(stepAt(first)) },
    ` takes ${round.filter(k => nameAt(k) === nameAt(first)).length} of them`,
  ])
}

function fairnessLines(witness: Witness, { fairness }: Loop): string[] {
  // If no step is enabled, fairness does not matter.
  if (!leadsBack(witness)) return []
  if (fairness.length === 0) return ['Nothing is assumed of fairness.']
  const parts = [...new Set(fairness.map(keptText))]
  const left = parts.length - maxKept
  const shown = left > 0 ? [...parts.slice(0, maxKept), `and so on for ${count(left, 'other')}`] : parts
  return [`The run is fair as assumed: ${shown.join('; ')}.`]
}

function keptText({ process, instance, step, chosen, strength, by, at }: FairnessKept): string {
  const name = harmless(moverName({ process, instance, step: step ?? '' }))
  const place = process === null || step === null ? name : `${name} at ${showValue(step)}`
  const what = chosen === undefined ? place : `${place} with ${chosen.map(value => showValue(value)).join(', ')}`
  if (by === 'taken') return `${what} takes step ${at + 1}`
  return `${what} can't go on ${strength === 'weak' ? whenText(at) : 'anywhere in the loop'}`
}

/** Who could move and does not, with what makes them wait in between. */
function heldUpSentences(witness: Witness, loop: Loop): Sentence[] {
  const shown = loop.heldUp.slice(0, maxKept).map(one => heldUpSentence(witness, loop, one))
  if (shown.length === 0 && leadsBack(witness)) return [['Every process that could go on in the loop does so.']]
  const left = loop.heldUp.length - shown.length
  return left > 0 ? [...shown, [`So could ${count(left, 'other')}.`]] : shown
}

function heldUpSentence(witness: Witness, { from, fairness }: Loop, held: HeldUp): Sentence {
  const mover: Part[] = [
    { code: harmless(moverName(held)), mover: stepMover(held) },
    ...(held.process === null ? [] : [' at ', { code: showValue(held.step) } as Part]),
  ]
  const obliged = fairness.length === 0 ? '' : ', and the fairness assumed does not oblige it to'
  if (held.isAlways) return [...mover, ` could go on all the time, and never does${obliged}.`]
  const wait = (witness.blocked ?? []).find(one => one.to >= from && isSameWait(one, held))
  const read = wait && waitsFor(witness, wait).at(-1)
  const because: Part[] =
    read === undefined
      ? []
      : ['; in between it waits, since ', { code: showRead(read, longestValue) }, ...leftBy(read.writer)]
  return [...mover, ` could go on again and again, and never does${obliged}`, ...because, '.']
}

/** Who waits goes round as well: it moves as often as fairness asks, but never at the right moment. */
function missedSentences({ me }: Witness, { missed, fairness }: Loop): Sentence[] {
  if (me === undefined || missed === undefined) return []
  const { step, at, to, taken } = missed
  const obliges = fairness.length === 0 ? 'nothing' : 'no assumption of fairness'
  return [
    [
      { code: harmless(moverName({ ...me, step: '' })), mover: stepMover(me) },
      ' goes round too. ',
      { code: showValue(step) },
      ` would lead on to ${showValue(to)} ${whenText(at)}, but it is taken only when it does not (`,
      stepPart(taken),
      `): ${obliges} obliges it to be taken at a certain moment.`,
    ],
  ]
}

function isSameWait(one: Blocked, held: HeldUp): boolean {
  return one.process === held.process && one.instance === held.instance && one.step === held.step
}

function leftBy(writer: number | null): Part[] {
  return writer === null ? [] : [' (left by ', stepPart(writer), ')']
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
