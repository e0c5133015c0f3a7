import type { Claim } from '../language/claims.ts'
import { boundLeft, isDeadlock, isFinding, judgeState, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'

/**
 * Evaluates some claims of a machine along a run: each method returns the numbers of those that are violated or witnessed.
 */
export class RunJudge {
  private readonly machine: Machine
  private readonly claims: readonly (readonly [number, Claim])[]

  constructor(machine: Machine, claims: readonly number[]) {
    this.machine = machine
    this.claims = claims.map(i => [i, machine.claims[i] as Claim])
  }

  state(state: State): number[] {
    return this.found(claim => {
      if (claim.kind !== 'invariant' && claim.kind !== 'reachable') return false
      return isFinding(claim, judgeState(this.machine, claim, state))
    })
  }

  transition(before: State, { mover, step, effect }: Transition): number[] {
    const name = stepName(moverAt(this.machine, mover), step)
    return this.found(claim => {
      if (effect.kind !== 'state') return claim.kind === effect.kind
      return (
        claim.kind === 'transition' &&
        isFinding(claim, judgeTransition(this.machine, claim, before, effect.state, name))
      )
    })
  }

  /** For a state without enabled steps. */
  end(state: State): number[] {
    return this.found(claim => claim.kind === 'deadlock' && isDeadlock(this.machine, claim, state))
  }

  /** Whether a state lies outside the bounds of the model, so that no step is taken from it. */
  isOutside(state: State): boolean {
    return boundLeft(this.machine, state) !== undefined
  }

  private found(isFound: (claim: Claim) => boolean): number[] {
    return this.claims.flatMap(([i, claim]) => (isFound(claim) ? [i] : []))
  }
}
