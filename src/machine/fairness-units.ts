/** Fairness assumptions for each instance. */

import { canonical, type Plain } from '../base/plain.ts'
import { patternText } from '../language/assumed-text.ts'
import type { Me, TemporalClaim } from '../language/claims.ts'
import type { Assumption, StepPattern, Strength } from '../language/fairness.ts'
import type { AboutSteps, Chosen, FormulaSource } from '../language/formula.ts'
import { keptFormula } from '../language/refinement.ts'
import type { Machine } from './machine.ts'

/** Steps of one mover: all, those with one label, or of these the ones that pick certain values. */
export interface Unit {
  readonly mover: number
  readonly label: string | null
  readonly chosen?: Chosen
  /** Whether they are steps of the refined model that sees the graph. */
  readonly isSeen?: boolean
}

/** The unit of fairness: a single instance or action, or one of its choices. */
export interface FairUnit extends Unit {
  readonly strength: Strength
}

/** A step that is taken somewhere; the values that it picks are needed only where fairness tells them apart. */
export interface KnownStep {
  readonly mover: number
  readonly step: string
  readonly options?: readonly Plain[]
  /** The steps that a refined model may see in it. */
  readonly seenAs?: readonly KnownStep[]
}

export function unitsOf(machine: Machine, { process, step }: StepPattern): Unit[] {
  return machine.movers.flatMap((mover, i) => {
    if (process === null) return mover.process === null && mover.name === step ? [{ mover: i, label: null }] : []
    return mover.process === process ? [{ mover: i, label: step }] : []
  })
}

/** The units that a formula speaks of in a claim that is made for `me`. */
export function unitsOfAtom(machine: Machine, { steps, isMine, chosen }: AboutSteps, me: Me | undefined): Unit[] {
  const units = unitsOf(machine, steps).filter(({ mover }) => {
    return !isMine || machine.movers[mover]?.instance === me?.instance
  })
  return chosen === undefined ? units : units.map(unit => ({ ...unit, chosen }))
}

/**
 * What a claim says, in formulas that all must be true of a run: one, or one for each choice of a step, if the claim is that a run
 * is fair to it. `steps` are those of `machine` among which there are choices.
 */
export function formulasOf(
  machine: Machine,
  { formula, keeps }: TemporalClaim,
  steps: readonly KnownStep[],
): FormulaSource[] {
  if (keeps?.choices === undefined) return [formula]
  const chosen = fairUnitsOf(machine, [keeps], steps).flatMap(unit => unit.chosen ?? [])
  const different = new Map(chosen.map(one => [one.text, one]))
  return [...different.values()].map(one => keptFormula(keeps, { isMine: keeps.process !== null, chosen: one }))
}

/** The units that assumptions are about, among `steps` where they tell choices apart: a choice that nobody has is no unit. */
export function fairUnitsOf(
  machine: Machine,
  assumptions: readonly Assumption[],
  steps: readonly KnownStep[],
): FairUnit[] {
  return assumptions.flatMap(({ strength, choices, ...pattern }) => {
    const units = unitsOf(machine, pattern)
    const parts = choices === undefined ? units : units.flatMap(unit => choicesOf(unit, choices, steps))
    return parts.map(unit => ({ ...unit, strength }))
  })
}

function choicesOf(unit: Unit, choices: number, steps: readonly KnownStep[]): Unit[] {
  const texts = new Set(steps.filter(step => matches(unit, step)).map(step => chosenText(step, choices)))
  return [...texts].map(text => ({ ...unit, chosen: { choices, text } }))
}

function chosenText({ options = [] }: KnownStep, choices: number): string {
  return canonical(options.slice(0, choices))
}

export function matches(unit: Unit, step: KnownStep): boolean {
  return unit.isSeen === true ? (step.seenAs ?? []).some(one => isStepOf(unit, one)) : isStepOf(unit, step)
}

/** Whether a step is one of a unit, of whichever model they both are. */
export function isStepOf({ mover, label, chosen }: Unit, step: KnownStep): boolean {
  if (step.mover !== mover || (label !== null && step.step !== label)) return false
  return chosen === undefined || chosenText(step, chosen.choices) === chosen.text
}

export function isSameUnit(a: Unit, b: Unit): boolean {
  const isSameChoice = a.chosen?.choices === b.chosen?.choices && a.chosen?.text === b.chosen?.text
  return a.mover === b.mover && a.label === b.label && isSameChoice && a.isSeen === b.isSeen
}

/** What the refined model assumes for a claim of it. */
export function premisesOf(
  machine: Machine,
  { premises = [] }: TemporalClaim,
  steps: readonly KnownStep[],
): FairUnit[] {
  return fairUnitsOf(machine, premises, steps).map(unit => ({ ...unit, isSeen: true }))
}

/** The assumptions for a claim. */
export function assumptionsFor(machine: Machine, claim: TemporalClaim): readonly Assumption[] {
  return claim.fairness ?? machine.fairness
}

/** How many of the values that a step picks the assumptions for the claims of a machine distinguish. */
export function choicesDistinguished(machine: Machine): (mover: number, step: string) => number {
  const counts = new Map<string, number>()
  for (const claim of machine.claims) {
    if (claim.kind !== 'temporal') continue
    for (const { choices = 0, ...pattern } of assumptionsFor(machine, claim))
      counts.set(patternText(pattern), Math.max(choices, counts.get(patternText(pattern)) ?? 0))
  }
  return (mover, step) => {
    const { process = null } = machine.movers[mover] ?? {}
    return counts.get(patternText({ process, step } as StepPattern)) ?? 0
  }
}
