/** Steps as people read them; elsewhere, their titles have choices as JSON, so that they can be typed in again. */

import { moverName, type StepTaken } from '../../witness/witness.ts'
import { harmless, showValue } from './value.ts'

/** `reader 0: enter [left, 2]`. */
export function showStep(taken: StepTaken): string {
  return taken.process === null ? showLabel(taken) : `${harmless(moverName(taken))}: ${showLabel(taken)}`
}

/** The label of a step, or the name of an action, followed by its choices in brackets. */
export function showLabel(taken: StepTaken): string {
  return taken.choices.length === 0 ? harmless(taken.step) : `${harmless(taken.step)} [${showChoices(taken)}]`
}

/** Data as values; what is only a place in a list as `element 2 of 3`. */
export function showChoices({ choices, places }: StepTaken): string {
  const shown = choices.map((choice, i) => {
    const count = places?.[i] ?? null
    return count === null ? showValue(choice) : `element ${Number(choice) + 1} of ${count}`
  })
  return shown.join(', ')
}
