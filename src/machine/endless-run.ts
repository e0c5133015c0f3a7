/**
 * Evaluates formulas and fairness on one infinite run by their definitions, to confirm a violation that was found by
 * other means.
 */

import type { Plain } from '../base/plain.ts'
import type { Me, TemporalClaim } from '../language/claims.ts'
import type { Assumption } from '../language/fairness.ts'
import { type AnyPredicate, type FormulaSource, pastDepth } from '../language/formula.ts'
import { type FairUnit, fairUnitsOf, formulasOf, type KnownStep, matches, unitsOfAtom } from './fairness-units.ts'
import { judgePredicate } from './judge.ts'
import type { Machine, State } from './machine.ts'
import { successors, type Transition } from './reference.ts'

/** A moment of a run: its state, the step that is taken there, if any, and all enabled steps. */
export interface RunMoment {
  readonly state: State
  readonly taken: Transition | undefined
  readonly possible: readonly Transition[]
  /** The steps that count as taken, where a refined model sees the run: those that lead from a state to the next. */
  readonly seenAs?: readonly KnownStep[]
}

/** A run that continues with the moment `loop` after its last moment. */
export interface EndlessRun {
  readonly machine: Machine
  readonly moments: readonly RunMoment[]
  readonly loop: number
}

/**
 * The run of these states and transitions, which lead back to state `loop`. If no transition does, the last state
 * repeats.
 */
export function endlessRun(
  machine: Machine,
  states: readonly State[],
  transitions: readonly Transition[],
  loop: number,
): EndlessRun {
  const passed = loop === transitions.length ? states : states.slice(0, -1)
  const moments = passed.map((state, k) => ({ state, taken: transitions[k], possible: successors(machine, state) }))
  return { machine, moments, loop }
}

/** Whether a run that stays in its last state must stay: no step is enabled there. */
export function mayStay({ moments }: EndlessRun): boolean {
  return moments.every(({ taken, possible }) => taken !== undefined || possible.length === 0)
}

/** Whether a claim is true of a run: a claim of a refined model is, if the run is not as fair as that model assumes. */
export function isTrueOf(run: EndlessRun, claim: TemporalClaim, me: Me | undefined): boolean {
  const seen = seenBy(run, claim)
  if (fairnessOf(seen, claim.premises ?? []).includes(undefined)) return true
  const steps = seen.moments.flatMap(({ possible }) => possible)
  return formulasOf(seen.machine, claim, steps).every(formula => truthAlong(run, claim, me, formula)[0])
}

/** For each moment, whether a formula of the claim is true of the run from there on. */
export function truthAlong(
  run: EndlessRun,
  claim: TemporalClaim,
  me: Me | undefined,
  formula: FormulaSource,
): boolean[] {
  const seen = longer(seenBy(run, claim), pastDepth(formula))
  return truthIn(seen, claim, me, formula).slice(0, run.moments.length)
}

/** The run as the refined model sees it, if the claim is one of that. */
function seenBy(run: EndlessRun, { name }: TemporalClaim): EndlessRun {
  const { machine, moments, loop } = run
  const abstraction = machine.abstractions.get(name)
  if (abstraction === undefined) return run
  const states = moments.map(({ state }) => abstraction.stateOf(state))
  const seen = states.map((state, k): RunMoment => {
    const next = states[k + 1] ?? (states[loop] as State)
    const seenAs = abstraction.stepsBetween(state, next)
    return { state, taken: undefined, possible: abstraction.possibleIn(state), seenAs }
  })
  return { machine: abstraction.machine, moments: seen, loop }
}

/** The same run with its loop gone round some times more before it: by then, what was before is the same in each round. */
function longer({ machine, moments, loop }: EndlessRun, rounds: number): EndlessRun {
  const round = moments.slice(loop)
  const more = Array.from({ length: rounds }, () => round).flat()
  return { machine, moments: [...moments, ...more], loop: loop + more.length }
}

function truthIn(run: EndlessRun, claim: TemporalClaim, me: Me | undefined, formula: FormulaSource): boolean[] {
  const { machine, moments } = run
  const truth = (part: FormulaSource): boolean[] => truthIn(run, claim, me, part)
  switch (formula.op) {
    case 'true':
    case 'false':
      return moments.map(() => formula.op === 'true')
    case 'state':
      return predicateAlong(run, claim, me, formula.holds)
    case 'taken':
    case 'enabled': {
      const units = unitsOfAtom(machine, formula, me)
      const isMeant = (step: KnownStep): boolean => units.some(unit => matches(unit, step))
      if (formula.op === 'taken') return moments.map(moment => takenIn(moment).some(isMeant))
      return moments.map(({ possible }) => possible.some(isMeant))
    }
    case 'not':
      return truth(formula.part).map(value => !value)
    case 'and':
    case 'or': {
      const parts = formula.parts.map(truth)
      return moments.map((_, k) => (formula.op === 'and' ? parts.every(part => part[k]) : parts.some(part => part[k])))
    }
    case 'until':
    case 'release':
      return fixpoint(run, formula.op, truth(formula.left), truth(formula.right))
    case 'since':
      return sinceThen(truth(formula.left), truth(formula.right))
  }
}

