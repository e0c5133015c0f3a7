/** Interleave beside SPIN, in turn, on the same machines. */

import type { CountedRun } from './counted-run.ts'
import { type InterleaveRun, nodeBytes, runInterleave } from './interleave.ts'
import type { MachineInBoth } from './machines.ts'
import { log } from './progress.ts'
import { rough, spread, table, whole } from './show.ts'
import { compilePromela, runPan } from './spin.ts'
import { medianOf, type Spread, spreadOf } from './spread.ts'

export interface Comparison {
  readonly machine: MachineInBoth
  readonly compileSeconds: number
  /** Round by round. */
  readonly ours: readonly InterleaveRun[]
  readonly spins: readonly CountedRun[]
}

/** Runs the two in turn, so that what else the computer does meanwhile falls on both. Throws where counts differ. */
export async function compare(machine: MachineInBoth, engine: string, rounds: number): Promise<Comparison> {
  const pan = compilePromela(machine.title.replaceAll(/\W+/g, '-'), machine.promela)
  const ours: InterleaveRun[] = []
  const spins: CountedRun[] = []
  for (let round = 1; round <= rounds; round++) {
    const our = await runInterleave(machine, engine)
    log(`${machine.title}, round ${round}: Interleave ${rough(our.seconds)} s`)
    const its = await runPan(pan, machine.spin)
    log(`${machine.title}, round ${round}: SPIN ${rough(its.seconds)} s`)
    checkSameCounts(machine.title, our, its)
    ours.push(our)
    spins.push(its)
  }
  return { machine, compileSeconds: pan.compileSeconds, ours, spins }
}

/** The same machine has the same counts, or it is not the same machine, or one of the two is wrong. */
export class CountsDiffer extends Error {}

export function checkSameCounts(title: string, our: Counts, other: Counts): void {
  const show = ({ states, transitions }: Counts) => `${whole(states)} states and ${whole(transitions)} transitions`
  if (our.states === other.states && our.transitions === other.transitions) return
  throw new CountsDiffer(`${title}: Interleave counts ${show(our)}, the other ${show(other)}. No figures are reported.`)
}

type Counts = Pick<CountedRun, 'states' | 'transitions'>

/** How many times as fast as SPIN, round by round. */
export function speedUp({ ours, spins }: Comparison, seconds: (run: CountedRun) => number): Spread {
  return spreadOf(ours.map((our, round) => seconds(spins[round]!) / seconds(our)))
}

export function comparisonTable(comparisons: readonly Comparison[]): string {
  const head = ['machine', 'checker', 'states', 'transitions', 's', 'processor s', 'states/s', 'transitions/s']
  const more = ['peak bytes/state', "times SPIN's speed", 'by processor s', 'recipe runs']
  const rows = comparisons.flatMap(comparison => {
    const { machine, ours, spins } = comparison
    const times = speedUp(comparison, run => run.seconds)
    const processorTimes = speedUp(comparison, run => run.processorSeconds)
    const recipeRuns = optional(ours[0]!.recipeRuns)
    return [
      [machine.title, 'Interleave', ...figures(ours, nodeBytes), spread(times), spread(processorTimes), recipeRuns],
      ['', 'SPIN', ...figures(spins, 0), '', '', ''],
    ]
  })
  return table([...head, ...more], rows)
}

function figures(runs: readonly CountedRun[], uncountedBytes: number): string[] {
  const { states, transitions } = runs[0]!
  const seconds = spreadOf(runs.map(run => run.seconds))
  const peakBytes = medianOf(runs, run => run.peakBytes) - uncountedBytes
  return [
    whole(states),
    whole(transitions),
    spread(seconds),
    rough(medianOf(runs, run => run.processorSeconds)),
    whole(states / seconds.median),
    whole(transitions / seconds.median),
    rough(Math.max(0, peakBytes) / states),
  ]
}

function optional(count: number | undefined): string {
  return count === undefined ? '?' : whole(count)
}

/** What SPIN's whole process spends besides searching, and what making its checker took; the table leaves it out. */
export function compileTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ machine, compileSeconds, spins }) => [
    machine.title,
    rough(compileSeconds),
    rough(medianOf(spins, run => run.searchSeconds)),
    rough(medianOf(spins, run => run.seconds)),
    `-m${machine.spin.maxDepth} -w${machine.spin.hashBits}`,
  ])
  return table(['machine', 'spin -a and gcc, s', "pan's own elapsed time, s", 'its process, s', 'options'], rows)
}
