import { UsageError } from '../base/errors.ts'
import { located } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { RunsJudge } from './explored-graph.ts'
import { footprintSearch } from './footprint-search.ts'
import { checkLimits, type ExploreOptions } from './options.ts'
import { OrderedSearch } from './ordered-search.ts'
import { isByOrder } from './reduction.ts'
import { referenceSearch } from './reference-search.ts'
import type { Search } from './search.ts'

/**
 * How to search. Both engines give the same verdicts, and the same census when the search is exhausted: `footprint` runs a
 * recipe once for each combination of what it reads, `reference` runs it in every state and is the slow judge of the other.
 *
 * @since 0.2.0
 */
export type EngineName = 'footprint' | 'reference'

/** The names of the engines. */
export const engines: readonly EngineName[] = ['footprint', 'reference']

/** How to search, and by which engine. */
export type EngineOptions = ExploreOptions & { readonly engine?: EngineName | undefined }

/**
 * Visits every state that any interleaving of the machine's steps can reach, until none is left, a violation
 * stops it, or it meets a limit; runs in slices, so that the rest of the program continues meanwhile. Temporal claims are
 * left `unknown`, for `runs` to judge on the whole graph, or on a part of it.
 */
export async function explore(machine: Machine, options: EngineOptions = {}, runs?: RunsJudge): Promise<Outcome> {
  checkLimits(options)
  try {
    if (isByOrder(machine, options)) return await new OrderedSearch(machine, options).explore()
    return await searchBy(options.engine ?? 'footprint', machine, options).explore(runs)
  } catch (error) {
    throw located(error, machine)
  }
}

function searchBy(engine: EngineName, machine: Machine, options: ExploreOptions): Search {
  switch (engine) {
    case 'footprint':
      return footprintSearch(machine, options)
    case 'reference':
      return referenceSearch(machine, options)
    default:
      throw new UsageError('bad-option', `there is no engine '${engine}'. The engines are: ${engines.join(', ')}.`)
  }
}