function takenIn({ taken, seenAs }: RunMoment): readonly KnownStep[] {
  return seenAs ?? (taken === undefined ? [] : [taken])
}

function sinceThen(left: readonly boolean[], right: readonly boolean[]): boolean[] {
  let isSo = false
  return right.map((isRight, k) => {
    isSo = isRight || (left[k]! && isSo)
    return isSo
  })
}

/** For each moment, whether a predicate is true of its state. */
export function predicateAlong(
  { machine, moments }: EndlessRun,
  claim: Pick<TemporalClaim, 'name'>,
  me: Me | undefined,
  predicate: AnyPredicate,
): boolean[] {
  return moments.map(({ state }) => judgePredicate(machine, claim, predicate, state, me))
}

/** "Until" is the least truth that its own law allows, "release" the greatest. */
function fixpoint(
  { moments, loop }: EndlessRun,
  op: 'until' | 'release',
  left: readonly boolean[],
  right: readonly boolean[],
): boolean[] {
  const truth = moments.map(() => op === 'release')
  for (let isStable = false; !isStable; ) {
    isStable = true
    for (let k = moments.length - 1; k >= 0; k--) {
      const next = truth[k + 1 < moments.length ? k + 1 : loop] as boolean
      const now = op === 'until' ? right[k]! || (left[k]! && next) : right[k]! && (left[k]! || next)
      if (now !== truth[k]) isStable = false
      truth[k] = now
    }
  }
  return truth
}

/**
 * How a run satisfies an assumption for one instance or action.
 *
 * @since 0.2.0
 */
export interface FairnessKept {
  /** How strong the assumption is. */
  readonly strength: Assumption['strength']
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label, or the name of the action; null for any step of the process. */
  readonly step: string | null
  /** The first values that the step picks, where each choice of it is to be fair. */
  readonly chosen?: readonly Plain[]
  /**
   * `taken`: by step `at` of the run, from 0, which is in the loop. `impossible`: in state `at`, which is in the loop, no
   * such step is possible; of a strong assumption, in no state of the loop.
   */
  readonly by: 'taken' | 'impossible'
  /** The number of that step or state, from 0. */
  readonly at: number
}

/** How a run satisfies each assumption; undefined for one that it does not satisfy. */
export function fairnessOf(run: EndlessRun, assumptions: readonly Assumption[]): (FairnessKept | undefined)[] {
  const { machine, moments, loop } = run
  const steps = moments.slice(loop).flatMap(({ possible }) => possible)
  return fairUnitsOf(machine, assumptions, steps).map(unit => keptBy(run, unit))
}

function keptBy(run: EndlessRun, unit: FairUnit): FairnessKept | undefined {
  const { machine, moments, loop } = run
  const round = moments.slice(loop)
  const mover = machine.movers[unit.mover]
  if (mover === undefined) return undefined
  const kept = (by: FairnessKept['by'], at: number): FairnessKept => {
    const { process, instance, name } = mover
    const step = process === null ? name : unit.label
    const chosen = unit.chosen && { chosen: JSON.parse(unit.chosen.text) as Plain[] }
    return { strength: unit.strength, process, instance, step, ...chosen, by, at: loop + at }
  }
  const taken = round.findIndex(moment => takenIn(moment).some(step => matches(unit, step)))
  if (taken >= 0) return kept('taken', taken)
  const isImpossible = round.map(({ possible }) => !possible.some(step => matches(unit, step)))
  const isKept = unit.strength === 'weak' ? isImpossible.includes(true) : !isImpossible.includes(false)
  return isKept ? kept('impossible', isImpossible.indexOf(true)) : undefined
}

/** A mover that could take a step in the loop, and takes none; `isAlways`: in each of its states. */
export interface Neglected {
  readonly mover: number
  readonly isAlways: boolean
}

export function neglected({ machine, moments, loop }: EndlessRun): Neglected[] {
  const round = moments.slice(loop)
  return machine.movers.flatMap((_, mover) => {
    if (round.some(({ taken }) => taken?.mover === mover)) return []
    const isReady = round.map(({ possible }) => possible.some(step => step.mover === mover))
    return isReady.includes(true) ? [{ mover, isAlways: !isReady.includes(false) }] : []
  })
}
