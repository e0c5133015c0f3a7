/** The sentences about the point from which a violation could no longer be avoided. */

import { turningPoint } from '../../analyse/turning-point.ts'
import type { Witness, WitnessStep } from '../../witness/witness.ts'
import { showStep } from '../text/show-step.ts'
import { harmless } from '../text/value.ts'

/** One sentence, or none if the witness has no fates. */
export function turningPointLines(witness: Witness): string[] {
  const found = turningPoint(witness)
  if (found === undefined)
    return witness.fatesUnknown === undefined
      ? []
      : [`Whether it could still be avoided is not known: ${harmless(witness.fatesUnknown)}.`]
  const { sealedBy, isUnlessUnfair } = found
  const unless = isUnlessUnfair ? ', unless some process is starved' : ''
  if (witness.steps.length === 0) return []
  if (sealedBy === 0) return [`It could not be avoided: from the start every run breaks it${unless}.`]
  if (sealedBy === witness.steps.length) return ['It could be avoided until the last step.']
  const step = showStep(witness.steps[sealedBy - 1] as WitnessStep)
  return [`Sealed by step ${sealedBy}, ${step}: from then on every run breaks it${unless}.`]
}

/**
 * The number of the step that sealed the violation, if it is worth marking; 0 if it is the last step, or there is none.
 */
export function sealingStep(witness: Witness): number {
  const sealedBy = turningPoint(witness)?.sealedBy ?? 0
  return sealedBy < witness.steps.length ? sealedBy : 0
}
