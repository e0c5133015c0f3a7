/**
 * What a run hangs on among the constants: those with another value of which the same schedule does not break the claim,
 * and which steps they change.
 *
 * A variant mostly takes away something that the rest does right, or repairs what it does wrong, by a constant that a step
 * looks at. So for each constant with another value the movers of the run move again in the same order, as far as they can.
 */

import { canonical, type Plain } from '../base/plain.ts'
import type { Claim, Me } from '../language/claims.ts'
import type { Constant } from '../language/constants.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { attempt, stepOf, successors, type Transition } from '../machine/reference.ts'
import { type BrokenClaim, brokenOnTheWay } from './broken-on-the-way.ts'
import { claimAtEnd, isDeadlocked } from './claim-at-end.ts'
import { confirmNoReturn } from './confirm-runs.ts'
import { type Change, difference } from './difference.ts'
import { foundOtherwise, labelAfter, type Replay, replayed } from './replay.ts'
import type { Read, RunFootprints } from './run-footprints.ts'

/**
 * A constant on which a violation hangs: with another value of it the same schedule breaks neither the claim nor any other
 * that the run does not break.
 *
 * @since 0.2.0
 */
export interface Hinge {
  /** The constant. */
  readonly constant: string
  /** The other value. */
  readonly value: Plain
  /** The steps of the run that it would have changed; none where only the initial state is another one. */
  readonly steps: readonly HingeStep[]
  /** Where the initial state would have been another one: `before` is what the run begins with, `after` what it would have. */
  readonly begins?: readonly Change[]
  /** The first step of the run that would then have waited, for what one of those did before it; missing if none would. */
  readonly waits?: WaitingStep
  /** The first step of the run that would then have led elsewhere, for what one of those did before it; missing if none would. */
  readonly diverts?: DivertedStep
  /**
   * Whether a step of the run would have waited with the other value, and the rest of its schedule is of no use then: this run is
   * not possible, and of the claim nothing is known. Only of the one constant that the setting changes.
   */
  readonly isElsewhere?: true
  /**
   * Of a run that goes round, what its schedule comes to if it is repeated: it keeps the claim (`kept`); or it is the same run, which
   * is not fair then as assumed (`unfair`); or it can't go round as it does, and whether the claim would hold is not known (`open`).
   */
  readonly round?: 'kept' | 'unfair' | 'open'
  /** The other claims that the run breaks and that the schedule breaks with the other value, too; missing if there are none. */
  readonly stillBreaks?: readonly string[]
}

/**
 * A step of a run that did not wait, and that would have done so after another course of the same schedule.
 *
 * @since 0.2.0
 */
export interface WaitingStep {
  /** The step, from 0. */
  readonly step: number
  /** What it read in the run and would have found otherwise: `before` is what it read, `after` what it would have found. */
  readonly found: readonly Change[]
}

/**
 * A step of a run that would have led its process elsewhere after another course of the same schedule.
 *
 * @since 0.2.0
 */
export interface DivertedStep extends WaitingStep {
  /** The label that it would have led to. */
  readonly to: string
}

/**
 * What a step of a run would have done, from the state in which it was taken, had one constant another value.
 *
 * @since 0.2.0
 */
export interface HingeStep {
  /** The step, from 0. */
  readonly step: number
  /** Whether the step would have waited, failed, or led to another state. */
  readonly effect: 'waits' | 'fails' | 'differs'
  /** The label that it would have led to, where that is another one. */
  readonly to?: string
  /** What it would have left otherwise, apart from its label: `before` is what it did leave. */
  readonly changes?: readonly Change[]
  /** Whether the step changed nothing but its label, where it would have waited or changed something. */
  readonly isSkipped?: true
  /** What it would have looked at, and did not look at in the run; missing if nothing. */
  readonly finds?: readonly Read[]
}

/**
 * Another value of a constant, under which the schedule of a run is possible and goes wrong, too.
 *
 * @since 0.2.0
 */
