import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome, Outcome } from '../outcome/outcome.ts'
import { lifted } from '../symmetry/lift.ts'
import type { Representatives } from '../symmetry/representatives.ts'
import type { Search } from './search.ts'
import type { Views } from './views.ts'

/** The outcome of a search for representatives in terms of the model: runs of it, and how many states were found. */
export function reducedOutcome(search: Search, representatives: Representatives, outcome: Outcome): Outcome {
  const of = search.machine.symmetries.map(({ name, count }) => `${name} (${count})`)
  const states = statesStoodFor(search, representatives)
  return {
    ...outcome,
    claims: outcome.claims.map(claim => withRunOfModel(search, representatives, claim)),
    reduction: {
      by: 'symmetry',
      of,
      ...(states !== undefined && { states }),
      compared: search.engine.compared,
      ...(search.machine.view !== undefined && { unused: 'view' }),
    },
  }
}

/** The outcome of a search that took states for others of their view. Other shortest runs may lead through those. */
export function outcomeByView({ symmetries }: Machine, outcome: Outcome, { merged, compared }: Views): Outcome {
  const claims = outcome.claims.map(({ run, shortestRuns: _, ...claim }): ClaimOutcome => {
    return run === undefined ? claim : { ...claim, run: { initial: run.initial, moves: run.moves } }
  })
  return {
    ...outcome,
    claims,
    reduction: { by: 'view', merged, compared, ...(symmetries.length > 0 && { unused: 'symmetry' }) },
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
