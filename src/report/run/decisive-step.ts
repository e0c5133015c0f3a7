/** The step to look at beside the last one: where a repair acts, or what was needed is forgotten, or after which the violation can't be avoided. */

import type { Witness } from '../../witness/witness.ts'
import { plotOf } from './plot/plot.ts'
import { isRepair, waysOutOf } from './plot/way-out.ts'
import { sealingStep } from './turning-point.ts'

export interface DecisiveStep {
  /** From 0. */
  readonly step: number
  /** Whether no more is known of it than that the violation can't be avoided afterwards: the step itself may be as it should be. */
  readonly isSealing: boolean
}

/** Undefined where it is the last one, or none is known. */
export function decisiveStep(witness: Witness): DecisiveStep | undefined {
  const known = ofRepair(witness) ?? ofLoss(witness) ?? ofOrder(witness)
  const step = known ?? ofFates(witness)
  return step === undefined || step === witness.steps.length - 1 ? undefined : { step, isSealing: known === undefined }
}

/** Where another value of a constant acts; not where it leads past what the run is about. */
function ofRepair(witness: Witness): number | undefined {
  const [way] = waysOutOf(witness)
  return way?.at !== undefined && (isRepair(witness, way) || way.at.to === undefined) ? way.at.step : undefined
}

function ofLoss(witness: Witness): number | undefined {
  return plotOf(witness)?.beats.find(({ forgot }) => forgot.length > 0)?.step
}

/** The look that was not to be interrupted, and was outdated later; of other orders none of the steps is wrong. */
function ofOrder(witness: Witness): number | undefined {
  const { otherOrder } = witness
  const looks = plotOf(witness)?.beats.flatMap(({ stale }) => stale.map(({ at }) => at)) ?? []
  return otherOrder?.kind === 'unbroken' && looks.includes(otherOrder.first) ? otherOrder.first : undefined
}

/** Where it was decided is no mistake of its step if something else is known to keep the claim. */
function ofFates(witness: Witness): number | undefined {
  const sealed = sealingStep(witness) - 1
  return sealed < 0 || waysOutOf(witness).length > 0 || witness.otherOrder !== undefined ? undefined : sealed
}
