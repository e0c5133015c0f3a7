/** What an author wrote, asked of one state: what each mover does there, and what each claim says of it. */

import type { Claim } from '../language/claims.ts'
import { judgeInvariant, judgeReachable, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf, type Transition } from '../machine/reference.ts'
import { claimText, stepText } from '../machine/steady.ts'
import { stepName } from '../machine/step-name.ts'
import { someTransitions } from './some-transitions.ts'

/** One step or claim with a state. Two answers are the same exactly if their texts are. */
export interface Question {
  /** Which step or claim it is, for messages. */
  readonly what: string
  readonly isClaim: boolean
  ask(): string
}

export function questionsOf(machine: Machine, state: State): Question[] {
  const steps = machine.movers.map((_, mover) => stepQuestion(machine, state, mover))
  return [...claimQuestions(machine, state), ...steps]
}

/** What the claims say of a state, and of each transition that `moving` takes out of it. */
export function claimQuestions(machine: Machine, state: State, moving: Machine = machine): Question[] {
  return machine.claims.map(claim => ({
    what: claimText(machine, claim.name),
    isClaim: true,
    ask: () => answersOf(machine, claim, moving, state),
  }))
}

export function stepQuestion(machine: Machine, state: State, mover: number): Question {
  const moving = moverAt(machine, mover)
  return {
    what: stepText(machine, moving, stepOf(moving, state)),
    isClaim: false,
    ask: () => textOf(someTransitions(machine, state, mover)),
  }
}

function answersOf(machine: Machine, claim: Claim, moving: Machine, state: State): string {
  if (claim.kind !== 'transition') return String(asking(claim)?.(machine, state))
  return moving.movers
    .flatMap((_, mover) => someTransitions(moving, state, mover))
    .map(transition => String(answerOf(machine, claim, state, transition)))
    .join()
}

/** What a transition claim says; undefined where the transition leads nowhere. */
export function answerOf(
  machine: Machine,
  claim: Claim,
  before: State,
  { mover, step, effect }: Transition,
): string | undefined {
  if (claim.kind !== 'transition' || effect.kind !== 'state') return undefined
  return judgeTransition(machine, claim, before, effect.state, stepName(moverAt(machine, mover), step))
}

/** How a claim about states is asked; undefined for the others, which are looked at with each transition. */
export function asking(claim: Claim): ((machine: Machine, state: State) => unknown) | undefined {
  if (claim.kind === 'invariant') return (machine, state) => judgeInvariant(machine, claim, state)
  if (claim.kind === 'reachable') return (machine, state) => judgeReachable(machine, claim, state)
  return undefined
}

function textOf(transitions: readonly Transition[]): string {
  return transitions
    .map(({ script, effect }) => `${script} ${effect.kind} ${effect.kind === 'state' ? effect.key : effect.message}`)
    .join('\n')
}