export interface TriedValue {
  /** The constant. */
  readonly constant: string
  /** The other value. */
  readonly value: Plain
}

/** Steps after a replay in which somebody may go on. */
const longestSequel = 60

/** A run with the claim that it breaks. */
export interface BrokenRun {
  readonly machine: Machine
  readonly footprints: RunFootprints
  readonly claim: Claim
  /** For a run that goes on forever: the movers that wait all that time and should not. */
  readonly stuck: readonly number[]
  readonly initial: number
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
  /** What it breaks beside that. */
  readonly broken: readonly BrokenClaim[]
  /** The instance that the claim is about, if it is made for each. */
  readonly me: Me | undefined
}

/** The model under another value of a constant, and what the schedule of a run comes to then; undefined where it is not possible. */
export interface Try {
  readonly constant: string
  readonly value: Constant
  readonly turned: Machine
  readonly replay: Replay | undefined
}

/** A try for each other value that the model allows, and under which it has the same movers, in the order of the constants. */
export function triesOf(run: BrokenRun): Try[] {
  return otherValues(run.machine).flatMap(([constant, value]) => {
    const turned = under(run.machine, constant, value)
    return turned === undefined ? [] : [{ constant, value, turned, replay: replayed(turned, run) }]
  })
}

export interface Hinges {
  readonly repairs: readonly Hinge[]
  /** With which a process goes another way: it does not come to what the run is about. */
  readonly situations: readonly Hinge[]
}

/** The hinges of a run, in the order of the constants. */
export function hingesOf(run: BrokenRun, tries: readonly Try[]): Hinges {
  const found = tries.flatMap(one => tried(run, one))
  // What sends a process another way by being switched off keeps most claims.
  const isStraight = ({ hinge: { constant, value }, isAstray }: TriedHinge): boolean =>
    !isAstray || value !== false || isChanged(run.machine, constant)
  const straight = found.filter(isStraight).map(({ hinge }) => hinge)
  const situations = found.filter(one => !isStraight(one) && one.hinge.stillBreaks === undefined)
  return {
    repairs: straight.length > 0 ? straight : onlyChangeOf(run, tries),
    situations: situations.map(({ hinge }) => hinge),
  }
}

interface TriedHinge {
  readonly hinge: Hinge
  readonly isAstray: boolean
}

/** The hinge that another value of a constant is, if it is one; and whether a process goes another way then, by its own step. */
function tried(run: BrokenRun, { constant, value, turned, replay }: Try): TriedHinge[] {
  const still = replay && brokenStill(turned, replay, run)
  if (replay === undefined || still === undefined || isWorse(turned, replay, run)) return []
  const steps = stepsChanged(turned, run).map(step => withFinds(turned, run, step))
  const waits = waitingStep(run, steps, replay)
  const diverts = waits === undefined ? divertedStep(turned, run, steps, replay) : undefined
  const begins = difference(run.states[0], replay.states[0])
  const hinge = {
    constant,
    value,
    steps,
    ...(begins.length > 0 && { begins }),
    ...(waits !== undefined && { waits }),
    ...(diverts !== undefined && { diverts }),
    ...(still.length > 0 && { stillBreaks: still }),
  }
  return [{ hinge, isAstray: steps.some(({ step, to }) => to !== undefined && step === replay.diverted?.step) }]
}

/**
 * The one constant that the setting changes, where with its usual value a step of the run would wait and the rest of the schedule
 * then fails, as no run of the model does: nothing is known of the claim there, but this run is not possible.
 */
function onlyChangeOf(run: BrokenRun, tries: readonly Try[]): Hinge[] {
  const { machine } = run
  const changed = Object.keys(machine.constants).filter(constant => isChanged(machine, constant))
  const found = tries.find(({ constant }) => constant === changed[0])
  if (changed.length !== 1 || found === undefined || found.replay !== undefined) return []
  const { constant, value, turned } = found
  const waits = stepsChanged(turned, run).filter(({ effect }) => effect === 'waits')
  const steps = waits.slice(0, 1).map(step => withFinds(turned, run, step))
  return steps.length === 0 ? [] : [{ constant, value, steps, isElsewhere: true }]
}

