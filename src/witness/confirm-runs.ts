/** Confirms infinite runs: checks by definition, on the states of a replay, that they show what the search found. */

import { assumedText } from '../language/assumed-text.ts'
import type { CanAlwaysClaim, Me, TemporalClaim } from '../language/claims.ts'
import {
  type EndlessRun,
  endlessRun,
  fairnessOf,
  isTrueOf,
  mayStay,
  neglected,
  predicateAlong,
  type RunMoment,
  truthAlong,
} from '../machine/endless-run.ts'
import { assumptionsFor } from '../machine/fairness-units.ts'
import { judgePredicate } from '../machine/judge.ts'
import { type InstanceState, type Machine, moverAt, type State } from '../machine/machine.ts'
import { keyOf, stepOf, successors, type Transition } from '../machine/reference.ts'
import { goalOf } from './loop-goal.ts'
import type { Loop } from './witness.ts'

/** A replayed lasso, with the number of the state where its loop begins. */
export interface ReplayedLasso {
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
  readonly loop: number
  readonly me: Me | undefined
}

/** The loop of a fair run for which the claim is false; or else a sentence that says what is wrong with the run. */
export function loopOf(machine: Machine, claim: TemporalClaim, replayed: ReplayedLasso): Loop | string {
  const { states, transitions, loop, me } = replayed
  if (keyOf(states.at(-1) as State) !== keyOf(states[loop] as State)) return 'its run did not lead back again'
  const run = endlessRun(machine, states, transitions, loop)
  if (!mayStay(run)) return 'its run could go on where it was to stay'
  if (isTrueOf(run, claim, me)) return 'its run did not show it again'
  const fairness = fairnessOf(run, assumptionsFor(machine, claim))
  const kept = fairness.flatMap(one => one ?? [])
  if (kept.length < fairness.length) return 'its run was not fair'
  const since = sinceWhen(run, claim, me)
  return {
    from: loop,
    form: claim.form,
    ...(since !== undefined && { since }),
    ...refinedBy(machine, claim),
    fairness: kept,
    heldUp: heldUpIn(run),
    ...missedBy(run, claim, me),
    ...goalOf(run, claim, me),
  }
}

function refinedBy(machine: Machine, { name, keeps }: TemporalClaim): Pick<Loop, 'refined'> {
  const abstraction = machine.abstractions.get(name)
  if (abstraction === undefined) return {}
  const breaks = keeps && { breaks: { strength: keeps.strength, of: assumedText(keeps) } }
  return { refined: { model: abstraction.machine.model, ...breaks } }
}

/** The first time at which the premise is true and the conclusion never follows. */
function sinceWhen(run: EndlessRun, claim: TemporalClaim, me: Me | undefined): number | undefined {
  const { formula, given } = claim
  if (given === undefined || formula.op !== 'release') return undefined
  const isGiven = predicateAlong(run, claim, me, given)
  const isKept = truthAlong(run, claim, me, formula.right)
  return isGiven.findIndex((value, k) => value && !isKept[k])
}

/** Fairness obliges an instance to move, but not at a certain moment. */
function missedBy(run: EndlessRun, { refines }: TemporalClaim, me: Me | undefined): Pick<Loop, 'missed'> {
  if (me === undefined || refines !== undefined) return {}
  const { moments, loop } = run
  const own = ({ mover }: Transition): boolean => {
    const { process, instance } = moverAt(run.machine, mover)
    return process === me.process && instance === me.instance
  }
  const labelAfter = ({ effect }: Transition): string | undefined =>
    effect.kind === 'state' ? (effect.state[me.process] as readonly InstanceState[])[me.instance]?.pc : undefined
  const leadsThere = ({ possible }: RunMoment, step: string, to: string): boolean =>
    possible.some(one => own(one) && one.step === step && labelAfter(one) === to)
  const round = moments.slice(loop)
  for (const [k, { possible }] of round.entries())
    for (const other of possible.filter(own)) {
      const { step } = other
      const to = labelAfter(other)
      const isTaken = ({ taken }: RunMoment): boolean => taken !== undefined && own(taken) && taken.step === step
      const taken = round.findIndex(isTaken)
      // Where it could lead there when it is taken, it is a matter of choice, not of the moment.
      if (to === undefined || taken < 0 || round.filter(isTaken).some(one => leadsThere(one, step, to))) continue
      return { missed: { step, at: loop + k, to, taken: loop + taken } }
    }
  return {}
}

function heldUpIn(run: EndlessRun): Loop['heldUp'] {
  const { machine, moments, loop } = run
  return neglected(run).map(({ mover: index, isAlways }) => {
    const mover = moverAt(machine, index)
    const { process, instance } = mover
    return { process, instance, step: stepOf(mover, moments[loop]?.state as State) as string, isAlways }
  })
}

/** The most states that are explored to confirm that no run leads back; beyond that, the search is trusted. */
const maxStates = 2_000

/** Whether no run from a state leads to one where the claim's predicate is true. */
export function confirmNoReturn(machine: Machine, claim: CanAlwaysClaim, end: State, me: Me | undefined): boolean {
  for (const state of reached(machine, end)) if (judgePredicate(machine, claim, claim.can, state, me)) return false
  return true
}

/** All states to which some run leads from a state, with that state; undefined where there are too many. */
export function statesAfter(machine: Machine, end: State): State[] | undefined {
  const states: State[] = []
  const found = reached(machine, end)
  for (;;) {
    const next = found.next()
    if (next.done === true) return next.value ? states : undefined
    states.push(next.value)
  }
}

/** The states to which some run leads from a state, with that state, nearest first; returns whether these are all. */
function* reached(machine: Machine, end: State): Generator<State, boolean> {
  const seen = new Set([keyOf(end)])
  const pending = [end]
  let areAll = true
  for (const state of pending) {
    yield state
    for (const { effect } of successors(machine, state)) {
      if (effect.kind !== 'state' || seen.has(effect.key)) continue
      areAll &&= seen.size < maxStates
      if (!areAll) continue
      seen.add(effect.key)
      pending.push(effect.state)
    }
  }
  return areAll
}
