/** Looks that were no longer true when their process went by them: what a race is. */

import { doOverlap, partAt } from '../../../base/plain.ts'
import { overtakingsOf } from '../../../witness/race.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'

/** Steps are numbered from 0. */
export interface Stale {
  /** The step that looked, the one of another process that changed what it saw, and the one that went by it. */
  readonly reader: number
  readonly writer: number
  readonly actor: number
  readonly read: Read
}

/** Those nearest to the end; a run of thousands of steps has thousands. */
const maxLooks = 40

export function staleLooksOf(run: PlottedRun): Stale[] {
  const near = overtakingsOf(run.witness)
    .toSorted((a, b) => run.dependence.distance(a.reader) - run.dependence.distance(b.reader))
    .slice(0, maxLooks)
  return near.flatMap((overtaking): Stale[] => {
    const actor = actorOf(run, overtaking.reader, overtaking.writer, overtaking.read)
    return actor === undefined || isTrueAgain(run, actor, overtaking.read) ? [] : [{ ...overtaking, actor }]
  })
}

/**
 * Whether a step went by a look itself: by what its process had kept of it, or, where it found nothing of what others had left,
 * by having come to it. Where it did, that says why it did so.
 */
export function isGoneBy(run: PlottedRun, { actor, reader }: Stale): boolean {
  const isLeftByOther = ({ writer, path }: Read): boolean =>
    writer !== null && !run.isSameMover(writer, actor) && !run.isOwn(actor, path) && !isPlace(path)
  return !run.readsOf(actor).some(isLeftByOther) || run.dependence.takesFrom(actor, reader)
}

/** Whether others saw what a step did, and not only its own process went on. */
function hasConsequence(run: PlottedRun, k: number): boolean {
  return k === run.last || run.usesOf(k).some(({ reader, read }) => reader > run.last || !run.isOwn(k, read.path))
}

/** Whether what was read is true once more when its process goes by it. */
function isTrueAgain(run: PlottedRun, actor: number, { path, value }: Read): boolean {
  return showValue(partAt(run.states[actor], path)) === showValue(value)
}

/** The last step behind the write that goes by what was read too early: rather one that writes the cell itself. */
function actorOf(run: PlottedRun, reader: number, writer: number, read: Read): number | undefined {
  const { steps } = run.witness
  // An action remembers nothing.
  if (steps[reader]?.process === null) return undefined
  const later = steps.flatMap((_, k) => (k > writer && run.isSameMover(k, reader) ? [k] : []))
  const again = later.find(k => run.readsOf(k).some(one => showCell(one) === showCell(read)))
  // Who has looked again does not go by the look before.
  const going = later.filter(k => {
    return hasConsequence(run, k) && run.dependence.goesBy(k, reader) && k < (again ?? steps.length)
  })
  return going.find(k => steps[k]?.changes.some(({ path }) => doOverlap(path, read.path))) ?? going.at(-1)
}
