/** Turns a bare run found by an engine into a witness, by replaying it through the reference semantics. */

import { InternalError, ModelError } from '../base/errors.ts'
import { type Claim, isAboutRuns, type Me } from '../language/claims.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { successors, type Transition, take } from '../machine/reference.ts'
import type { ClaimOutcome, Move, Run } from '../outcome/outcome.ts'
import { blockedAlong } from './blocked.ts'
import { brokenOnTheWay } from './broken-on-the-way.ts'
import { claimAtEnd } from './claim-at-end.ts'
import { confirmNoReturn, loopOf } from './confirm-runs.ts'
import { difference } from './difference.ts'
import { withFound } from './loop-goal.ts'
import { pendingAt } from './pending.ts'
import { placesOf } from './places.ts'
import { preventedIn } from './prevented.ts'
import { hasHinges, repairsFound } from './repairs-found.ts'
import { RunFootprints } from './run-footprints.ts'
import { readsAlong, sliceOf } from './slice.ts'
import { spansOf } from './spans.ts'
import { standingIn } from './standing.ts'
import { isChanged } from './tries.ts'
import { moversOf, type Waiting, waitingAtEnd, waitingForGood, waitingFrom } from './waiting.ts'
import { type Loop, type OtherStep, type StepTaken, type Witness, type WitnessStep, witnessFormat } from './witness.ts'

/** The origin of a witness, as far as the machine does not record it. */
export interface Origin {
  readonly spec?: string | undefined
  readonly reproduce?: string | undefined
}

/**
 * The confirmed witness of a claim that has a run: every step of the run is taken again through the reference
 * semantics, and the claim is evaluated again at its end.
 *
 * Throws {@link ModelError} `impure` if the result differs from that of the search, since then a step or a claim is not
 * a function of the state.
 */
export function buildWitness(machine: Machine, outcome: ClaimOutcome, origin: Origin = {}): Witness {
  const { run } = outcome
  if (run === undefined) throw new InternalError(`claim '${outcome.name}' has no run to show`)
  const { states, transitions } = replay(machine, run, outcome)
  const loop = confirm(machine, outcome, states, transitions)
  const footprints = new RunFootprints(machine, states, run.moves)
  const claim = claimOf(machine, outcome)
  const broken = brokenOnTheWay(machine, claim.name, states, transitions)
  const waiting = waitingOf(footprints, outcome, loop)
  const sliced = slicedFor(footprints, claim, waiting)
  return {
    format: witnessFormat,
    model: machine.model,
    variant: machine.variant,
    constants: machine.constants,
    spec: origin.spec ?? null,
    claim: judgedAs(outcome),
    ...(run.me !== undefined && { me: run.me }),
    ...(loop !== undefined && {
      loop: {
        ...withFound(loop, footprints),
        ...standingOf(footprints, loop, run.me),
        ...(claim.kind === 'temporal' && preventedIn(footprints, claim, loop, run.me, waiting ?? [])),
        ...adviceOf(outcome),
      },
    }),
    ...failureIn(transitions.at(-1)),
    processes: machine.processes.map(({ name, count }) => ({ name, count })),
    ...(machine.sets.length > 0 && { sets: machine.sets }),
    initial: states[0] as State,
    steps: transitions.map((transition, k) => witnessStep(machine, transition, states[k] as State)),
    others: othersAlong(machine, run, states),
    ...(waiting !== undefined && { waiting }),
    ...sliced,
    ...(hasHinges(claim) && { pending: pendingAt(machine, states.at(-1) as State) }),
    blocked: blockedAlong(footprints),
    spans: spansOf(machine, states),
    ...repairsFound({ machine, footprints, claim, states, transitions, broken }, run, { loop, waiting, ...sliced }),
    broken,
    ...differing(machine),
    ...(Object.keys(machine.words).length > 0 && { words: machine.words }),
    ...refinedStep(machine, claim, states),
    ...(origin.reproduce !== undefined && { reproduce: origin.reproduce }),
  }
}

