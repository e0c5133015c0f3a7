/** What would keep a claim, in sentences: with which constants it would not have happened, and what they change. */

import { type Path, type Plain, partAt } from '../../../base/plain.ts'
import type { Change } from '../../../witness/difference.ts'
import { moverName, statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { harmless, shorten, showName, showValue } from '../../text/value.ts'
import { wordsOfCell, wordsOfConstant } from './phrases.ts'
import { isSkipped, type WayOut, waysOutOf } from './plot.ts'
import { isMover } from './stuck.ts'
import { cellParts, labelOf, markedOnce, moverPart, type Part, type Sentence, stepPart, valuePart } from './words.ts'

/** Changes of one step that are listed. */
const maxChanges = 2

export function waysOutIn(witness: Witness): Sentence[] {
  return waysOutOf(witness).map(way => markedOnce(wayOutSentence(witness, way)))
}

function wayOutSentence(witness: Witness, { constant, value, at, begins, waits }: WayOut): Sentence {
  const words = wordsOfConstant(witness, constant)
  const code = { code: `${showName(constant)} = ${shorten(showValue(value), 40)}` }
  const switched: Part[] = [code, ...(words === undefined ? [] : [` (${words})`])]
  if (at === undefined)
    return ['With ', ...switched, ' it would have begun ', ...begunParts(witness, begins), keptText(witness)]
  const step = stepNamed(witness, at.step)
  const kept: Part[] = [...waitsParts(witness, waits), keptText(witness)]
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
      ...kept,
    ]
  }
  return ['With ', ...switched, ', ', ...step, ' would have ', ...wouldHave(witness, at), ...kept]
}

/** What the same schedule comes to then; after a run that goes on forever, what is possible at its end. */
function keptText({ claim, me, waiting = [] }: Witness): string {
  if (claim.kind === 'deadlock') return ', and the same schedule does not end there.'
  if (claim.kind !== 'temporal') return ', and the same schedule keeps the claim.'
  const [stuck] = waiting.filter(one => (me === undefined ? one.rests !== true : isMover(one, me)))
  return `, and after the same schedule ${stuck === undefined ? 'it' : harmless(moverName(stuck))} can go on.`
}

/** `with x = 1 and y = 2, not 0 and 0` */
function begunParts(witness: Witness, begins: readonly Change[]): Part[] {
  const shown = begins.filter(({ after }) => after !== undefined).slice(0, maxChanges)
  if (shown.length === 0) return ['otherwise']
  const nobody: WitnessStep = { process: null, instance: 0, step: '', choices: [], script: [], changes: [] }
  return [
    'with ',
    ...shown.flatMap(({ path, after }, i): Part[] => [
      i === 0 ? '' : ' and ',
      ...cellParts(witness, nobody, path),
      ' = ',
      valuePart(witness, path, after),
    ]),
  ]
}

/** ` and wait_rcu_gp (step 10) would have waited`: what that would have come to. */
function waitsParts(witness: Witness, waits: WayOut['waits']): Part[] {
  return waits === undefined ? [] : [', so ', ...stepNamed(witness, waits.step), ' would have waited']
}

function stepNamed(witness: Witness, k: number): Part[] {
  const label = labelOf(witness, k)
  return [label === undefined ? moverPart(witness, k) : { code: label }, ' (', stepPart(k), ')']
}

function wouldHave(witness: Witness, { step, effect, to, changes: all = [] }: NonNullable<WayOut['at']>): Part[] {
  if (effect === 'waits') return ['waited']
  if (effect === 'fails') return ['failed']
  if (to !== undefined) return ['gone on to ', { code: harmless(to) }]
  if (all.length === 0) return ['led elsewhere']
  const real = all.filter(({ path }) => !isBookkept(witness, path))
  const changes = real.length > 0 ? real : all
  const before = statesOf(witness)[step]
  const isNew = (change: Change): boolean => showValue(partAt(before, change.path)) === showValue(change.before)
  // Rather what it left undone than what it did otherwise.
  const ranked = [...changes.filter(isNew), ...changes.filter(change => !isNew(change))].slice(0, maxChanges)
  return ranked.flatMap((change, i): Part[] => [
    i === 0 ? '' : ', and ',
    ...wouldHaveChanged(witness, witness.steps[step] as WitnessStep, change, partAt(before, change.path)),
  ])
}

/** Whether a change is within a cell that the model only keeps book in. */
function isBookkept(witness: Witness, path: Path): boolean {
  return path.some((_, i) => wordsOfCell(witness, path.slice(0, i + 1))?.isBookkeeping === true)
}

/** `set x to 1`, `left x at 0`, `set x to 1, not 2`; of a list `added a to x`, `taken a out of x`. */
function wouldHaveChanged(witness: Witness, step: WitnessStep, change: Change, before: Plain | undefined): Part[] {
  const { path, after } = change
  const list: Path = path.slice(0, -1)
  if (typeof path.at(-1) === 'number' && after === undefined)
    return ['taken ', valuePart(witness, path, change.before), ' out of ', ...cellParts(witness, step, list)]
  if (typeof path.at(-1) === 'number' && change.before === undefined)
    return ['added ', valuePart(witness, path, after), ' to ', ...cellParts(witness, step, list)]
  const cell = cellParts(witness, step, path)
  if (showValue(after) === showValue(before)) return ['left ', ...cell, ' at ', valuePart(witness, path, after)]
  const isOther = showValue(change.before) !== showValue(before)
  const not: Part[] = isOther ? [', not ', valuePart(witness, path, change.before)] : []
  return ['set ', ...cell, ' to ', valuePart(witness, path, after), ...not]
}
