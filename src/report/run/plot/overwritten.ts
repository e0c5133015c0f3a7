/** What was written for nothing: a cell that a process changed or removed, before another one overwrote it with what was outdated. */

import { doOverlap, type Path } from '../../../base/plain.ts'
import type { WitnessStep } from '../../../witness/witness.ts'
import type { PlottedRun } from './plotted-run.ts'
import type { Stale } from './stale.ts'

/** A step, and the cell that it wrote for nothing. */
export interface Overwritten {
  readonly step: number
  readonly path: Path
}

/**
 * For each step that went by an outdated value: what the process that had changed that value had written since to a cell which the
 * step then overwrote. That it held the same before makes no difference: an entry of a cache is removed to be on the safe side.
 */
export function overwrittenBy(run: PlottedRun, stale: readonly Stale[]): Overwritten[] {
  return stale.flatMap(({ writer, actor }) =>
    run.sharedChanges(actor).flatMap(path => {
      const step = lastWriter(run, writer + 1, actor, path)
      return step !== undefined && run.isSameMover(step, writer) ? [{ step, path }] : []
    }),
  )
}

function lastWriter(run: PlottedRun, from: number, to: number, path: Path): number | undefined {
  const steps = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
  return steps.findLast(k => isRelevant(run, k) && writtenBy(run, k).some(one => doOverlap(one, path)))
}

function writtenBy({ witness }: PlottedRun, k: number): readonly Path[] {
  const kept = witness.slice?.steps[k]?.kept ?? []
  return [...(witness.steps[k] as WitnessStep).changes.map(change => change.path), ...kept]
}

/** A story names no step that the lanes show as irrelevant. */
function isRelevant({ witness }: PlottedRun, k: number): boolean {
  return witness.slice?.steps[k]?.role !== undefined
}