function failureIn(last: Transition | undefined): Pick<Witness, 'message' | 'stack'> {
  if (last === undefined || last.effect.kind === 'state') return {}
  const { effect } = last
  return { message: effect.message, ...(effect.kind === 'error' && { stack: effect.stack }) }
}

function adviceOf({ holdsIf, holdsIfWithin }: ClaimOutcome): Pick<Loop, 'holdsIf' | 'holdsIfWithin'> {
  return { ...(holdsIf && { holdsIf }), ...(holdsIfWithin && { holdsIfWithin }) }
}

function judgedAs({ name, kind, verdict }: ClaimOutcome): Witness['claim'] {
  return { name, kind, verdict: verdict === 'witnessed' ? 'witnessed' : 'violated' }
}

/** For each state of a run, the other steps that were possible there. */
function othersAlong(machine: Machine, run: Run, states: readonly State[]): Witness['others'] {
  return states.map((state, k) => {
    const shortest = run.shortest === undefined ? undefined : (run.shortest[k] ?? [])
    return othersAt(machine, state, run.moves[k] ?? goesOn(run), shortest)
  })
}

/** What a more abstract machine could have done in place of the last step, or after it. */
function refinedStep(machine: Machine, claim: Claim, states: readonly State[]): Pick<Witness, 'refined'> {
  const abstraction = machine.abstractions.get(claim.name)
  if (abstraction === undefined || (claim.kind !== 'transition' && claim.kind !== 'deadlock')) return {}
  const end = abstraction.stateOf(states.at(-1) as State)
  const before = claim.kind === 'deadlock' ? end : abstraction.stateOf(states.at(-2) as State)
  const abstract = abstraction.machine
  const possible = abstraction.transitionsFrom(before).map(transition => witnessStep(abstract, transition, before))
  const processes = abstract.processes.map(({ name, count }) => ({ name, count }))
  return { refined: { model: abstract.model, processes, before, changes: difference(before, end), possible } }
}

function waitingOf(footprints: RunFootprints, { kind }: ClaimOutcome, loop: Loop | undefined): Waiting[] | undefined {
  if (loop !== undefined) return waitingFrom(footprints, loop.from)
  if (kind === 'canAlways') return waitingForGood(footprints)
  return kind === 'deadlock' ? waitingAtEnd(footprints) : undefined
}

/** A run that goes round hangs on all of its loop: it has no slice. Nor has one after which nobody is stuck for good. */
function slicedFor(
  footprints: RunFootprints,
  claim: Claim,
  waiting: readonly Waiting[] | undefined = [],
): Pick<Witness, 'slice' | 'reads'> {
  const missed = waiting
    .filter(({ rests }) => rests !== true)
    .flatMap(({ needs = [] }) => needs.flatMap(({ missedBy }) => missedBy?.step ?? []))
  if (claim.kind === 'canAlways' && waiting.length > 0)
    return { slice: sliceOf(footprints, claim, moversOf(footprints.machine, waiting), missed) }
  if (claim.kind === 'deadlock') return { slice: sliceOf(footprints, claim, undefined, missed) }
  return isAboutRuns(claim) ? { reads: readsAlong(footprints) } : { slice: sliceOf(footprints, claim) }
}

function standingOf(footprints: RunFootprints, loop: Loop, me: Me | undefined): Pick<Loop, 'standing'> {
  const [mover] = me === undefined ? [] : moversOf(footprints.machine, [me])
  const standing = standingIn(footprints, loop.from, mover)
  return standing.length === 0 ? {} : { standing }
}

/** What comes after the last move of an infinite run. */
function goesOn({ moves, loop }: Run): Move | undefined {
  return loop === undefined ? undefined : moves[loop]
}

/** The constants that the setting changes, as the model has them. */
export function differing(machine: Machine): Pick<Witness, 'usual'> {
  const changed = Object.entries(machine.usual).filter(([name]) => isChanged(machine, name))
  return changed.length === 0 ? {} : { usual: Object.fromEntries(changed) }
}

