import type { Claim, DeadlockClaim } from '../language/claims.ts'
import { type ClaimAnswer, isDeadlock, judgeInvariant, judgeReachable, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { successors, type Transition } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'

/**
 * The answer of a claim at the end of a run. `does not apply`: an implication whose premise is false, a claim about
 * transitions if the run has none, or a claim about endless runs.
 */
export type AnswerAtEnd = 'true' | 'false' | 'does not apply'

/** The end of a run. */
export interface RunEnd {
  readonly states: readonly State[]
  /** The last transition, if there is one. */
  readonly last: Transition | undefined
  /** Whether no step is possible at its end. */
  readonly isLast: boolean
}

/** Evaluates a claim at the end of a run. */
export function claimAtEnd(machine: Machine, claim: Claim, { states, last, isLast }: RunEnd): AnswerAtEnd {
  const end = states.at(-1) as State
  switch (claim.kind) {
    case 'invariant':
      return answersAtEnd[judgeInvariant(machine, claim, end)]
    case 'reachable':
    case 'bound':
      return answersAtEnd[judgeReachable(machine, claim, end)]
    case 'transition': {
      if (last?.effect.kind !== 'state') return 'does not apply'
      const step = stepName(moverAt(machine, last.mover), last.step)
      return answersAtEnd[judgeTransition(machine, claim, states.at(-2) as State, end, step)]
    }
    case 'temporal':
    case 'canAlways':
      return 'does not apply'
    case 'deadlock':
      return truth(!isLast || !isDeadlock(machine, claim, end))
    case 'assertion':
    case 'error':
      return truth(last?.effect.kind !== claim.kind)
  }
}

function truth(isTrue: boolean): AnswerAtEnd {
  return isTrue ? 'true' : 'false'
}

const answersAtEnd: Record<ClaimAnswer, AnswerAtEnd> = {
  true: 'true',
  false: 'false',
  'premise false': 'does not apply',
}

/** Whether a state is a deadlock by a claim. Takes every step that is enabled there. */
export function isDeadlocked(machine: Machine, claim: DeadlockClaim, state: State): boolean {
  return successors(machine, state).length === 0 && isDeadlock(machine, claim, state)
}
