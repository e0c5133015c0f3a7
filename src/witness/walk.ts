/**
 * Walking a model by hand: from an initial state along steps by name, and the facts about the state reached.
 *
 * Everything is recomputed from the names of the steps, so nothing has to be stored between two requests. A walk of a
 * hundred steps takes a few milliseconds, like a replay.
 */

import { UsageError } from '../base/errors.ts'
import { type ClaimKind, type JudgedClaim, judgedClaims } from '../language/claims.ts'
import { isStuck } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import { successors, type Transition } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import { type Blocked, blockedAlong } from './blocked.ts'
import { differing, othersAt, stepTaken, witnessStep } from './build-witness.ts'
import { type AnswerAtEnd, claimAtEnd } from './claim-at-end.ts'
import { type Change, difference } from './difference.ts'
import { placesOf } from './places.ts'
import { type Read, RunFootprints } from './run-footprints.ts'
import { claimReads, type Slice, sliceOf } from './slice.ts'
import { type Span, spansOf } from './spans.ts'
import { isSameStep, type NamedStep } from './step-link.ts'
import { type Waiting, waitingAtEnd } from './waiting.ts'
import { type OtherStep, type StepTaken, stepTitle, type Witness, type WitnessStep } from './witness.ts'

export interface ClaimHere {
  readonly name: string
  readonly kind: ClaimKind
  readonly answer: AnswerAtEnd
  /** The cells that it read. */
  readonly reads: readonly Read[]
}

/** A step that can be taken next, and its effect. */
export interface NextStep extends StepTaken {
  readonly changes: readonly Change[]
  /** The message of the failed assertion or thrown error, if the step fails. */
  readonly fails?: string
}

/** The end of a walk, with all that led there. */
export interface Walk {
  readonly model: string
  readonly variant: string | null
  readonly constants: Machine['constants']
  /** The constants that the variant changes, as the model itself has them; missing where it changes none. */
  readonly usual?: NonNullable<Witness['usual']>
  /** Words for what the model names; missing where it gives none. */
  readonly words?: NonNullable<Witness['words']>
  readonly processes: Witness['processes']
  /** The number of the initial state in which it began, and how many there are. */
  readonly start: number
  readonly starts: number
  readonly initial: State
  readonly steps: readonly WitnessStep[]
  readonly others: readonly (readonly OtherStep[])[]
  readonly blocked: readonly Blocked[]
  readonly spans: readonly Span[]
  /**
   * The slice for the requested claim, or for the first one that is violated here; otherwise only what each step read.
   */
  readonly slice: Slice
  readonly claims: readonly ClaimHere[]
  readonly next: readonly NextStep[]
  /** Whether no step is enabled although some process has not ended. */
  readonly isDeadlock: boolean
  /** Who waits for what in a deadlock. */
  readonly waiting?: readonly Waiting[]
  /** The message, if the last step failed. */
  readonly failed?: string
}

/**
 * Takes `steps` from initial state `start`.
 *
 * Throws {@link UsageError} `not-a-walk` if a step is not enabled, and names it and the steps that are enabled instead.
 */
export function walk(machine: Machine, start: number, steps: readonly NamedStep[], claim?: string): Walk {
  const { states, taken } = takeSteps(machine, start, steps)
  return describe(machine, start, states, taken, claim)
}

/**
 * The state that steps lead to from initial state `start`. Throws like {@link walk}, and also if the last step fails.
 */
export function walkedTo(machine: Machine, start: number, steps: readonly NamedStep[]): State {
  const { states, taken } = takeSteps(machine, start, steps)
  if (taken.length < states.length) return states.at(-1) as State
  throw new UsageError('not-a-walk', 'the last step failed, so nothing can follow it. Go back one step.')
}

/** How far steps still lead, after a change of the model. */
export interface StillPossible {
  /** The number of steps that can be taken, from the first. */
  readonly steps: number
  /** Why the next one cannot be taken, as a sentence without its end. */
  readonly why?: string
}

/** How far `steps` lead from initial state `start`. */
export function stillPossible(machine: Machine, start: number, steps: readonly NamedStep[]): StillPossible {
  const taken: Transition[] = []
  try {
    takeSteps(machine, start, steps, taken)
    return { steps: steps.length }
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== 'not-a-walk') throw error
    return { steps: taken.length, why: error.message }
  }
}

interface Taken {
  readonly states: readonly State[]
  /** One less than there are states, or the same number if the last step failed. */
  readonly taken: readonly Transition[]
}

