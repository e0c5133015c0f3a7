/**
 * The part of the audit after a search that looks at many states, though at each only a little: all states of a small
 * model, and of a large one those in which a step or a claim did something new.
 *
 * It detects what shows in few states: comparisons by identity, with all equal objects merged and with the author's own
 * objects in the state; and variables outside the model, by a fresh copy of its modules.
 */

import { ModelError } from '../base/errors.ts'
import { isAboutRuns } from '../language/claims.ts'
import { boundLeft } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import { plainEnds } from '../machine/plain-ends.ts'
import { everyChoice, type Transition } from '../machine/reference.ts'
import {
  claimText,
  draftError,
  identityError,
  impureClaimError,
  impureStepError,
  refuseIdentity,
  Sharing,
  twinsOf,
} from '../machine/steady.ts'
import { endsWithOrigins, endTexts, twinWithOrigins } from '../machine/step-with-origins.ts'
import { stepAt } from './look.ts'
import { spread } from './novelty.ts'
import { answerIn, answerOf, evaluatorOf, textOf } from './questions.ts'

/** Steps take longer in larger states: some ten microseconds, or some hundred. */
const charactersToSee = 30_000
const maxNews = 1024

/** This many are looked at in any case. */
export const leastNews = 16

/** With this many transitions out of a state, few steps have more than one. */
const usualTransitions = 8

/**
 * Of a step with many choices, this many ways are looked at in one state. The search has taken each of them three times
 * there, and an audit takes each six times.
 */
const maxWays = 256

/** What comes after some of them is looked at, too: as many ways again, one step further. */
const [maxAfter, maxWaysAfter] = [64, 32]

/**
 * How much news to look at, besides the first of each step: as much as takes a fraction of a second. `some` are looks at a
 * few, which show how many runs of steps one takes: a step is also run where its choices lead nowhere.
 */
export function newsFor({ initialStates }: Machine, transitionsOfState: number, some: readonly WideLook[]): number {
  const runs = some.reduce((sum, look) => sum + look.runs, 0)
  const times = Math.max(timesUsual(transitionsOfState), runs / Math.max(1, some.length))
  const size = JSON.stringify(initialStates[0]).length * times
  return Math.min(maxNews, Math.max(leastNews, Math.floor(charactersToSee / size)))
}

function timesUsual(transitionsOfState: number): number {
  return Math.max(1, transitionsOfState / usualTransitions)
}

/** A state with what steps do there that are to be looked at, by their movers. */
export interface WideLook {
  readonly state: State
  readonly moves: ReadonlyMap<number, readonly Transition[]>
  /** Whether claims are to be looked at, too. */
  readonly evaluatesClaims: boolean
  /** How often steps were run for it, also where they were not enabled. */
  readonly runs: number
}

/** Takes the steps of these movers in a state. Undefined stands for claims; those about transitions need all steps. */
export function lookWidely(machine: Machine, state: State, news: ReadonlySet<number | undefined>): WideLook {
  // Claims about runs are evaluated when the search is over.
  const evaluatesClaims = news.has(undefined) || machine.claims.some(isAboutRuns)
  const evaluatesTransitions = evaluatesClaims && machine.claims.some(({ kind }) => kind === 'transition')
  const movers = [...machine.movers.keys()].filter(mover => evaluatesTransitions || news.has(mover))
  let runs = 0
  const moves = new Map(movers.map(mover => [mover, waysOf(machine, state, mover, maxWays, () => runs++)]))
  return { state, moves, evaluatesClaims, runs }
}

/** `onRun` is called before each run of the step. */
function waysOf(machine: Machine, state: State, mover: number, most = maxWays, onRun?: () => void): Transition[] {
  return everyChoice(machine, state, mover, undefined, onRun, most)
}

/** Throws {@link ModelError} where a step or a claim compares objects by identity. */
export function refuseIdentities(machine: Machine, looks: readonly WideLook[], transitionsOfState: number): void {
  const origins = machine.origins?.objects
  const hasOrigins = origins !== undefined && origins.size > 0
  const sharing = new Sharing(origins?.values())
  for (const look of looks) {
    const twin = twinWithOrigins(machine, look.state)
    for (const [mover, usual] of look.moves) {
      if (twin !== undefined) refuseIdentityInStep(machine, { state: look.state, twin }, mover, usual)
      refuseDrafts(machine, look.state, mover, usual)
    }
    if (look.evaluatesClaims) refuseIdentityInClaims(machine, look, sharing)
    if (hasOrigins) refuseIdentityAfter(machine, look, sharing, maxAfter / timesUsual(transitionsOfState))
  }
}

/** A state, and the same with the author's own objects in it. */
interface StateWithTwin {
  readonly state: State
  readonly twin: State
}

function refuseIdentityInStep(
  machine: Machine,
  { state, twin }: StateWithTwin,
  mover: number,
  known?: readonly Transition[],
): void {
  const most = known === undefined ? maxWaysAfter : maxWays
  const other = endsWithOrigins(machine, twin, mover, most)
  // What it usually does is not known everywhere, and need not be found out where it cannot differ.
  if (other === undefined || (known === undefined && !other.sawOrigins)) return
  const usual = (known === undefined ? usualEnds(machine, state, mover, most) : endTexts(known))?.join()
  if (usual === undefined || other.ends.join() === usual) return
  const isSteady = usualEnds(machine, state, mover, most)?.join() === usual
  throw (isSteady ? identityError : impureStepError)(stepAt(machine, state, mover))
}

