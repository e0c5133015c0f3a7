import { UsageError } from '../base/errors.ts'

/**
 * The number of random runs, and how they are chosen.
 *
 * @since 0.2.0
 */
export interface SimulateOptions {
  /** The number of runs, each of some steps; more than 0. Default: 10,000. */
  readonly runs?: number | undefined
  /** The most steps of a run; more than 0. Default: 100 steps. */
  readonly depth?: number | undefined
  /** Which random numbers: a whole number of 0 or more. The same seed takes the same steps on every machine. Default: 1. */
  readonly seed?: number | undefined
}

const usual = { runs: 10_000, depth: 100, seed: 1 } as const

/** The options with their defaults. Throws {@link UsageError} for an invalid number. */
export function simulateOptions(options: SimulateOptions): Required<{ [name in keyof typeof usual]: number }> {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(usual, name)) continue
    const known = Object.keys(usual).join(', ')
    throw new UsageError('bad-option', `'simulate' has no option '${name}'. Its options are: ${known}.`)
  }
  const { runs = usual.runs, depth = usual.depth, seed = usual.seed } = options
  for (const [name, value, least] of [
    ['runs', runs, 1],
    ['depth', depth, 1],
    ['seed', seed, 0],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= least) continue
    const rule = `It must be a whole number of at least ${least}.`
    throw new UsageError('bad-limit', `the option '${name}' of 'simulate' is ${value}. ${rule}`)
  }
  return { runs, depth, seed }
}

/** Options of a search that do not apply to random runs. */
const ofSearches = ['engine', 'maxStates', 'maxDepth', 'auditEvery', 'reduce'] as const

/** Throws {@link UsageError} if random runs are wanted and an option would have no effect on them. */
export function refuseBesideSimulation(options: object): void {
  const given: { readonly simulate?: SimulateOptions } & { readonly [name in (typeof ofSearches)[number]]?: unknown } =
    options
  if (given.simulate === undefined) return
  const name = ofSearches.find(each => given[each] !== undefined)
  if (name === undefined) return
  const instead = name === 'maxDepth' ? " Give 'depth' in 'simulate' instead." : ''
  throw new UsageError('bad-option', `the option '${name}' has no meaning for random runs.${instead}`)
}
