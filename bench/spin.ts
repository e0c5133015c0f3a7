import { readFileSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import type { CountedRun } from './counted-run.ts'
import { scratchFolder } from './folders.ts'
import { type Measured, runMeasured } from './measured-process.ts'
import { runCommand } from './run-command.ts'

/** Options that tune SPIN for a machine, so that it can do its best. */
export interface SpinSize {
  /** Steps on the longest path of its depth-first search, or somewhat more. */
  readonly maxDepth: number
  /** Its hash table gets 2 to the power of this many slots: at least one for each state. */
  readonly hashBits: number
}

/** A checker that SPIN made for one machine. */
export interface Pan {
  readonly name: string
  readonly program: string
  /** From Promela to the checker; not counted as running. */
  readonly compileSeconds: number
}

/**
 * Makes the checker, without statement merging, data-flow optimisation, dead variables and partial-order reduction,
 * each of which would make it visit another graph.
 */
export function compilePromela(name: string, promela: string): Pan {
  const start = performance.now()
  const folder = scratchFolder('spin', name)
  writeFileSync(`${folder}/model.pml`, promela)
  runCommand('spin', ['-a', '-o1', '-o2', '-o3', 'model.pml'], folder)
  printWholeNumbers(`${folder}/pan.c`)
  const megabytes = Math.floor(totalmem() / 2 ** 20)
  runCommand('gcc', ['-O2', '-DSAFETY', '-DNOREDUCE', `-DMEMLIM=${megabytes}`, '-o', 'pan', 'pan.c'], folder)
  return { name, program: `${folder}/pan`, compileSeconds: (performance.now() - start) / 1000 }
}

/** Counts are doubles in a pan, and printed with eight digits, which is too few to compare them. */
function printWholeNumbers(source: string): void {
  writeFileSync(source, readFileSync(source, 'utf8').replaceAll('%9.8g', '%9.0f'))
}

export async function runPan({ name, program }: Pan, { maxDepth, hashBits }: SpinSize): Promise<CountedRun> {
  const ran = await runMeasured(program, [`-m${maxDepth}`, `-w${hashBits}`])
  const found = (pattern: RegExp) => Number(pattern.exec(ran.stdout)?.[1] ?? Number.NaN)
  checkIsComplete(name, ran, found(/errors: (\d+)/))
  return {
    states: found(/(\d+) states, stored/),
    // SPIN counts coming into the initial state as one.
    transitions: found(/(\d+) transitions/) - 1,
    seconds: ran.seconds,
    processorSeconds: ran.processorSeconds,
    searchSeconds: found(/elapsed time ([\d.]+)/),
    peakBytes: ran.peakBytes,
  }
}

function checkIsComplete(name: string, { code, stdout, stderr }: Measured, errors: number): void {
  const isCut = /max search depth too small|Search not completed|out of memory|memory limit/.test(stdout + stderr)
  if (code === 0 && errors === 0 && !isCut) return
  throw new Error(`SPIN did not see the whole of ${name}:\n${stdout}${stderr}`)
}
