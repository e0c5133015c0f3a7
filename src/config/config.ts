import { UsageError } from '../base/errors.ts'
import type { ReporterName } from './reporter-names.ts'

/**
 * A reporter of `check` and `verify`, as `--reporter` takes it: its name, or `name=file`.
 *
 * @since 0.2.0
 */
export type ReporterSetting = ReporterName | `${ReporterName}=${string}`

/**
 * Limits of each setting that is checked.
 *
 * @since 0.2.0
 */
export interface ConfigLimits {
  /** The number of states to store. Default: no limit. */
  readonly maxStates?: number
  /** The number of transitions from an initial state. Default: no limit. */
  readonly maxDepth?: number
  /** Seconds. Default: no limit. */
  readonly maxSeconds?: number
  /** Memory for states: bytes, or an amount such as `'8G'`. Default: most of the free memory. */
  readonly maxMemory?: number | string
}

/**
 * What `interleave.config.ts` may say. Options on the command line come before it.
 *
 * @since 0.2.0
 */
export interface InterleaveConfig {
  /** The specs that `verify` and `list` take if none is named: files, folders, or patterns such as `src/**\/*.model.ts`. Default: `['spec']`. */
  readonly specs?: readonly string[]
  /** Limits of each setting, in `check` and `verify`. Default: none. */
  readonly limits?: ConfigLimits
  /** The reporters of `check` and `verify`. Default: `['text']`. */
  readonly reporters?: readonly ReporterSetting[]
  /** The folder for counterexamples and verdicts. Default: `'out'`. */
  readonly out?: string
  /** The number of settings that `verify` checks in parallel. Default: the number of cores. */
  readonly jobs?: number
  /** Whether the types of specs are checked. Default: true. */
  readonly types?: boolean
}

/**
 * The configuration of the commands, the default export of `interleave.config.ts` in the folder in which they run. It returns
 * its argument, which it gives a type; the commands check its parts when they load it.
 *
 * @throws UsageError `bad-config`: the argument is not an object.
 * @since 0.2.0
 */
export function defineConfig(config: InterleaveConfig): InterleaveConfig {
  if (typeof config === 'object' && config !== null) return config
  throw new UsageError('bad-config', `defineConfig(...) takes an object with options, not ${String(config)}.`)
}
