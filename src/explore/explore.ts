import { UsageError } from '../base/errors.ts'
import { located } from '../system/located.ts'
import type { Machine } from '../system/machine.ts'
import { searchFootprint } from './footprint-search.ts'
import { checkLimits, type ExploreOptions } from './options.ts'
import type { Outcome } from './outcome.ts'
import { searchReference } from './reference-search.ts'
import type { WhenExhausted } from './simplest-run.ts'

/** The engines by name. All of them give the same verdicts, and the same census when the search is exhausted. */
export const engines = {
  footprint: (machine: Machine, options: ExploreOptions, whenExhausted?: WhenExhausted): Promise<Outcome> =>
    searchFootprint(machine, options, {}, whenExhausted),
  reference: searchReference,
} as const

export type EngineName = keyof typeof engines

/** How to search, and by which engine. */
export type EngineOptions = ExploreOptions & { readonly engine?: EngineName | undefined }

/**
 * Visits every state that any interleaving of the machine's steps can reach, until it is exhausted, finds what it is
 * to stop at, or meets a limit; runs in slices, so that the rest of the program goes on meanwhile. Temporal claims are left
 * `unknown`: they are for whoever looks at the whole graph (`whenExhausted`).
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

function searchBy(
  engine: EngineName,
): (machine: Machine, options: ExploreOptions, whenExhausted?: WhenExhausted) => Promise<Outcome> {
  if (Object.hasOwn(engines, engine)) return engines[engine]
  const known = Object.keys(engines).join(', ')
  throw new UsageError('bad-option', `there is no engine '${engine}'. The engines are: ${known}.`)
}
