/** Steps as people read them; elsewhere, their titles have choices as JSON, so that they can be typed in again. */

import { moverName, type StepTaken } from '../../witness/witness.ts'
import { harmless, showValue } from './value.ts'

/** `reader 0: enter [left, 2]`. */
export function showStep(taken: StepTaken): string {
  return taken.process === null ? showLabel(taken) : `${harmless(moverName(taken))}: ${showLabel(taken)}`
}

/** The label of a step, or the name of an action, followed by its choices in brackets. */
export function showLabel({ step, choices }: StepTaken): string {
  return choices.length === 0 ? harmless(step) : `${harmless(step)} [${choices.map(showValue).join(', ')}]`
}
