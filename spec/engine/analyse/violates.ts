import type { Claim } from '../../../src/language/claims.ts'
import { type Machine, moverAt, type State } from '../../../src/machine/machine.ts'
import type { Transition } from '../../../src/machine/reference.ts'

/** Whether a transition violates a claim about transitions, by the definition: its premise is true, and it is not. */
export function violates(
  machine: Machine,
  claim: Claim | undefined,
  before: State,
  { effect, mover, step }: Transition,
): boolean {
  if (claim?.kind !== 'transition' || effect.kind !== 'state') return false
  const { process, instance } = moverAt(machine, mover)
  const args = [before, effect.state, { process, instance, step }, machine.constants] as const
  return claim.given?.(...args) !== false && !claim.holds(...args)
}
