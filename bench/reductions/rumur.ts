import { writeFileSync } from 'node:fs'
import { scratchFolder } from '../folders.ts'
import { type Measured, runMeasured } from '../measured-process.ts'
import { runCommand } from '../run-command.ts'

/** A run of a checker that rumur has made. */
export interface RumurRun extends Pick<Measured, 'processorSeconds'> {
  /** Representatives: rumur's own choice of them, by its heuristic, may take several for an orbit. */
  readonly states: number
}

/** Whether rumur is installed (`apt-get install rumur`). */
export function hasRumur(): boolean {
  try {
    runCommand('rumur', ['--version'])
    return true
  } catch {
    return false
  }
}

/** Makes the checker for a machine in Murphi, with one thread as ours has, and says where it is. */
export function compileMurphi(name: string, murphi: string): string {
  const folder = scratchFolder('rumur', name)
  writeFileSync(`${folder}/model.m`, murphi)
  runCommand('rumur', ['model.m', '--threads', '1', '-o', 'checker.c'], folder)
  runCommand('gcc', ['-O2', '-o', 'checker', 'checker.c', '-lpthread'], folder)
  return `${folder}/checker`
}

export async function runRumur(checker: string): Promise<RumurRun> {
  const { stdout, stderr, processorSeconds } = await runMeasured(checker, [])
  const states = Number(/(\d+) states, \d+ rules fired/.exec(stdout)?.[1] ?? Number.NaN)
  if (!stdout.includes('No error found') || Number.isNaN(states)) throw new Error(`rumur failed:\n${stdout}${stderr}`)
  return { states, processorSeconds }
}
