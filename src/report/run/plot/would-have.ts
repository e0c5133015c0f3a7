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
  return ['would have ', ...found, found.length === 0 ? '' : ' and ', ...doneInstead(witness, hinge)]
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
    return [...ledTo(witness, step, to), changed.length > 0 ? ' and ' : '', ...changed]
  }
  if (all.length === 0) return ['led elsewhere']
  return changesInstead(witness, step, real.length > 0 ? real : all)
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
  return ranked.flatMap((change, i): Part[] => [
    i === 0 ? '' : ', and ',
    ...wouldHaveChanged(witness, witness.steps[step] as WitnessStep, change, partAt(before, change.path)),
  ])
}

/** Whether a step would only not have added to a list of which the story says in words what that means, such as a broken rule. */
export function isOnlyRecorded(witness: Witness, { step, to, changes = [] }: HingeStep): boolean {
  const before = statesOf(witness)[step]
  const isNotAdded = ({ path, after }: Change): boolean =>
    wordsOfCell(witness, path.slice(0, -1))?.added !== undefined &&
    (after === undefined || showValue(partAt(before, path)) === showValue(after))
  return to === undefined && changes.length > 0 && changes.every(isNotAdded)
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
      before === undefined ? 'not added ' : 'taken ',
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
