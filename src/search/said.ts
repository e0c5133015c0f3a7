/** What a search says of claims, to be evaluated again: following a counterexample must give the same. */

import type { Claim } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import { take } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import { answerOf, asking } from './questions.ts'

/** What a search has found of a claim in a state, or in a transition out of it. */
export interface ClaimFinding {
  /** Index into the machine's claims. */
  readonly claim: number
  readonly state: State
  readonly move?: Move | undefined
  /** Whether a claim is violated there, or a reachable one witnessed. */
  readonly isShown: boolean
}

/** Whether a claim says again what was found of it; what is no claim of the author's does. */
export function isSaidAgain(machine: Machine, { claim: index, state, move, isShown }: ClaimFinding): boolean {
  const claim = machine.claims[index] as Claim
  if (claim.kind === 'transition') return move === undefined || isShown === isViolatedBy(machine, claim, state, move)
  const ask = asking(claim)
  return ask === undefined || isShown === ['violated', true].includes(ask(machine, state) as never)
}

function isViolatedBy(machine: Machine, claim: Claim, state: State, { mover, script }: Move): boolean {
  const transition = take(machine, state, mover, script)
  return transition !== undefined && answerOf(machine, claim, state, transition) === 'violated'
}
