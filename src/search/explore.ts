import { UsageError } from '../base/errors.ts'
import { located } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { searchFootprint } from './footprint-search.ts'
import { checkLimits, type ExploreOptions } from './options.ts'
import { searchReference } from './reference-search.ts'
import type { WhenExhausted } from './simplest-run.ts'

/**
 * How to search. Both engines give the same verdicts, and the same census when the search is exhausted: `footprint` runs a
 * recipe once for each combination of what it reads, `reference` runs it in every state and is the slow judge of the other.
 *
 * @since 0.2.0
 */
export type EngineName = 'footprint' | 'reference'

type Engine = (machine: Machine, options: ExploreOptions, whenExhausted?: WhenExhausted) => Promise<Outcome>

export const engines: { readonly [engine in EngineName]: Engine } = {
  footprint: (machine, options, whenExhausted) => searchFootprint(machine, options, {}, whenExhausted),
  reference: searchReference,
}

/** How to search, and by which engine. */
export type EngineOptions = ExploreOptions & { readonly engine?: EngineName | undefined }

/**
 * Visits every state that any interleaving of the machine's steps can reach, until none is left, a violation
 * stops it, or it meets a limit; runs in slices, so that the rest of the program continues meanwhile. Temporal claims are
 * left `unknown`, to be decided on the whole graph (`whenExhausted`).
 */
export async function explore(
  machine: Machine,
  options: EngineOptions = {},
  whenExhausted?: WhenExhausted,
): Promise<Outcome> {
  checkLimits(options)
  const search = searchBy(options.engine ?? 'footprint')
  try {
    return await search(machine, options, whenExhausted)
  } catch (error) {
    throw located(error, machine)
  }
}

function searchBy(engine: EngineName): Engine {
  if (Object.hasOwn(engines, engine)) return engines[engine]
  const known = Object.keys(engines).join(', ')
  throw new UsageError('bad-option', `there is no engine '${engine}'. The engines are: ${known}.`)
}
