import type { ClaimOutcome, Outcome } from '../outcome/outcome.ts'
import type { Reduction } from '../outcome/reduction.ts'
import { lifted } from '../symmetry/lift.ts'
import type { Representatives } from '../symmetry/representatives.ts'
import type { Search } from './search.ts'

/** The outcome of a search for representatives in terms of the model: runs of it, and how many states were found. */
export function reducedOutcome(
  search: Search,
  representatives: Representatives,
  outcome: Outcome,
  reduction: Reduction,
): Outcome {
  const states = statesStoodFor(search, representatives)
  return {
    ...outcome,
    claims: outcome.claims.map(claim => withRunOfModel(search, representatives, claim)),
    reduction: { ...reduction, ...(states !== undefined && { states }) },
  }
}

/** Its run by steps of the model. All shortest runs and the other moves on them are known only of representatives. */
function withRunOfModel(
  { machine, engine }: Search,
  representatives: Representatives,
  { run, shortestRuns: _, ...claim }: ClaimOutcome,
): ClaimOutcome {
  if (run === undefined) return claim
  return { ...claim, run: lifted(machine, representatives, run, engine.stateOf(run.initial)) }
}

/** Undefined where some orbit may have several representatives, or where initial states are not alike themselves. */
function statesStoodFor({ machine, engine }: Search, representatives: Representatives): number | undefined {
  let states = 0
  let initial = 0
  const first = new Set(machine.initialStates.map(state => JSON.stringify(representatives.of(state).state))).size
  for (let id = 0; id < engine.count; id++) {
    const size = engine.statesOf(id)
    if (size === undefined) return undefined
    states += size
    // With an initial state, all others of its orbit must be initial, or not all that is counted can be reached.
    if (id < first) initial += size
  }
  return initial === machine.initialStates.length ? states : undefined
}
