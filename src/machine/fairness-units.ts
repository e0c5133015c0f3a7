/** Fairness assumptions for each instance. */

import type { TemporalClaim } from '../language/claims.ts'
import type { Assumption, StepPattern, Strength } from '../language/fairness.ts'
import type { Machine } from './machine.ts'

/** Steps of one mover: all, or those with one label. */
export interface Unit {
  readonly mover: number
  readonly label: string | null
}

/** The unit of fairness: a single instance or action. */
export interface FairUnit extends Unit {
  readonly strength: Strength
}

export function unitsOf(machine: Machine, { process, step }: StepPattern): Unit[] {
  return machine.movers.flatMap((mover, i) => {
    if (process === null) return mover.process === null && mover.name === step ? [{ mover: i, label: null }] : []
    return mover.process === process ? [{ mover: i, label: step }] : []
  })
}

export function fairUnitsOf(machine: Machine, assumptions: readonly Assumption[]): FairUnit[] {
  return assumptions.flatMap(one => unitsOf(machine, one).map(unit => ({ ...unit, strength: one.strength })))
}

export function matches({ mover, label }: Unit, step: { readonly mover: number; readonly step: string }): boolean {
  return step.mover === mover && (label === null || step.step === label)
}

/** The assumptions for a claim. */
export function assumptionsFor(machine: Machine, claim: TemporalClaim): readonly Assumption[] {
  return claim.fairness ?? machine.fairness
}
