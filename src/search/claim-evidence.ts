/** The result of a search for a claim, which is evaluated again: a counterexample must stay one. */

import type { Claim } from '../language/claims.ts'
import { isFinding } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import { take } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { AuditLook } from './look.ts'
import { answerOf, evaluatorOf } from './questions.ts'

/** The result of a search for one claim. */
export interface ClaimEvidence {
  /** A state, or a transition out of it, by which a claim is violated, or a reachable one witnessed. */
  readonly shown: { readonly state: State; readonly move: Move | undefined } | undefined
  /** How many of the first states of the sample had no finding. */
  readonly before: number
  /** For a claim about runs: its answer in each state of the sample. */
  readonly ofSample?: readonly string[] | undefined
}

/** Whether a claim gives its answer again; a claim that comes with every model does. */
export function isShownAgain(machine: Machine, index: number, { shown }: ClaimEvidence): boolean {
  const claim = machine.claims[index] as Claim
  if (shown === undefined) return true
  const { state, move } = shown
  if (claim.kind === 'transition') return move === undefined || isViolatedBy(machine, claim, state, move)
  const evaluate = evaluatorOf(claim)
  return evaluate === undefined || isFinding(claim, evaluate(machine, state))
}

/** Whether a claim about states or runs gives an answer in the sample that the search had not found there. */
export function isNews(machine: Machine, index: number, looks: readonly AuditLook[], evidence: ClaimEvidence): boolean {
  const { before, ofSample } = evidence
  if (ofSample !== undefined) return looks.some(({ answers }, i) => answers[index] !== ofSample[i])
  // The transitions out of the last of them may be those that were found.
  const claim = machine.claims[index] as Claim
  if (claim.kind === 'transition') return false
  return looks.slice(0, before).some(({ answers }) => isFinding(claim, answers[index] as string))
}

function isViolatedBy(machine: Machine, claim: Claim, state: State, { mover, script }: Move): boolean {
  const transition = take(machine, state, mover, script)
  const answer = transition && answerOf(machine, claim, state, transition)
  return answer !== undefined && isFinding(claim, answer)
}
