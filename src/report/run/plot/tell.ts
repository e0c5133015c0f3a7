/** A plot in sentences, in order of time. */

import type { Read } from '../../../witness/run-footprints.ts'
import type { Witness, WitnessStep } from '../../../witness/witness.ts'
import { harmless, shorten, showName, showValue } from '../../text/value.ts'
import { wordsOfConstant, wordsOfStep } from './phrases.ts'
import { type Beat, isSkipped, type Plot, type WayOut, waysOutOf } from './plot.ts'
import { cellParts, changeParts, labelOf, type Part, type Sentence, textOf, valuePart, whoTakes } from './words.ts'

/** Clauses that one sentence takes. */
const mostClauses = 3

/** What happened. */
export function storyOf(witness: Witness, { beats }: Plot): Sentence[] {
  const sentences: Beat[][] = []
  for (const beat of beats) {
    const last = sentences.at(-1)
    const isSame = last !== undefined && sameMover(witness, last[0] as Beat, beat)
    if (isSame && last.length < mostClauses) last.push(beat)
    else sentences.push([beat])
  }
  return sentences.map(sentence => tellOf(witness, sentence))
}

/** With which constants it would not have happened, and what they change. */
export function waysOutIn(witness: Witness): Sentence[] {
  return waysOutOf(witness).map(way => wayOutSentence(witness, way))
}

function sameMover({ steps }: Witness, a: Beat, b: Beat): boolean {
  const [one, other] = [steps[a.step] as WitnessStep, steps[b.step] as WitnessStep]
  return one.process === other.process && one.instance === other.instance && one.process !== null
}

function tellOf(witness: Witness, beats: readonly Beat[]): Sentence {
  const clauses = beats.map(beat => clauseOf(witness, beat))
  const joined = clauses.flatMap((clause, i): Part[] => {
    if (i === 0) return clause
    return [i === clauses.length - 1 ? ', and then ' : ', then ', ...clause]
  })
  return [whoTakes(witness, (beats[0] as Beat).step), ' ', ...joined, '.']
}

/** `found x = 1 and set y to 2 in label (step 3)`. */
function clauseOf(witness: Witness, beat: Beat): Part[] {
  const label = labelOf(witness, beat.step)
  const did = deedsOf(witness, beat)
  const where: Part[] = label === undefined ? [] : [' in ', { code: label }]
  const words = wordsOfStep(witness, witness.steps[beat.step] as WitnessStep)
  const said = words === undefined ? [] : [`: ${words}`]
  return [...listed(did.length > 0 ? did : [['took its step']]), ...where, ' (', stepPart(beat.step), ...said, ')']
}

/** What a step of the story did, without saying which step and whose it is: for a note beside it. */
export function beatNote(witness: Witness, beat: Beat): string {
  return textOf(listed(deedsOf(witness, beat)))
}

function deedsOf(witness: Witness, beat: Beat): Part[][] {
  const step = witness.steps[beat.step] as WitnessStep
  const isLast = beat.step === witness.steps.length - 1
  const reads = beat.reads.map(read => readParts(witness, step, read, beat.isAgain))
  const writes = beat.writes.map(written => changeParts(witness, step, written))
  const stale: Part[][] = beat.stale === undefined ? [] : [['went by what it had read at ', stepPart(beat.stale)]]
  const verdict = isLast ? verdictParts(witness) : []
  const broken = beat.breaks.map((claim): Part[] => ['broke ', { code: shorten(showName(claim), 80) }])
  return [...reads, ...stale, ...writes, ...broken, ...verdict]
}

function readParts(witness: Witness, step: WitnessStep, read: Read, isAgain: boolean): Part[] {
  const cell = cellParts(witness, step, read.path)
  if (read.member !== undefined)
    return [
      `${read.value === true ? 'found' : 'did not find'} `,
      valuePart(witness, [...read.path, 0], read.member),
      ' in ',
      ...cell,
    ]
  const code = valuePart(witness, read.path, read.value)
  return isAgain ? ['looked at ', ...cell, ' again, found ', code] : ['found ', ...cell, ' = ', code]
}

function verdictParts({ claim }: Witness): Part[][] {
  switch (claim.kind) {
    case 'assertion':
      return [['failed its assertion']]
    case 'error':
      return [['threw an error']]
    case 'transition':
      return [['broke the claim']]
    default:
      return []
  }
}

function listed(parts: readonly Part[][]): Part[] {
  return parts.flatMap((part, i): Part[] => {
    if (i === 0) return part
    return [i === parts.length - 1 ? ' and ' : ', ', ...part]
  })
}

export function stepPart(step: number): Part {
  return { step, name: `step ${step + 1}` }
}

function wayOutSentence(witness: Witness, { constant, value, at }: WayOut): Sentence {
  const words = wordsOfConstant(witness, constant)
  const code = { code: `${showName(constant)} = ${shorten(showValue(value), 40)}` }
  const switched: Part[] = [code, ...(words === undefined ? [] : [` (${words})`])]
  if (at === undefined)
    return ['With ', ...switched, ' it would have begun otherwise, and the same schedule keeps the claim.']
  const label = labelOf(witness, at.step)
  const step: Part[] = [
    ...(label === undefined ? [whoTakes(witness, at.step)] : [{ code: label }]),
    ' (',
    stepPart(at.step),
    ')',
  ]
  if (isSkipped(witness, at)) {
    const now = { code: `${showName(constant)} = ${shorten(showValue(witness.constants[constant]), 40)}` }
    return [
      ...step,
      ' did nothing, since ',
      now,
      '; with ',
      { code: shorten(showValue(value), 40) },
      ' it would have ',
      ...wouldHave(witness, at),
      '.',
    ]
  }
  return [
    'With ',
    ...switched,
    ', ',
    ...step,
    ' would have ',
    ...wouldHave(witness, at),
    ', and the same schedule keeps the claim.',
  ]
}

function wouldHave(witness: Witness, { step, effect, to, changes = [] }: NonNullable<WayOut['at']>): Part[] {
  const taken = witness.steps[step] as WitnessStep
  if (effect === 'waits') return ['waited']
  if (effect === 'fails') return ['failed']
  const [change] = changes
  if (to !== undefined) return ['gone on to ', { code: harmless(to) }]
  if (change === undefined) return ['led elsewhere']
  return [
    'left ',
    ...cellParts(witness, taken, change.path),
    ' = ',
    valuePart(witness, change.path, change.after),
    ', not ',
    valuePart(witness, change.path, change.before),
  ]
}
