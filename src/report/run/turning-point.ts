/** The sentences about the point from which a violation could no longer be avoided. */

import { turningPoint } from '../../analyse/turning-point.ts'
import type { Witness, WitnessStep } from '../../witness/witness.ts'
import { showStep } from '../text/show-step.ts'
import { harmless } from '../text/value.ts'

/** What is noted beside the step after which it can't be avoided. */
export const sealedNote = "from here on it can't be avoided"

/** One sentence, or none if the witness has no fates. */
export function turningPointLines(witness: Witness): string[] {
  const found = turningPoint(witness)
  if (found === undefined)
    return witness.fatesUnknown === undefined
      ? []
      : [`Whether it could still be avoided is not known: ${harmless(witness.fatesUnknown)}.`]
  const { sealedBy, isUnlessUnfair } = found
  const every = isUnlessUnfair ? 'every run in which no process is starved' : 'every run'
  // Of a single step there was nothing to be avoided but the step itself.
  if (witness.steps.length <= 1) return []
  if (sealedBy === 0) return [`It could not be avoided: from the start ${every} breaks the claim.`]
  // That it depends on its last step is no news of a run that breaks its claim in it.
  if (sealedBy === witness.steps.length) return []
  const step = showStep(witness.steps[sealedBy - 1] as WitnessStep)
  return [`From step ${sealedBy} on (${step}) it can't be avoided: ${every} breaks the claim.`]
}

/**
 * The number of the step that sealed the violation, if it is worth marking; 0 if it is the last step, or there is none.
 */
export function sealingStep(witness: Witness): number {
  const sealedBy = turningPoint(witness)?.sealedBy ?? 0
  return sealedBy < witness.steps.length ? sealedBy : 0
}
