import { ModelError, UsageError } from '../base/errors.ts'
import type { StateClaim } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Census, StopReason } from '../outcome/outcome.ts'
import { explore } from '../search/explore.ts'
import { buildWitness } from '../witness/build-witness.ts'
import type { StepTaken } from '../witness/witness.ts'

export interface SearchLimits {
  readonly maxStates: number
  readonly maxSeconds: number
  readonly signal?: { readonly aborted: boolean }
}

/** The result of a search for a state: the shortest walk to it, or how much was searched without finding one. */
export interface Found {
  /** The steps to the state; missing if none was found. */
  readonly steps?: readonly StepTaken[]
  /** The number of the initial state in which they begin; 0 if the search began in another state. */
  readonly start: number
  /** Why the search ended. `exhausted` means that there is no such state. */
  readonly stop: StopReason
  readonly census: Census
}

/** Searches for the nearest state in which `predicate` is true, from `from`, or from the initial states. */
export async function searchState(
  machine: Machine,
  from: State | undefined,
  predicate: StateClaim<unknown, unknown>,
  limits: SearchLimits,
): Promise<Found> {
  const searched: Machine = {
    ...machine,
    initialStates: from === undefined ? machine.initialStates : [from],
    claims: [
      { kind: 'reachable', name: 'the predicate', holds: predicate },
      ...machine.claims.filter(({ kind }) => kind === 'bound'),
    ],
  }
  try {
    const { claims, stop, census } = await explore(searched, { ...limits, allClaims: true })
    const [claim] = claims
    if (claim?.run === undefined) return { start: 0, stop, census }
    const { steps } = buildWitness(searched, claim)
    return { steps, start: claim.run.initial, stop, census }
  } catch (error) {
    if (error instanceof ModelError && error.code === 'claim-threw')
      throw new UsageError(
        'bad-predicate',
        error.message.replace(/^model '.*?': claim 'the predicate' threw an error/, 'the predicate failed'),
      )
    throw error
  }
}