/** Whether the setting changes a constant of the model. */
export function isChanged({ constants, usual }: Machine, constant: string): boolean {
  return Object.hasOwn(usual, constant) && canonical(usual[constant]) !== canonical(constants[constant])
}

/** With what only the step under the other constant looks at: it may be what decides there. */
function withFinds(turned: Machine, { footprints, transitions }: BrokenRun, hinge: HingeStep): HingeStep {
  const { script } = transitions[hinge.step] as Transition
  const known = footprints.readsOf(hinge.step)
  const finds = footprints
    .readsUnder(turned, hinge.step, script)
    .filter(cell => !known.includes(cell))
    .map(cell => footprints.describe(cell, hinge.step))
  return finds.length === 0 ? hinge : { ...hinge, finds }
}

/** The step that waits in a replay for another one, which was changed and came before it. */
function waitingStep(
  { footprints }: BrokenRun,
  steps: readonly HingeStep[],
  { held }: Replay,
): WaitingStep | undefined {
  if (held === undefined || steps.some(({ step }) => step === held.step)) return undefined
  if (!steps.some(({ step }) => step < held.step)) return undefined
  return { step: held.step, found: foundOtherwise(footprints, footprints.readsOf(held.step), held.step, held.state) }
}

/** The step that leads elsewhere in a replay by what it finds there, where none has waited or gone elsewhere before. */
function divertedStep(
  turned: Machine,
  { footprints, transitions }: BrokenRun,
  steps: readonly HingeStep[],
  { held, diverted }: Replay,
): DivertedStep | undefined {
  if (diverted === undefined || (held !== undefined && held.step < diverted.step)) return undefined
  if (!steps.some(({ step }) => step < diverted.step)) return undefined
  const { step, state, to } = diverted
  const { script } = transitions[step] as Transition
  // Under the other constant it may look at something else, and that decides; not what it would not look at any more.
  const looked = foundOtherwise(footprints, footprints.readsUnder(turned, step, script), step, state)
  const found = looked.length > 0 ? looked : foundOtherwise(footprints, footprints.readsOf(step), step, state)
  return found.length === 0 ? undefined : { step, to, found }
}

/** For a switch its other position; for anything else, what the model itself has where that is not it. */
function otherValues({ constants, usual }: Machine): [constant: string, value: Constant][] {
  return Object.entries(constants).flatMap(([name, value]): [string, Constant][] => {
    if (typeof value === 'boolean') return [[name, !value]]
    const other = usual[name]
    return other === undefined || canonical(other) === canonical(value) ? [] : [[name, other]]
  })
}

/**
 * The values under which the schedule of a run is possible, none of which helps; undefined where there are tries, and it is possible
 * in none of them.
 */
export function valuesTried(tries: readonly Try[]): TriedValue[] | undefined {
  const possible = tries.filter(({ replay }) => replay !== undefined)
  if (possible.length === 0 && tries.length > 0) return undefined
  return possible.map(({ constant, value }) => ({ constant, value }))
}

/** The machine under another value of a constant, if the model allows it and has the same movers then. */
function under(machine: Machine, constant: string, value: Constant): Machine | undefined {
  try {
    const turned = machine.under({ [constant]: value })
    const isSame = turned.movers.length === machine.movers.length
    return isSame && turned.movers.every(({ name }, i) => name === machine.movers[i]?.name) ? turned : undefined
  } catch {
    return undefined
  }
}

