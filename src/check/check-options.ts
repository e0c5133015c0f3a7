import { UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import { didYouMean } from '../base/similar-name.ts'
import type { SomeOf } from '../language/constants.ts'
import type { EngineName } from '../search/explore.ts'
import type { SearchOptions } from '../search/options.ts'
import { refuseBesideSimulation, type SimulateOptions } from '../simulate/simulate-options.ts'

/**
 * How a model with constants `C` and variants `V` is checked.
 *
 * @since 0.1.0
 */
export interface CheckOptions<C = never, V extends string = string> extends SearchOptions {
  /** The variant to check. Default: null, the model itself. */
  readonly variant?: V | null | undefined
  /** Constants to set in addition. Default: none. */
  readonly set?: SomeOf<C> | undefined
  /** Whether `ok` is true also where claims hold only within the bounds of the model. Default: false. */
  readonly acceptBounds?: boolean | undefined
  /**
   * Take random runs instead of visiting every state, for models that no search ends: what they do not find is `not found`,
   * and `ok` is never true. Limits of states and depth do not apply. Default: search.
   */
  readonly simulate?: SimulateOptions | undefined
  /** How to search; all engines give the same verdicts. Default: `footprint`. */
  readonly engine?: EngineName | undefined
}

/** The type of each option. The compiler checks that none is missing. */
const kinds: Record<keyof CheckOptions, 'boolean' | 'number' | 'string' | 'object' | 'function'> = {
  variant: 'string',
  set: 'object',
  engine: 'string',
  simulate: 'object',
  acceptBounds: 'boolean',
  allClaims: 'boolean',
  maxStates: 'number',
  maxDepth: 'number',
  maxSeconds: 'number',
  maxMemory: 'number',
  auditEvery: 'number',
  reduce: 'string',
  signal: 'object',
  onProgress: 'function',
}

/** The names of all options. */
export const checkOptionNames: readonly string[] = Object.keys(kinds)

/**
 * Throws {@link UsageError} for options that do not exist or have the wrong type, as is possible in plain JavaScript.
 */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new UsageError('bad-option', `the options of a check must be an object, but got ${describe(options)}.`)
  for (const [name, value] of Object.entries(options)) checkOption(name, value)
  refuseBesideSimulation(options)
}

function checkOption(name: string, value: unknown): void {
  if (!Object.hasOwn(kinds, name)) {
    const known = checkOptionNames.join(', ')
    throw new UsageError(
      'bad-option',
      `a check has no option '${name}'. Its options are: ${known}.${didYouMean(name, checkOptionNames)}`,
    )
  }
  const kind = kinds[name as keyof typeof kinds]
  const isNone = value === undefined || (value === null && name === 'variant')
  if (isNone || (typeof value === kind && value !== null && !Array.isArray(value))) return
  const code = kind === 'number' ? 'bad-limit' : 'bad-option'
  throw new UsageError(
    code,
    `the option '${name}' of a check must be ${withArticle(kind)}, but got ${describe(value)}.`,
  )
}

function withArticle(kind: string): string {
  return kind === 'object' ? 'an object' : `a ${kind}`
}
