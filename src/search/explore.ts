import { UsageError } from '../base/errors.ts'
import { located } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { searchFootprint } from './footprint-search.ts'
import { checkLimits, type ExploreOptions } from './options.ts'
import { searchReference } from './reference-search.ts'

/**
 * How to search. Both engines give the same verdicts, and the same census when the search is exhausted: `footprint` runs a
 * recipe once for each combination of what it reads, `reference` runs it in every state and is the slow judge of the other.
 *
 * @since 0.2.0
 */
export type EngineName = 'footprint' | 'reference'

export const engines: {
  readonly [engine in EngineName]: (machine: Machine, options: ExploreOptions) => Promise<Outcome>
} = {
  footprint: searchFootprint,
  reference: searchReference,
}

/**
 * Visits every state that any interleaving of the machine's steps can reach, until none is left, a violation
 * stops it, or it meets a limit; runs in slices, so that the rest of the program continues meanwhile.
 */
export async function explore(
  machine: Machine,
  options: ExploreOptions & { readonly engine?: EngineName | undefined } = {},
): Promise<Outcome> {
  checkLimits(options)
  const search = searchBy(options.engine ?? 'footprint')
  try {
    return await search(machine, options)
  } catch (error) {
    throw located(error, machine)
  }
}

function searchBy(engine: EngineName): (machine: Machine, options: ExploreOptions) => Promise<Outcome> {
  if (Object.hasOwn(engines, engine)) return engines[engine]
  const known = Object.keys(engines).join(', ')
  throw new UsageError('bad-option', `there is no engine '${engine}'. The engines are: ${known}.`)
}
