import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Reduce } from '../../src/search/options.ts'
import { checkout, scratchFolder } from '../folders.ts'
import { command } from '../interleave.ts'
import type { Machine } from '../machines.ts'
import { runMeasured } from '../measured-process.ts'

/** What a check with some reduction has found, and in what time. */
export interface ReducedCheck {
  readonly states: number
  readonly isWhole: boolean
  /** How many states the orbits stand for, where that is known. */
  readonly standFor: number | undefined
  readonly processorSeconds: number
}

/** The part of `check --json` that is read here. */
interface CheckJson {
  readonly stop: string
  readonly census: { readonly states: number }
  readonly reduction?: { readonly states?: number }
}

/** Checks the bare model by the command. Throws where it refuses that reduction. */
export async function checkReduced(
  { model: { name, file, exportName }, constants }: Machine,
  reduce: Reduce,
): Promise<ReducedCheck> {
  const folder = scratchFolder('specs')
  mkdirSync(folder, { recursive: true })
  const spec = join(folder, `reduced-${name}.ts`)
  const imported = exportName === 'default' ? 'measured' : `{ ${exportName} as measured }`
  writeFileSync(
    spec,
    `import ${imported} from '${relative(folder, join(checkout, file))}'\n\nexport default measured\n`,
  )
  const settings = Object.entries(constants).map(([constant, value]) => `${constant}=${value}`)
  const found = await checkSpec(relative(checkout, spec), settings, ['--reduce', reduce])
  if (found === undefined) throw new Error(`${name} cannot be checked with --reduce ${reduce}`)
  return found
}

/** Checks a spec by the command. Undefined where there is no verdict: the reduction is refused. */
export async function checkSpec(
  spec: string,
  settings: readonly string[],
  more: readonly string[],
): Promise<ReducedCheck | undefined> {
  const set = settings.flatMap(setting => ['--set', setting])
  const out = ['--no-graph', '--out', scratchFolder('counterexamples')]
  const { stdout, processorSeconds } = await runMeasured(process.execPath, [
    ...[command, 'check', spec, ...set, '--json', '--no-types', ...out],
    ...more,
  ])
  const json = stdout === '' ? undefined : (JSON.parse(stdout) as Partial<CheckJson>)
  if (json?.census === undefined) return undefined
  const { census, stop, reduction } = json
  return { states: census.states, isWhole: stop === 'exhausted', standFor: reduction?.states, processorSeconds }
}
