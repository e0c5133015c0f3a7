import { UsageError } from '../base/errors.ts'
import { located } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { searchFootprint } from './footprint-search.ts'
import { checkLimits, type ExploreOptions } from './options.ts'
import { searchReference } from './reference-search.ts'

/** The engines by name. All of them give the same verdicts, and the same census when the search is exhausted. */
export const engines = { footprint: searchFootprint, reference: searchReference } as const

export type EngineName = keyof typeof engines

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