function replay(machine: Machine, run: Run, outcome: ClaimOutcome): { states: State[]; transitions: Transition[] } {
  const states = [machine.initialStates[run.initial] as State]
  const transitions: Transition[] = []
  for (const { mover, script } of run.moves) {
    const transition = take(machine, states.at(-1) as State, mover, script)
    if (transition === undefined)
      throw notConfirmed(
        machine,
        outcome,
        `${moverAt(machine, mover).name} could not take step ${transitions.length + 1} of its run again`,
      )
    transitions.push(transition)
    if (transition.effect.kind === 'state') states.push(transition.effect.state)
    else if (transitions.length < run.moves.length)
      throw notConfirmed(machine, outcome, `step ${transitions.length} of its run failed when it was taken again`)
  }
  return { states, transitions }
}

/** Evaluates the claim at the end of the run, or on the endless run, of which it returns the loop. */
function confirm(
  machine: Machine,
  outcome: ClaimOutcome,
  states: readonly State[],
  transitions: readonly Transition[],
): Loop | undefined {
  const claim = claimOf(machine, outcome)
  const { me, loop } = outcome.run as Run
  if (claim.kind === 'temporal' && loop !== undefined) {
    const confirmed = loopOf(machine, claim, { states, transitions, loop, me })
    if (typeof confirmed === 'string') throw notConfirmed(machine, outcome, confirmed)
    return confirmed
  }
  const shows =
    claim.kind === 'canAlways'
      ? confirmNoReturn(machine, claim, states.at(-1) as State, me)
      : showsIt(machine, outcome, states, transitions)
  if (!shows) throw notConfirmed(machine, outcome, 'the end of its run did not show it again')
  return undefined
}

function showsIt(
  machine: Machine,
  outcome: ClaimOutcome,
  states: readonly State[],
  transitions: readonly Transition[],
): boolean {
  const claim = claimOf(machine, outcome)
  const end = states.at(-1) as State
  const isLast = claim.kind === 'deadlock' && successors(machine, end).length === 0
  const answer = claimAtEnd(machine, claim, { states, last: transitions.at(-1), isLast })
  return answer === (claim.kind === 'reachable' ? 'true' : 'false')
}

function claimOf(machine: Machine, { name }: ClaimOutcome): Claim {
  const claim = machine.claims.find(known => known.name === name)
  if (claim === undefined) throw new InternalError(`there is no claim '${name}' for which to show a run`)
  return claim
}

function notConfirmed(machine: Machine, outcome: ClaimOutcome, what: string): ModelError {
  return new ModelError(
    'impure',
    `model '${machine.model}': the search found that claim '${outcome.name}' is ${outcome.verdict}, but ${what}. Steps and claims must be functions of the state, the locals and the constants: look for random numbers, dates, and variables outside the step that it changes.`,
  )
}

export function witnessStep(machine: Machine, transition: Transition, before: State): WitnessStep {
  const { effect } = transition
  const taken = { ...stepTaken(machine, transition), ...placesOf(machine, transition, before) }
  return { ...taken, changes: effect.kind === 'state' ? difference(before, effect.state) : [] }
}

export function stepTaken(machine: Machine, { mover, step, options, script }: Transition): StepTaken {
  const { process, instance } = moverAt(machine, mover)
  return { process, instance, step, choices: options, script }
}

export function othersAt(
  machine: Machine,
  state: State,
  taken: Move | undefined,
  shortest: readonly Move[] | undefined,
): OtherStep[] {
  return successors(machine, state)
    .filter(other => taken === undefined || !isMove(other, taken))
    .map(other => ({
      ...stepTaken(machine, other),
      ...placesOf(machine, other, state),
      ...(shortest !== undefined && { away: taken !== undefined && !shortest.some(move => isMove(other, move)) }),
    }))
}

function isMove(a: Move, b: Move): boolean {
  return a.mover === b.mover && a.script.length === b.script.length && a.script.every((pick, i) => pick === b.script[i])
}
