/**
 * What a run that goes round hangs on among the constants. Its schedule has no end to replay to, so it is repeated until it
 * goes round under the other value, too; then the claim is judged on that run.
 */

import type { TemporalClaim } from '../language/claims.ts'
import { endlessRun, fairnessOf, isTrueOf, mayStay } from '../machine/endless-run.ts'
import { assumptionsFor } from '../machine/fairness-units.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf, type Transition } from '../machine/reference.ts'
import type { BrokenRun } from './broken-run.ts'
import { difference } from './difference.ts'
import type { Hinge } from './hinge.ts'
import { brokenStill } from './hinges.ts'
import { takenAlike } from './replay.ts'
import { stepsChanged } from './steps-changed.ts'
import { isChanged, type Try } from './tries.ts'

/** A run that goes round and breaks a claim. */
export interface BrokenLoop extends Omit<BrokenRun, 'footprints' | 'stuck'> {
  readonly claim: TemporalClaim
  /** The number of the state to which its last step leads back. */
  readonly from: number
}

/** Longer rounds of a replay, and more of them, are given up. */
const maxRounds = 24
const maxSteps = 2_000

interface EndlessReplay {
  readonly states: State[]
  readonly transitions: Transition[]
  /** Where it goes round; the last state where nobody of the schedule can move there. */
  from: number
}

/**
 * The constants with another value of which the schedule keeps the claim; and of those that the setting changes also those with
 * which it can't be repeated as it is, since some step comes out otherwise. What the setting changes goes before all else: most
 * other switches keep a claim by breaking something else.
 */
export function loopHingesOf(run: BrokenLoop, tries: readonly Try[]): Hinge[] {
  const all = hingesFor(run, tries)
  const changed = all.filter(({ constant }) => isChanged(run.machine, constant))
  const found = changed.length > 0 ? changed : all
  const cured = found.filter(({ round }) => round !== 'open')
  return cured.length > 0 ? cured : found
}

function hingesFor(run: BrokenLoop, tries: readonly Try[]): Hinge[] {
  return tries.flatMap(({ constant, value, variant, turned }): Hinge[] => {
    const replay = goneRound(turned, run)
    const still = replay && brokenStill(turned, replay, run)
    if (replay === undefined || still === undefined) return []
    const steps = stepsChanged(turned, run)
    const begins = difference(run.states[0], replay.states[0])
    const outcome = judged(turned, replay, run)
    const isOwn = isChanged(run.machine, constant)
    if (outcome === 'broken' || (outcome !== 'kept' && !isOwn)) return []
    if (outcome === 'open' && steps.length + begins.length === 0) return []
    const beside = {
      ...(variant !== undefined && { variant }),
      ...(begins.length > 0 && { begins }),
      ...(still.length > 0 && { stillBreaks: still }),
    }
    return [{ constant, value, steps, ...beside, round: outcome }]
  })
}

/** What a replay says of the claim: nothing where it is no run of the machine, since somebody would have to move. */
function judged(
  turned: Machine,
  { states, transitions, from }: EndlessReplay,
  run: BrokenLoop,
): 'kept' | 'broken' | 'unfair' | 'open' {
  const claim = turned.claims.find(({ name }) => name === run.claim.name)
  if (claim?.kind !== 'temporal') return 'open'
  const endless = endlessRun(turned, states, transitions, from)
  if (!mayStay(endless)) return 'open'
  if (fairnessOf(endless, assumptionsFor(turned, claim)).includes(undefined))
    return isSameRun(states, transitions, run) ? 'unfair' : 'open'
  return isTrueOf(endless, claim, run.me) ? 'kept' : 'broken'
}

/** Whether a replay is the run itself, so that only what is possible beside it differs. */
function isSameRun(
  states: readonly State[],
  transitions: readonly Transition[],
  run: Pick<BrokenLoop, 'states' | 'transitions'>,
): boolean {
  return (
    transitions.length >= run.transitions.length &&
    run.states.every((state, k) => states[k] !== undefined && keyOf(state) === keyOf(states[k] as State))
  )
}

/** The schedule again and again, without those who can't move; undefined where a step fails, or where it never goes round. */
function goneRound(turned: Machine, { initial, transitions, from }: BrokenLoop): EndlessReplay | undefined {
  const first = turned.initialStates[initial] ?? (turned.initialStates[0] as State)
  const replay: EndlessReplay = { states: [first], transitions: [], from: 0 }
  if (!follow(turned, replay, transitions.slice(0, from))) return undefined
  const starts = new Map<string, number>()
  for (let round = 0; round < maxRounds && replay.transitions.length < maxSteps; round++) {
    const key = keyOf(replay.states.at(-1) as State)
    const before = starts.get(key)
    if (before !== undefined) return { ...replay, from: before }
    starts.set(key, replay.transitions.length)
    if (!follow(turned, replay, transitions.slice(from))) return undefined
  }
  return undefined
}

/** Whether all went well; steps that are not possible are left out. */
function follow(turned: Machine, { states, transitions }: EndlessReplay, planned: readonly Transition[]): boolean {
  try {
    for (const one of planned) {
      const transition = takenAlike(turned, states.at(-1) as State, one)
      if (transition === undefined) continue
      if (transition.effect.kind !== 'state') return false
      transitions.push(transition)
      states.push(transition.effect.state)
    }
    return true
  } catch {
    // No run has come to such a state, and the author's code may rely on that.
    return false
  }
}
