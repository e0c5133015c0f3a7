/** What a step would have done instead, as a sentence says it behind the name of the step. */

import { type Path, type Plain, partAt } from '../../../base/plain.ts'
import type { Change } from '../../../witness/difference.ts'
import type { HingeStep } from '../../../witness/hinge.ts'
import { statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { harmless, showValue } from '../../text/value.ts'
import { wordsOfCell } from './phrases.ts'
import { cellParts, type Part, valuePart } from './words.ts'

/** Changes of one step that are listed. */
const maxChanges = 2
/** Cells that it would have looked at. */
const maxFinds = 2

/** `would have waited`, `would have gone on to there`, `would have set x to 1, not 2`, `would not have done that`. */
export function wouldHave(witness: Witness, hinge: HingeStep): Part[] {
  if (isOnlyRecorded(witness, hinge)) return ['would not have done that']
  const found = foundInstead(witness, hinge)
  const done = doneInstead(witness, hinge)
  if (found.length === 0) return [isNegative(done) ? 'would ' : 'would have ', ...done]
  return ['would have ', ...found, isNegative(done) ? ' and would ' : ' and ', ...done]
}

/** `not have added 2 to votes`, behind `would`, where all other clauses stand behind `would have`. */
const notHaveAdded = 'not have added '

function isNegative([first]: readonly Part[]): boolean {
  return first === notHaveAdded
}

/** `found lock = 1`: what it would have looked at, where it then waits or goes elsewhere. */
function foundInstead(witness: Witness, { step, effect, to, finds = [] }: HingeStep): Part[] {
  if (effect !== 'waits' && to === undefined) return []
  const plain = finds.filter(({ path, member }) => member === undefined && path.length > 0)
  return plain
    .slice(0, maxFinds)
    .flatMap(({ path, value }, i): Part[] => [
      i === 0 ? 'found ' : ', ',
      ...cellParts(witness, witness.steps[step] as WitnessStep, path),
      ' = ',
      valuePart(witness, path, value),
    ])
}

function doneInstead(witness: Witness, { step, effect, to, changes: all = [] }: HingeStep): Part[] {
  if (effect === 'waits') return ['waited']
  if (effect === 'fails') return ['failed']
  const real = all.filter(({ path }) => !isBookkept(witness, path))
  if (to !== undefined) {
    const changed = changesInstead(witness, step, real)
    const joint = changed.length === 0 ? '' : isNegative(changed) ? ' and would ' : ' and '
    return [...ledTo(witness, step, to), joint, ...changed]
  }
  if (all.length === 0) return ['led elsewhere']
  const unrecorded = all.filter(change => !isRecorded(witness, change))
  const [most = all] = [real, unrecorded].filter(changes => changes.length > 0)
  return changesInstead(witness, step, most)
}

/** `gone on to cs`: where step `step` would have led. */
export function ledTo(witness: Witness, step: number, to: string): Part[] {
  return [to === witness.steps[step]?.step ? 'led back to ' : 'gone on to ', { code: harmless(to) }]
}

function changesInstead(witness: Witness, step: number, changes: readonly Change[]): Part[] {
  const before = statesOf(witness)[step]
  const isNew = (change: Change): boolean => showValue(partAt(before, change.path)) === showValue(change.before)
  // Rather what it left undone than what it did otherwise.
  const ranked = [...changes.filter(isNew), ...changes.filter(change => !isNew(change))].slice(0, maxChanges)
  const clauses = ranked.map(change =>
    wouldHaveChanged(witness, witness.steps[step] as WitnessStep, change, partAt(before, change.path)),
  )
  return clauses.flatMap((clause, i): Part[] => {
    if (i === 0) return clause
    const isTurned = isNegative(clause) !== isNegative(clauses[i - 1] as Part[])
    return [!isTurned ? ', and ' : isNegative(clause) ? ', and would ' : ', but would have ', ...clause]
  })
}

/** Whether a step would only not have added to a list of which the story says in words what that means, such as a broken rule. */
export function isOnlyRecorded(witness: Witness, { step, to, changes = [] }: HingeStep): boolean {
  const before = statesOf(witness)[step]
  const isNotAdded = (change: Change): boolean =>
    isRecorded(witness, change) &&
    (change.after === undefined || showValue(partAt(before, change.path)) === showValue(change.after))
  return to === undefined && changes.length > 0 && changes.every(isNotAdded)
}

/** Whether a change is of a list of which the story says in words what an element means. */
function isRecorded(witness: Witness, { path }: Change): boolean {
  return wordsOfCell(witness, path.slice(0, -1))?.added !== undefined
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
    return [
      before === undefined ? notHaveAdded : 'taken ',
      valuePart(witness, path, change.before),
      before === undefined ? ' to ' : ' out of ',
      ...cellParts(witness, step, list),
    ]
  if (typeof path.at(-1) === 'number' && change.before === undefined)
    return ['added ', valuePart(witness, path, after), ' to ', ...cellParts(witness, step, list)]
  const cell = cellParts(witness, step, path)
  if (showValue(after) === showValue(before)) return ['left ', ...cell, ' at ', valuePart(witness, path, after)]
  const isOther = showValue(change.before) !== showValue(before)
  const not: Part[] = isOther ? [', not ', valuePart(witness, path, change.before)] : []
  return ['set ', ...cell, ' to ', valuePart(witness, path, after), ...not]
}
