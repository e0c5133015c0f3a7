import { ModelError } from '../base/errors.ts'
import type { Claim } from '../language/claims.ts'
import type { Machine } from '../system/machine.ts'
import type { Finding } from './ledger.ts'
import type { ClaimOutcome } from './outcome.ts'
import { type LevelGraph, shortestRuns, simplestRun } from './simplest-run.ts'

/**
 * The simplest run to what a search found for a claim, and if they are to be kept, all shortest ones.
 *
 * Throws {@link ModelError} `impure` where no run leads there any more: then a step did not do again what it did.
 */
export function retrace(
  machine: Machine,
  graph: LevelGraph,
  finding: Finding,
  claim: Claim,
  keepsAll: boolean,
): Pick<ClaimOutcome, 'run' | 'shortestRuns'> {
  const all = shortestRuns(graph, finding)
  const run = simplestRun(graph, finding, all)
  if (run !== undefined) return { run, ...(keepsAll && all !== undefined && { shortestRuns: all }) }
  throw new ModelError(
    'impure',
    `model '${machine.model}': the search came to something that claim '${claim.name}' is about, but the same steps lead there no more. A step must be a function of the state, its own locals and the constants: look for random numbers, dates, and variables outside the step that it changes.`,
  )
}
