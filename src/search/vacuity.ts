/** Claims that hold vacuously: whatever they are about never happened. */

import type { Claim } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'

/**
 * Why a claim holds vacuously; undefined if it does not. `wasMet` says whether its premise was true in some state or
 * transition; without a premise, whether there was any.
 */
export function whyVacuous(machine: Machine, claim: Claim, wasMet: boolean): string | undefined {
  switch (claim.kind) {
    case 'invariant':
      if (machine.movers.length === 0) return nothingHappens
      return claim.given === undefined || wasMet ? undefined : 'its premise was never true'
    case 'transition':
      if (wasMet) return undefined
      return claim.given === undefined ? 'no transition was ever taken' : 'its premise was never true'
    case 'deadlock':
      return claim.refines === undefined ? whyNoneCanBeStuck(machine) : undefined
    default:
      return undefined
  }
}

const nothingHappens = 'there is no process instance and no action, so nothing can happen'

function whyNoneCanBeStuck({ movers, processes }: Machine): string | undefined {
  if (movers.length === 0) return nothingHappens
  const running = processes.filter(({ count }) => count > 0)
  const restAnywhere = running.every(({ labels, mayRest }) => labels.every(label => mayRest.has(label)))
  return running.length > 0 && restAnywhere ? 'every process may rest at each of its labels' : undefined
}
