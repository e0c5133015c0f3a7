/** The step to look at beside the last one: the one at which a repair acts, or after which the violation can't be avoided. */

import type { Witness } from '../../witness/witness.ts'
import { waysOutOf } from './plot/way-out.ts'
import { sealingStep } from './turning-point.ts'

/** From 0; undefined where it is the last one, or none is known. */
export function decisiveStep(witness: Witness): number | undefined {
  const repaired = waysOutOf(witness)[0]?.at?.step
  const sealed = sealingStep(witness) - 1
  const found = repaired ?? witness.otherOrder?.first ?? (sealed < 0 ? undefined : sealed)
  return found === witness.steps.length - 1 ? undefined : found
}
