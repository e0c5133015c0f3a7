import { ModelError } from '../base/errors.ts'
import type { Claim } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import type { FoundRuns } from '../outcome/outcome.ts'
import type { Finding } from './ledger.ts'
import { GivenUp, type LevelGraph, shortestRuns, simplestRun, someRun } from './simplest-run.ts'

/** Limits for reconstructing a run. */
export interface RetraceLimits {
  /** The number of states up to which all shortest runs are considered. */
  readonly maxStates?: number | undefined
  /** Called at every level; once it is true, there is no run. */
  readonly isOver: () => boolean
  /** Called at every level; once it is false, any shortest run will do. */
  readonly canSimplify: () => boolean
}

/**
 * The simplest run to the finding of a claim, and all shortest ones if they are to be kept.
 *
 * If that takes too long, any shortest run; if even that does, none. Throws {@link ModelError} `impure` if no run leads there
 * any more: then a step did not repeat what it did.
 */
export function retrace(
  machine: Machine,
  graph: LevelGraph,
  finding: Finding,
  claim: Claim,
  keepsAll: boolean,
  limits: RetraceLimits,
): FoundRuns {
  const isLate = (): boolean => limits.isOver() || !limits.canSimplify()
  const all = shortestRuns(graph, finding, limits.maxStates, isLate)
  const run = unlessGivenUp(() =>
    all === undefined ? someRun(graph, finding, limits.isOver) : simplestRun(graph, finding, all),
  )
  if (run === null) return {}
  if (run !== undefined) return { run, ...(keepsAll && all !== undefined && { shortestRuns: all }) }
  throw new ModelError(
    'impure',
    `model '${machine.model}': the search found a run for claim '${claim.name}', but the same steps no longer lead there. A step must be a function of the state, its own locals and the constants: look for random numbers, dates, and variables outside the step that it changes.`,
  )
}

/** Null if it takes too long. */
function unlessGivenUp<T>(find: () => T): T | null {
  try {
    return find()
  } catch (error) {
    if (error instanceof GivenUp) return null
    throw error
  }
}
