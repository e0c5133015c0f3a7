/**
 * Values that a process finds as it had found them before, although they were others in between: what it did by its first look no
 * longer fits, and comparing the value does not show it.
 */

import { partAt } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'

/** Steps are numbered from 0. */
export interface SeenAgain {
  /** The step that finds the value again, and goes by the earlier look, too. */
  readonly step: number
  /** The step of the same process that had found it before. */
  readonly at: number
  readonly look: Read
  /** What it finds now: left there by another step. */
  readonly read: Read
}

export function seenAgain(run: PlottedRun, steps: readonly number[]): SeenAgain[] {
  return steps.flatMap(step => run.readsOf(step).flatMap(read => lookBefore(run, step, read)))
}

function lookBefore(run: PlottedRun, step: number, read: Read): SeenAgain[] {
  const { path, member } = read
  if (member !== undefined || isPlace(path) || run.isOwn(step, path)) return []
  const lookOf = (k: number): Read | undefined => run.readsOf(k).find(other => showCell(other) === showCell(read))
  const at = run.witness.steps.findLastIndex((_, k) => k < step && run.isSameProcess(k, step) && lookOf(k))
  const look = lookOf(at)
  if (look === undefined || !run.dependence.takesFrom(step, at) || !isRestored(run, at, step, read)) return []
  return [{ step, at, look, read }]
}

/** Whether others changed it between two looks into something else, and back. */
function isRestored(run: PlottedRun, at: number, step: number, { path, value }: Read): boolean {
  const valueAt = (k: number): string => showValue(partAt(run.states[k], path))
  const between = run.changesBetween(at, step, path)
  return (
    valueAt(at) === showValue(value) &&
    valueAt(step) === showValue(value) &&
    between.every(k => !run.isSameMover(k, step)) &&
    between.some(k => valueAt(k + 1) !== showValue(value))
  )
}
