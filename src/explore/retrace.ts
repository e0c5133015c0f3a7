import { ModelError } from '../base/errors.ts'
import type { Claim } from '../language/claims.ts'
import type { Machine } from '../system/machine.ts'
import type { Finding } from './ledger.ts'
import type { ClaimOutcome } from './outcome.ts'
import { GivenUp, type LevelGraph, shortestRuns, simplestRun, someRun } from './simplest-run.ts'

/** What finding a run again may take. */
export interface RetraceLimits {
  /** States up to which all shortest runs are looked at. */
  readonly maxStates?: number | undefined
  /** Asked at every level; from when it is true on there is no run. */
  readonly isOver: () => boolean
  /** Asked at every level; from when it is false on some shortest run has to do. */
  readonly canSimplify: () => boolean
}

/**
 * The simplest run to what a search found for a claim, and if they are to be kept, all shortest ones.
 *
 * Where that takes too long, some shortest run; where even that does, none. Throws {@link ModelError} `impure` where no run leads there any more: then a step did not do again what it did.
 */
export function retrace(
  machine: Machine,
  graph: LevelGraph,
  finding: Finding,
  claim: Claim,
  keepsAll: boolean,
  limits: RetraceLimits,
): Pick<ClaimOutcome, 'run' | 'shortestRuns'> {
  const isLate = (): boolean => limits.isOver() || !limits.canSimplify()
  const all = shortestRuns(graph, finding, limits.maxStates, isLate)
  const run = unlessGivenUp(() =>
    all === undefined ? someRun(graph, finding, limits.isOver) : simplestRun(graph, finding, all),
  )
  if (run === null) return {}
  if (run !== undefined) return { run, ...(keepsAll && all !== undefined && { shortestRuns: all }) }
  throw new ModelError(
    'impure',
    `model '${machine.model}': the search came to something that claim '${claim.name}' is about, but the same steps lead there no more. A step must be a function of the state, its own locals and the constants: look for random numbers, dates, and variables outside the step that it changes.`,
  )
}

/** Null where it takes too long. */
function unlessGivenUp<T>(find: () => T): T | null {
  try {
    return find()
  } catch (error) {
    if (error instanceof GivenUp) return null
    throw error
  }
}
