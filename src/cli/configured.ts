/** Options of a command together with those of interleave.config.ts: what is given on the command line comes first. */

import type { Command } from 'commander'
import type { InterleaveConfig } from '../config/config.ts'
import { configAbove, configFile } from '../config/config-file.ts'
import { readMemory } from './memory.ts'
import { notice } from './notice.ts'
import type { Terminal } from './terminal.ts'

/** The specs to take and the options to use. */
export interface Configured<O> {
  readonly specs: readonly string[]
  readonly options: O
}

/**
 * The options of a command, completed by the configuration in the working directory; `given` are the specs that are named, none
 * for those of the configuration, or else of the folder `spec`.
 */
export async function configured<O extends object>(
  given: readonly string[],
  options: O,
  command: Command,
  terminal: Terminal,
): Promise<Configured<O>> {
  const file = configFile()
  if (file === undefined && given.length === 0) hintAtConfigAbove()
  // Loaded on demand: most projects have none.
  const config = file === undefined ? {} : await (await import('./read-config.ts')).readConfig(file, terminal)
  const unset = Object.entries(asOptions(config)).filter(
    ([name, value]) => value !== undefined && !isGiven(name, command),
  )
  const specs = given.length > 0 ? given : (config.specs ?? ['spec'])
  return { specs, options: { ...options, ...Object.fromEntries(unset) } }
}

/** The configuration of a parent folder is not read, since its paths are meant from there. */
function hintAtConfigAbove(): void {
  const above = configAbove()
  if (above !== undefined)
    notice(`${above} is the configuration of commands in its own folder: run this there, or name the specs.`)
}

/** `--json` is a reporter, too. */
function isGiven(name: string, command: Command): boolean {
  const also = name === 'reporter' ? ['reporter', 'json'] : [name]
  return (
    also.some(one => command.getOptionValueSource(one) === 'cli') ||
    !command.options.some(option => option.attributeName() === name)
  )
}

/** A configuration by the names that options have in the program. */
function asOptions({ limits, reporters, out, jobs, types }: InterleaveConfig): object {
  const { maxMemory } = limits ?? {}
  const bytes = typeof maxMemory === 'string' ? readMemory(maxMemory) : maxMemory
  return { ...limits, maxMemory: bytes, reporter: reporters, out, jobs, types }
}
