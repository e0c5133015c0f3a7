/** How machines in both languages compare, as a table. */

import type { CountedRun } from '../counted-run.ts'
import { rough, spread, table, whole } from '../show.ts'
import { medianOf, type Spread, spreadOf } from '../spread.ts'

/** A machine, and the runs of both checkers on it, round by round. */
export interface Untuned {
  readonly name: string
  readonly compileSeconds: number
  /** Undefined if the processor time given did not suffice. */
  readonly ours: readonly CountedRun[] | undefined
  readonly spins: readonly CountedRun[]
}

/** The worst ratio first, then the median of all. */
export function untunedTable(machines: readonly Untuned[]): string {
  const sorted = machines.toSorted((a, b) => medianRatio(a) - medianRatio(b))
  const head = ['machine', 'states', 'transitions', 'SPIN, s', 'ours, s', "times SPIN's speed"]
  const more = ['SPIN, states/s', 'ours, states/s', 'SPIN, peak MB', 'ours, peak MB', 'spin -a and gcc, s']
  const all = spreadOf(machines.map(medianRatio))
  const summary = `Median of ${machines.length}: ${rough(all.median)} times SPIN's speed; the worst: ${sorted[0]!.name}, ${rough(all.min)}.`
  return `${table([...head, ...more], sorted.map(rowOf))}\n\n${summary}`
}

function rowOf({ name, compileSeconds, ours, spins }: Untuned): string[] {
  const { states, transitions } = spins[0]!
  const figures = (runs: readonly CountedRun[] | undefined, show: (runs: readonly CountedRun[]) => string) =>
    runs === undefined ? 'not finished' : show(runs)
  const speed = (runs: readonly CountedRun[]) => whole(states / medianOf(runs, run => run.processorSeconds))
  const seconds = (runs: readonly CountedRun[]) => spread(spreadOf(runs.map(run => run.processorSeconds)))
  const megabytes = (runs: readonly CountedRun[]) => whole(medianOf(runs, run => run.peakBytes) / 1e6)
  return [
    name,
    whole(states),
    whole(transitions),
    seconds(spins),
    figures(ours, seconds),
    figures(ours, runs => spread(ratios(runs, spins))),
    speed(spins),
    figures(ours, speed),
    megabytes(spins),
    figures(ours, megabytes),
    rough(compileSeconds),
  ]
}

/** SPIN's processor seconds over ours, round by round: more than 1 where we are faster. */
function ratios(ours: readonly CountedRun[], spins: readonly CountedRun[]): Spread {
  return spreadOf(ours.map((our, round) => spins[round]!.processorSeconds / our.processorSeconds))
}

function medianRatio({ ours, spins }: Untuned): number {
  return ours === undefined ? 0 : ratios(ours, spins).median
}