/** The other claims that the run and a replay break; undefined where the replay breaks one that the run does not: that is no way out. */
export function brokenStill(
  turned: Machine,
  { states, transitions }: Pick<Replay, 'states' | 'transitions'>,
  { broken }: Pick<BrokenRun, 'broken'>,
): string[] | undefined {
  const known = new Set(broken.map(({ claim }) => claim))
  const found = brokenOnTheWay(turned, '', states, transitions).map(({ claim }) => claim)
  return found.every(claim => known.has(claim)) ? found : undefined
}

/**
 * Whether a replay is no way out, since it begins or ends wrong: a run into a deadlock must not end in one, and after one that goes on
 * forever somebody who waited all that time must be able to go on.
 */
export function isWorse(turned: Machine, { states }: Replay, { claim, stuck, ...run }: BrokenRun): boolean {
  if (isBrokenAtOnce(turned, states[0] as State)) return true
  const end = states.at(-1) as State
  if (claim.kind === 'canAlways') return confirmNoReturn(turned, claim, end, run.me)
  if (claim.kind === 'temporal') return !stuck.some(mover => isFreed(turned, mover, run.states.at(-1) as State, end))
  return claim.kind === 'deadlock' && isDeadlocked(turned, claim, end)
}

/** Whether a mover can leave the label where it waits in `before`, from `end` or a state to which some run leads from there. */
function isFreed(machine: Machine, mover: number, before: State, end: State): boolean {
  const label = stepOf(moverAt(machine, mover), before)
  let state = end
  for (let k = 0; k < longestSequel; k++) {
    if (stepOf(moverAt(machine, mover), state) !== label) return true
    const next = successors(machine, state)
    const [taken = undefined] = [...next.filter(one => one.mover === mover), ...next]
    if (taken?.effect.kind !== 'state') return false
    state = taken.effect.state
  }
  return false
}

function isBrokenAtOnce(machine: Machine, initial: State): boolean {
  const run = { states: [initial], last: undefined, isLast: false }
  return machine.claims.some(claim => claim.kind === 'invariant' && claimAtEnd(machine, claim, run) === 'false')
}

export function stepsChanged(
  turned: Machine,
  { states, transitions }: Pick<BrokenRun, 'states' | 'transitions'>,
): HingeStep[] {
  return transitions.flatMap((taken, step) => {
    const changed = stepChanged(turned, states[step] as State, taken)
    return changed === undefined ? [] : [{ step, ...changed }]
  })
}

function stepChanged(turned: Machine, state: State, taken: Transition): Omit<HingeStep, 'step'> | undefined {
  const other = takenAgain(turned, state, taken)
  if (other === 'threw') return undefined
  const didNothing = taken.effect.kind === 'state' && beyondLabel(turned, taken, state, taken.effect.state).length === 0
  if (other === undefined) return { effect: 'waits', ...(didNothing && { isSkipped: true }) }
  if (other.effect.kind !== 'state') return taken.effect.kind === 'state' ? { effect: 'fails' } : undefined
  if (taken.effect.kind !== 'state') return { effect: 'differs' }
  if (other.effect.key === taken.effect.key) return undefined
  const [from, to] = [labelAfter(turned, taken), labelAfter(turned, other)]
  const changes = beyondLabel(turned, taken, taken.effect.state, other.effect.state)
  return {
    effect: 'differs',
    ...(from !== to && to !== undefined && { to }),
    ...(changes.length > 0 && { changes }),
    ...(didNothing && changes.length > 0 && { isSkipped: true }),
  }
}

function takenAgain(turned: Machine, state: State, { mover, script }: Transition): Transition | undefined | 'threw' {
  try {
    const { transition } = attempt(turned, state, mover, script)
    return transition?.effect.kind === 'error' ? 'threw' : transition
  } catch {
    return 'threw'
  }
}

/** What differs between two states apart from the label of the mover. */
function beyondLabel(machine: Machine, { mover }: Transition, before: State, after: State): Change[] {
  const { process, instance } = moverAt(machine, mover)
  return difference(before, after).filter(({ path: [first, second, third] }) => {
    return !(first === process && second === instance && third === 'pc')
  })
}
