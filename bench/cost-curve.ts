/** What a state costs as a search grows: flat, if all is well. */

import { type InterleaveRun, nodeBytes, runInterleave } from './interleave.ts'
import { diningPhilosophers, type Machine, qrcu } from './machines.ts'
import { log } from './progress.ts'
import { rough, table, whole } from './show.ts'

// SPIN doesn't run here.
const noSpin = { maxDepth: 0, hashBits: 0 }

/** One ladder for each model. A state of a larger machine has more transitions, so look at the cost of these as well. */
const ladders = {
  quick: [
    [qrcu(1, 2, noSpin), qrcu(3, 1, noSpin)],
    [8, 9, 10].map(philosophers => diningPhilosophers(philosophers, noSpin)),
  ],
  full: [
    // 90,818; 1,370,933; 4,224,167; 28,861,694; 55,371,946 states
    [qrcu(3, 1, noSpin), qrcu(2, 2, noSpin), qrcu(1, 3, noSpin), qrcu(5, 1, noSpin), qrcu(3, 2, noSpin)],
    // 102,571 to 12,205,087 states, each 3.3 times the one before
    [10, 11, 12, 13, 14].map(philosophers => diningPhilosophers(philosophers, noSpin)),
  ],
} as const

export interface CurvePoint {
  readonly machine: Machine
  readonly run: InterleaveRun
}

export async function measureCostCurve(size: keyof typeof ladders, engine: string): Promise<CurvePoint[]> {
  const points: CurvePoint[] = []
  for (const machine of ladders[size].flat()) {
    const run = await runInterleave(machine, engine)
    log(`cost curve, ${machine.title}: ${whole(run.states)} states in ${rough(run.searchSeconds)} s`)
    points.push({ machine, run })
  }
  return points
}

export function costCurveTable(points: readonly CurvePoint[]): string {
  const rows = points.map(({ machine, run }) => [
    machine.title,
    whole(run.states),
    rough(run.transitions / run.states),
    rough(run.searchSeconds),
    rough((run.searchSeconds * 1e9) / run.states),
    rough((run.searchSeconds * 1e9) / run.transitions),
    rough(Math.max(0, run.peakBytes - nodeBytes) / run.states),
  ])
  const head = ['machine', 'states', 'transitions/state', 'search s', 'ns/state', 'ns/transition', 'peak bytes/state']
  return table(head, rows)
}
