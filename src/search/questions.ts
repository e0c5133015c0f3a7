/** An author's steps and claims, evaluated in one state: what each mover does there, and what each claim returns. */

import { ModelError, unreachable } from '../base/errors.ts'
import type { Claim } from '../language/claims.ts'
import {
  boundLeft,
  type ClaimAnswer,
  judgeInvariant,
  judgePredicates,
  judgeReachable,
  judgeTransition,
} from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { everyChoice, stepOf, type Transition } from '../machine/reference.ts'
import { claimText, stepText } from '../machine/steady.ts'
import { stepName } from '../machine/step-name.ts'

/** One step or claim in a state. Two answers are the same exactly if their texts are. */
export interface Question {
  /** Which step or claim it is, for messages. */
  readonly what: string
  answer(): string
}

/** Every step and every claim of a machine in one state. */
export function questionsOf(machine: Machine, state: State): Question[] {
  const steps = machine.movers.map((_, mover) => stepQuestion(machine, state, mover))
  return [...claimQuestions(machine, state), ...steps]
}

/** The answers of the claims in a state, and on each transition out of it. */
function claimQuestions(machine: Machine, state: State): Question[] {
  return machine.claims.map(claim => ({
    what: claimText(machine, claim.name),
    answer: () => {
      const transitions =
        claim.kind === 'transition'
          ? machine.movers.flatMap((_, mover) => transitionsWithin(machine, state, mover))
          : []
      return String(answerIn(machine, claim, state, transitions))
    },
  }))
}

function stepQuestion(machine: Machine, state: State, mover: number): Question {
  const moving = moverAt(machine, mover)
  return {
    what: stepText(machine, moving, stepOf(moving, state)),
    answer: () => textOf(transitionsWithin(machine, state, mover)),
  }
}

/**
 * In place of an answer, where a claim gives none: it throws, or returns neither true nor false. The search evaluates no
 * claim that is decided, so such a claim may well fail in later states.
 */
export const noAnswer = 'no answer'

/** The answer of a claim in a state, or on each transition out of it. Answers are the same exactly if they are `===`. */
export function answerIn(machine: Machine, claim: Claim, state: State, transitions: readonly Transition[]): unknown {
  if (claim.kind !== 'transition') return evaluatorOf(claim)?.(machine, state)
  return transitions.map(transition => String(answerOf(machine, claim, state, transition))).join()
}

/** The answer of a transition claim; undefined if the step fails. */
export function answerOf(
  machine: Machine,
  claim: Claim,
  before: State,
  transition: Transition,
): ClaimAnswer | typeof noAnswer | undefined {
  return answerOrNone(() => judgedOn(machine, claim, before, transition))
}

/** How to evaluate a claim about states or runs; undefined for the others, which are evaluated on each transition. */
export function evaluatorOf(claim: Claim): ((machine: Machine, state: State) => string) | undefined {
  const judge = judgeOf(claim)
  return judge && ((machine, state) => answerOrNone(() => judge(machine, state)))
}

/** Throws the error of a claim that gives no answer in a state, or on a transition out of it. */
export function refuseNoAnswer(machine: Machine, claim: Claim, state: State, transitions: readonly Transition[]): void {
  judgeOf(claim)?.(machine, state)
  for (const transition of transitions) judgedOn(machine, claim, state, transition)
}

function answerOrNone<T>(evaluate: () => T): T | typeof noAnswer {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof ModelError && (error.code === 'claim-threw' || error.code === 'claim-not-boolean'))
      return noAnswer
    throw error
  }
}

function judgedOn(
  machine: Machine,
  claim: Claim,
  before: State,
  { mover, step, effect }: Transition,
): ClaimAnswer | undefined {
  if (claim.kind !== 'transition' || effect.kind !== 'state') return undefined
  return judgeTransition(machine, claim, before, effect.state, stepName(moverAt(machine, mover), step))
}

function judgeOf(claim: Claim): ((machine: Machine, state: State) => string) | undefined {
  switch (claim.kind) {
    case 'invariant':
      return (machine, state) => judgeInvariant(machine, claim, state)
    case 'reachable':
    case 'bound':
      return (machine, state) => judgeReachable(machine, claim, state)
    case 'temporal':
    case 'canAlways':
      return (machine, state) => judgePredicates(machine, claim, state)
    case 'transition':
    case 'deadlock':
    case 'assertion':
    case 'error':
      return undefined
    default:
      return unreachable(claim)
  }
}

/**
 * The transitions of a mover that the search takes: none from a state outside the bounds. Whether they depend on the order of
 * keys is asked elsewhere, of those who look at keys.
 */
export function transitionsWithin(machine: Machine, state: State, mover: number): Transition[] {
  return boundLeft(machine, state) === undefined ? everyChoice(machine, state, mover) : []
}

/** What a mover does: the same exactly if the texts are. */
export function textOf(transitions: readonly Transition[]): string {
  return transitions
    .map(({ script, effect }) => `${script} ${effect.kind} ${effect.kind === 'state' ? effect.key : effect.message}`)
    .join('\n')
}
