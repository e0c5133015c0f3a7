/** How many times as fast as the reference engine, on machines that it can still finish. */

import { checkSameCounts } from './comparison.ts'
import { type InterleaveRun, runInterleave } from './interleave.ts'
import type { Machine } from './machines.ts'
import { log } from './progress.ts'
import { rough, table, whole } from './show.ts'

export interface ReferenceRatio {
  readonly machine: Machine
  readonly fast: InterleaveRun
  readonly reference: InterleaveRun
}

/** Throws where counts differ. */
export async function measureReferenceRatio(machine: Machine, engine: string): Promise<ReferenceRatio> {
  const fast = await runInterleave(machine, engine)
  const reference = await runInterleave(machine, 'reference')
  log(`${machine.title}: ${engine} ${rough(fast.seconds)} s, reference ${rough(reference.seconds)} s`)
  checkSameCounts(machine.title, fast, reference)
  return { machine, fast, reference }
}

export function referenceRatioTable(ratios: readonly ReferenceRatio[]): string {
  const rows = ratios.map(({ machine, fast, reference }) => [
    machine.title,
    whole(fast.states),
    rough(fast.seconds),
    rough(reference.seconds),
    rough(reference.seconds / fast.seconds),
    rough(fast.searchSeconds),
    rough(reference.searchSeconds),
    rough(reference.searchSeconds / fast.searchSeconds),
  ])
  const head = ['machine', 'states', 'whole process, s', 'reference', 'times', 'search, s', 'reference', 'times']
  return table(head, rows)
}
