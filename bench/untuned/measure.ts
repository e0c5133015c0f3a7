/** Both checkers on one machine, in turn. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkSameCounts } from '../comparison.ts'
import type { CountedRun } from '../counted-run.ts'
import { scratchFolder } from '../folders.ts'
import { command } from '../interleave.ts'
import { runMeasured } from '../measured-process.ts'
import { log } from '../progress.ts'
import { rough } from '../show.ts'
import { compilePromela, runPan } from '../spin.ts'
import type { UntunedMachine } from './machines.ts'
import type { Untuned } from './ratios.ts'

/** What a check may take before it counts as not finished. */
const maxProcessorSeconds = 300

/** Throws where the counts differ. */
export async function measureUntuned({ name, spin }: UntunedMachine, rounds: number): Promise<Untuned> {
  const pan = compilePromela(`untuned-${name}`, readFileSync(pathOf(`${name}.pml`), 'utf8'))
  const ours: CountedRun[] = []
  const spins: CountedRun[] = []
  // The first check of a file also checks its types; later ones find that it has not changed.
  let isFinished = (await runCheck(name)) !== undefined
  for (let round = 1; round <= rounds; round++) {
    const our = isFinished ? await runCheck(name) : undefined
    const its = await runPan(pan, spin)
    log(`${name}, round ${round}: ours ${secondsOf(our)}, SPIN ${secondsOf(its)}`)
    spins.push(its)
    isFinished = our !== undefined
    if (our === undefined) continue
    checkSameCounts(name, our, its)
    ours.push(our)
  }
  return { name, compileSeconds: pan.compileSeconds, ours: isFinished ? ours : undefined, spins }
}

function secondsOf(run: CountedRun | undefined): string {
  return run === undefined ? 'not finished' : `${rough(run.processorSeconds)} s`
}

/** The part of `check --json` that is needed here. */
interface CheckJson {
  readonly stop: string
  readonly census: { readonly states: number; readonly transitions: number }
  readonly seconds: number
}

/** `interleave check <file>`, with all its claims. */
async function runCheck(name: string): Promise<CountedRun | undefined> {
  const args = [command, 'check', pathOf(`${name}.ts`), '--json', '--out', scratchFolder('counterexamples')]
  const limited = `ulimit -t ${maxProcessorSeconds}; exec "$0" "$@"`
  const ran = await runMeasured('sh', ['-c', limited, process.execPath, ...args])
  if (ran.code > 128) return undefined
  if (ran.code !== 0) throw new Error(`'node ${args.join(' ')}' ended with code ${ran.code}:\n${ran.stderr}`)
  const { stop, census, seconds } = JSON.parse(ran.stdout) as CheckJson
  if (stop !== 'exhausted') throw new Error(`Interleave stopped at '${stop}' instead of seeing the whole of ${name}.`)
  return {
    states: census.states,
    transitions: census.transitions,
    seconds: ran.seconds,
    processorSeconds: ran.processorSeconds,
    searchSeconds: seconds,
    peakBytes: ran.peakBytes,
  }
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