/** Throws where a step does something else on plain copies of a state than on drafts of immer. */
function refuseDrafts(machine: Machine, state: State, mover: number, usual: readonly Transition[]): void {
  const ends = plainEnds(machine, state, mover, maxWays)?.join()
  if (ends === undefined || ends === endTexts(usual).join()) return
  const isSteady = usualEnds(machine, state, mover, maxWays)?.join() === endTexts(usual).join()
  throw (isSteady ? draftError : impureStepError)(stepAt(machine, state, mover))
}

/** What a step comes to; undefined where it is wrong in a state that the search has not left, and did not have to. */
function usualEnds(machine: Machine, state: State, mover: number, most: number): string[] | undefined {
  try {
    return endTexts(waysOf(machine, state, mover, most))
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}

/** Code that compares whole records reads no cell of them, so nothing is new to it when one changes. */
function refuseIdentityAfter(machine: Machine, { moves }: WideLook, sharing: Sharing, most: number): void {
  for (const { effect } of spread([...moves.values()].flat(), most)) {
    if (effect.kind !== 'state') continue
    refuseIdentityInState(machine, effect.state, sharing)
    if (boundLeft(machine, effect.state) !== undefined) continue
    const { state } = effect
    const twin = twinWithOrigins(machine, state)
    if (twin !== undefined)
      for (const mover of machine.movers.keys()) refuseIdentityInStep(machine, { state, twin }, mover)
  }
}

function refuseIdentityInState(machine: Machine, state: State, sharing: Sharing): void {
  const twins = twinsOf([state], sharing)
  for (const claim of machine.claims) {
    const evaluate = evaluatorOf(claim)
    if (evaluate !== undefined)
      refuseIdentity(claimText(machine, claim.name), twins, ([s]) => evaluate(machine, s as State))
  }
}

function refuseIdentityInClaims(machine: Machine, { state, moves }: WideLook, sharing: Sharing): void {
  refuseIdentityInState(machine, state, sharing)
  for (const claim of machine.claims) {
    const what = claimText(machine, claim.name)
    if (claim.kind !== 'transition') continue
    for (const transition of [...moves.values()].flat()) {
      const { effect } = transition
      if (effect.kind !== 'state') continue
      refuseIdentity(what, twinsOf([state, effect.state], sharing), ([before, after]) => {
        const seen = { ...transition, effect: { ...effect, state: after as State } }
        return answerOf(machine, claim, before as State, seen)
      })
    }
  }
}

/**
 * Throws {@link ModelError} where a fresh copy of the machine does something else. The states that were found last come
 * first, and claims before steps, so that a variable is read before a step of the copy has written to it.
 */
export function refuseHiddenState(
  machine: Machine,
  fresh: Machine,
  looks: readonly WideLook[],
  error: (what: string) => ModelError,
): void {
  const last = looks.toReversed()
  for (const look of last) if (look.evaluatesClaims) refuseOtherAnswers(machine, fresh, look, error)
  for (let mover = machine.movers.length - 1; mover >= 0; mover--) {
    for (const { state, moves } of last) {
      const transitions = moves.get(mover)
      if (transitions === undefined) continue
      const usual = textOf(transitions)
      if (textOf(waysOf(fresh, state, mover)) === usual) continue
      const isSteady = textOf(waysOf(machine, state, mover)) === usual
      throw (isSteady ? error : impureStepError)(stepAt(machine, state, mover))
    }
  }
}

function refuseOtherAnswers(
  machine: Machine,
  fresh: Machine,
  { state, moves }: WideLook,
  error: (what: string) => ModelError,
): void {
  const transitions = [...moves.values()].flat()
  for (const [i, claim] of machine.claims.entries()) {
    const copy = fresh.claims[i]
    if (copy === undefined) continue
    const inCopy = answerIn(fresh, copy, state, transitions)
    const usual = answerIn(machine, claim, state, transitions)
    if (inCopy === usual) continue
    const isSteady = answerIn(machine, claim, state, transitions) === usual
    throw (isSteady ? error : impureClaimError)(claimText(machine, claim.name))
  }
}

/**
 * How often steps are run again. A short search takes few steps, and a counter outside the model is still low when it ends.
 */
const repeatedRuns = 400

/** Throws {@link ModelError} where a step does something else after it has been taken often. */
export function refuseCounters(machine: Machine, looks: readonly WideLook[]): void {
  const known = looks.flatMap(({ state, moves }) =>
    [...moves].filter(([, ways]) => ways.length > 0).map(([mover, ways]) => ({ state, mover, ways })),
  )
  const texts = known.map(({ ways }) => textOf(ways))
  let runs = 0
  for (let i = 0; runs < repeatedRuns && known.length > 0; i = (i + 1) % known.length) {
    const { state, mover } = known[i] as (typeof known)[number]
    const ways = waysOf(machine, state, mover, maxWays, () => runs++)
    if (textOf(ways) !== texts[i]) throw impureStepError(stepAt(machine, state, mover))
  }
}
