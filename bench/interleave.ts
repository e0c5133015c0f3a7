import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CountedRun } from './counted-run.ts'
import { checkout, scratchFolder } from './folders.ts'
import type { Constants, Machine, ModelSource } from './machines.ts'
import { runMeasured } from './measured-process.ts'
import { specOf } from './spec-of.ts'

/** The command as it is built and published. */
export const command = join(checkout, 'out/build/src/cli/main.js')

/** Node's own memory, which is not counted: what it holds with an empty program, rounded up. */
export const nodeBytes = 50e6

export interface InterleaveRun extends CountedRun {
  /** How often a recipe was run; undefined where the engine keeps no account of it. */
  readonly recipeRuns: number | undefined
}

/** Constants as options of the command. */
export function settingsOf(constants: Constants): string[] {
  return Object.entries(constants).flatMap(([name, value]) => ['--set', `${name}=${value}`])
}

/** The part of `check --json` that the bench reads. */
interface CheckJson {
  readonly stop: string
  readonly census: { readonly states: number; readonly transitions: number }
  readonly seconds: number
  readonly effort?: { readonly recipeRuns?: number }
}

/** Checks a machine by the command, as a user would: loading TypeScript included. */
export async function runInterleave({ model, constants }: Machine, engine: string): Promise<InterleaveRun> {
  const settings = settingsOf(constants)
  const out = ['--out', scratchFolder('counterexamples')]
  // The bare model, so that both checkers look for the same: deadlocks and assertions, and in ours thrown errors. The claims
  // of `spec/` would cost ours extra.
  const args = [
    command,
    'check',
    specOf(model, model.name),
    ...settings,
    '--json',
    '--engine',
    engine,
    '--reduce',
    'none',
    ...out,
  ]
  const ran = await runMeasured(process.execPath, args)
  if (ran.code !== 0) throw new Error(`'node ${args.join(' ')}' ended with code ${ran.code}:\n${ran.stderr}`)

  const json = JSON.parse(ran.stdout) as CheckJson
  if (json.stop !== 'exhausted') throw new Error(`Interleave stopped at '${json.stop}' instead of seeing it all.`)
  return {
    states: json.census.states,
    transitions: json.census.transitions,
    seconds: ran.seconds,
    processorSeconds: ran.processorSeconds,
    searchSeconds: json.seconds,
    peakBytes: ran.peakBytes,
    recipeRuns: json.effort?.recipeRuns,
  }
}

export function isThere({ file }: ModelSource): boolean {
  return existsSync(join(checkout, file))
}
