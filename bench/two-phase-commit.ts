/** Two-phase commit: its message set is what SPIN's language has no word for, so it stands beside TLC's time. */

import { checkSameCounts } from './comparison.ts'
import { type InterleaveRun, isThere, nodeBytes, runInterleave } from './interleave.ts'
import { type Machine, twoPhaseCommitModel } from './machines.ts'
import { log } from './progress.ts'
import { rough, spread, table, whole } from './show.ts'
import { medianOf, spreadOf } from './spread.ts'

/** What TLC counts for `managers`, less its one initial state. */
const counts = {
  quick: { managers: 7, states: 296_448, transitions: 2_744_705 },
  full: { managers: 8, states: 1_745_408, transitions: 18_507_777 },
} as const

export interface TwoPhaseCommit {
  readonly machine: Machine
  readonly runs: readonly InterleaveRun[]
}

/** Undefined where the model isn't there. Throws where counts differ from TLC's. */
export async function measureTwoPhaseCommit(
  size: keyof typeof counts,
  engine: string,
  rounds: number,
): Promise<TwoPhaseCommit | undefined> {
  if (!isThere(twoPhaseCommitModel)) return undefined
  const { managers, ...counted } = counts[size]
  const title = `two-phase commit, ${managers} managers`
  const machine: Machine = { model: twoPhaseCommitModel, title, constants: { managers } }
  const runs: InterleaveRun[] = []
  for (let round = 1; round <= rounds; round++) {
    const run = await runInterleave(machine, engine)
    log(`${title}, round ${round}: ${rough(run.seconds)} s`)
    checkSameCounts(title, run, counted)
    runs.push(run)
  }
  return { machine, runs }
}

export function twoPhaseCommitTable({ machine, runs }: TwoPhaseCommit): string {
  const { states, transitions, recipeRuns } = runs[0]!
  const peakBytes = medianOf(runs, run => run.peakBytes) - nodeBytes
  const head = ['machine', 'states', 'transitions', 's', 'processor s', 'peak bytes/state', 'recipe runs']
  const row = [
    machine.title,
    whole(states),
    whole(transitions),
    spread(spreadOf(runs.map(run => run.seconds))),
    rough(medianOf(runs, run => run.processorSeconds)),
    rough(Math.max(0, peakBytes) / states),
    recipeRuns === undefined ? '?' : whole(recipeRuns),
  ]
  return table(head, [row])
}