function takeSteps(machine: Machine, start: number, steps: readonly NamedStep[], taken: Transition[] = []): Taken {
  const states = [initialStateAt(machine, start)]
  for (const step of steps) {
    const transition = find(machine, states, taken, step)
    taken.push(transition)
    if (transition.effect.kind === 'state') states.push(transition.effect.state)
  }
  return { states, taken }
}

function find(machine: Machine, states: readonly State[], taken: readonly Transition[], step: NamedStep): Transition {
  const title = stepTitle({ ...step, script: [] })
  const before = `step ${taken.length + 1}, ${title},`
  if (taken.length === states.length) throw new UsageError('not-a-walk', `${before} follows a step that failed.`)
  const enabled = successors(machine, states.at(-1) as State)
  const found = enabled.find(transition => isSameStep(stepTaken(machine, transition), step))
  if (found !== undefined) return found
  throw new UsageError('not-a-walk', `${before} is not enabled there. ${enabledInWords(machine, enabled)}`)
}

/** An initial state by its number. Throws {@link UsageError} `not-a-walk` if there is none. */
export function initialStateAt({ initialStates }: Machine, start: number): State {
  const initial = initialStates[start]
  if (initial !== undefined) return initial
  throw new UsageError('not-a-walk', `there is no initial state ${start}: there are ${initialStates.length}.`)
}

/** Which steps are enabled, as a sentence. */
export function enabledInWords(machine: Machine, enabled: readonly Transition[]): string {
  return enabled.length === 0 ? 'No step is enabled.' : `Enabled steps: ${titlesOf(machine, enabled)}.`
}

/** `worker 0: take; worker 1: look`. */
export function titlesOf(machine: Machine, transitions: readonly Transition[]): string {
  return transitions.map(transition => stepTitle(stepTaken(machine, transition))).join('; ')
}

function describe(
  machine: Machine,
  start: number,
  states: readonly State[],
  taken: readonly Transition[],
  wanted: string | undefined,
): Walk {
  const end = states.at(-1) as State
  const moves: Move[] = taken.map(({ mover, script }) => ({ mover, script }))
  const footprints = new RunFootprints(machine, states, moves)
  const failed = taken.at(-1)?.effect
  const hasFailed = failed !== undefined && failed.kind !== 'state'
  const next = hasFailed ? [] : successors(machine, end)
  const isLast = !hasFailed && next.length === 0
  const isDeadlock = isLast && isStuck(machine, end)
  const claims = judgedClaims(machine.claims).map(claim => claimHere(footprints, taken, claim, isLast))
  const sliced =
    claims.find(({ name }) => name === wanted) ??
    claims.find(({ kind, answer }) => kind !== 'reachable' && answer === 'false')
  return {
    model: machine.model,
    variant: machine.variant,
    constants: machine.constants,
    ...differing(machine),
    ...(Object.keys(machine.words).length > 0 && { words: machine.words }),
    processes: machine.processes.map(({ name, count }) => ({ name, count })),
    start,
    starts: machine.initialStates.length,
    initial: states[0] as State,
    steps: taken.map((transition, k) => witnessStep(machine, transition, states[k] as State)),
    others: states.map((state, k) => othersAt(machine, state, moves[k], undefined)),
    blocked: blockedAlong(footprints),
    spans: spansOf(machine, states),
    slice: sliceOf(
      footprints,
      machine.claims.find(({ name }) => name === sliced?.name),
    ),
    claims,
    next: next.map(transition => nextStep(machine, transition, end)),
    isDeadlock,
    ...(isDeadlock && { waiting: waitingAtEnd(footprints) }),
    ...(hasFailed && { failed: failed.message }),
  }
}

function nextStep(machine: Machine, transition: Transition, from: State): NextStep {
  const { effect } = transition
  const taken = { ...stepTaken(machine, transition), ...placesOf(machine, transition, from) }
  if (effect.kind === 'state') return { ...taken, changes: difference(from, effect.state) }
  return { ...taken, changes: [], fails: effect.message }
}

function claimHere(
  footprints: RunFootprints,
  taken: readonly Transition[],
  claim: JudgedClaim,
  isLast: boolean,
): ClaimHere {
  const { machine, states } = footprints
  const { name, kind } = claim
  const answer = claimAtEnd(machine, claim, { states, last: taken.at(-1), isLast })
  const reads = answer === 'does not apply' && kind !== 'invariant' ? [] : claimReads(footprints, claim)
  return { name, kind, answer, reads }
}
