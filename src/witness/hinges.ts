/**
 * What a run hangs on among the constants: those with another value of which the same schedule does not break the claim,
 * and which steps they change.
 *
 * A variant mostly takes away something that the rest does right, or repairs what it does wrong, by a constant that a step
 * looks at. So for each constant with another value the movers of the run move again in the same order, as far as they can.
 */

import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf, successors, type Transition } from '../machine/reference.ts'
import { brokenOnTheWay } from './broken-on-the-way.ts'
import type { BrokenRun } from './broken-run.ts'
import { claimAtEnd, isDeadlocked } from './claim-at-end.ts'
import { confirmNoReturn } from './confirm-runs.ts'
import { difference } from './difference.ts'
import type { DivertedStep, Hinge, HingeStep, WaitingStep } from './hinge.ts'
import { foundOtherwise, type Replay } from './replay.ts'
import { stepsChanged } from './steps-changed.ts'
import { isChanged, type Try } from './tries.ts'

/** Steps after a replay in which somebody may go on. */
const longestSequel = 60

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
function tried(run: BrokenRun, { constant, value, variant, turned, replay }: Try): TriedHinge[] {
  const still = replay && brokenStill(turned, replay, run)
  if (replay === undefined || still === undefined || isWorse(turned, replay, run)) return []
  const steps = stepsChanged(turned, run).map(step => withFinds(turned, run, step))
  const waits = waitingStep(run, steps, replay)
  const diverts = waits === undefined ? divertedStep(turned, run, steps, replay) : undefined
  const begins = difference(run.states[0], replay.states[0])
  const hinge = {
    constant,
    value,
    ...(variant !== undefined && { variant }),
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
