/** The options of random runs on the command line. */

import { UsageError } from '../base/errors.ts'
import type { SimulateOptions } from '../simulate/simulate-options.ts'
import type { CheckCommandOptions } from './check-command.ts'

export interface SimulateFlags {
  readonly simulate?: boolean
  readonly runs?: number
  readonly depth?: number
  readonly seed?: number
}

const flags = ['runs', 'depth', 'seed'] as const

/** Options of a search that say nothing of random runs, and what to give instead, if anything. */
const ofSearches: readonly (readonly [keyof CheckCommandOptions, string])[] = [
  ['engine', '--engine'],
  ['maxStates', '--max-states'],
  ['maxDepth', '--max-depth'],
  ['auditEvery', '--audit-every'],
  ['witnesses', '--witnesses'],
  ['reduce', '--reduce'],
  ['symmetry', '--symmetry'],
  ['profile', '--profile'],
]

/** The options of a check, with those of random runs under `simulate`. Throws {@link UsageError} for options that contradict. */
export function withSimulation(options: Omit<CheckCommandOptions, 'simulate'> & SimulateFlags): CheckCommandOptions {
  const { simulate, runs, depth, seed, ...rest } = options
  if (simulate !== true) {
    const stray = flags.find(name => options[name] !== undefined)
    if (stray === undefined) return rest
    throw new UsageError('bad-option', `--${stray} is about random runs. Give --simulate too.`)
  }
  if (rest.ignore.length > 0)
    throw new UsageError('bad-option', '--ignore has no meaning for random runs (--simulate).')
  const meaningless = ofSearches.find(([name]) => (rest as CheckCommandOptions)[name] !== undefined)
  if (meaningless === undefined) return { ...rest, simulate: { runs, depth, seed } }
  const instead = meaningless[0] === 'maxDepth' ? ' Give --depth instead.' : ''
  throw new UsageError('bad-option', `${meaningless[1]} has no meaning for random runs (--simulate).${instead}`)
}

/** The options that take the same runs again. */
export function simulationWords(simulate: SimulateOptions | undefined): string[] {
  if (simulate === undefined) return []
  const given = flags.flatMap(name => (simulate[name] === undefined ? [] : [`--${name}`, String(simulate[name])]))
  return ['--simulate', ...given]
}
