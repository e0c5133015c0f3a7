/** Which of the reads of a step are news to who has read the story up to it. */

import { canonical, type Plain, showPath } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import type { Beat, Written } from './beats.ts'
import type { Plot } from './plot.ts'
import { isAmong, verdictParts } from './words.ts'

/** What a step found, apart from what it then changes, of which the value before is said there. */
export function readsStated({ reads, writes }: Beat): Read[] {
  const changed = writes.filter(({ isFrom }) => isFrom).map(({ path }) => JSON.stringify(path))
  return reads.filter(({ path, member }) => member !== undefined || !changed.includes(JSON.stringify(path)))
}

/** What is worth a word: not what its process had found before, unless there is nothing else to say. */
export function newReads(plot: Plot, beat: Beat, reads: readonly Read[]): readonly Read[] {
  const found = unstated(plot, beat, reads)
  return found.length > 0 || doesMore(plot, beat) ? found : reads
}

/** What it found for the first time in the story. */
export function freshReads(plot: Plot, beat: Beat): Read[] {
  const isAgain = (read: Read): boolean => beat.again.some(one => showCell(one.read) === showCell(read))
  return newReads(plot, beat, readsStated(beat)).filter(read => !isAgain(read))
}

/**
 * What it wrote. That it found something in a set is in the sentence; that it took it out there as well is left out, unless there is
 * nothing else to say.
 */
export function writesStated(plot: Plot, beat: Beat): Beat['writes'] {
  const { writes } = beat
  const real = withoutTaking(writes, freshReads(plot, beat))
  return real.length > 0 || doesMore(plot, { ...beat, writes: [] }) ? real : writes
}

function withoutTaking(writes: Beat['writes'], fresh: readonly Read[]): Beat['writes'] {
  const found = fresh.filter(({ member }) => member !== undefined)
  const others = writes.map((written): Written => {
    const isFound = (value: Plain): boolean =>
      found.some(
        ({ path, member }) => showPath(path) === showPath(written.path) && canonical(member) === canonical(value),
      )
    if (!Array.isArray(written.before)) return written
    const before = written.before.filter(value => !isFound(value) || isAmong(written.after, value))
    return before.length === written.before.length ? written : { ...written, before }
  })
  return others.filter((one, i) => one === writes[i] || showValue(one.before) !== showValue(one.after))
}

/** Whether there is something to say of a step beside what it found. */
function doesMore({ run }: Plot, { step, stale, omitted, isIdle, isUnheld, writes, breaks }: Beat): boolean {
  const isVerdict = step === run.last && verdictParts(run.witness).length > 0
  return isVerdict || isIdle || isUnheld || [stale, omitted, writes, breaks].some(parts => parts.length > 0)
}

/** Without what an earlier beat of the same process found, if nobody wrote it since, or later while the process went by it. */
function unstated({ run, beats }: Plot, { step }: Beat, reads: readonly Read[]): Read[] {
  const stated = beats.filter(one => one.step < step && run.isSameProcess(one.step, step)).flatMap(one => one.reads)
  const stale = beats.flatMap(one => one.stale).filter(({ at }) => at === step)
  const isOneOf = (read: Read, others: readonly Read[]): boolean =>
    others.some(other => showCell(other) === showCell(read) && other.writer === read.writer)
  const outdated = stale.map(({ read }) => read)
  // What the process itself has set in an earlier beat is left out, too: its locals, and what all share just before.
  const before = beats.findLast(one => one.step < step)
  const isSet = ({ path, member, writer, value }: Read): boolean =>
    member === undefined &&
    writer !== null &&
    !(Array.isArray(value) && value.length === 0) &&
    (run.isOwn(step, path) ? beats : before !== undefined && run.isSameProcess(writer, step) ? [before] : []).some(
      one => one.step === writer && one.writes.some(other => showPath(other.path) === showPath(path)),
    )
  return reads.filter(read => isOneOf(read, outdated) || !(isOneOf(read, stated) || isSet(read)))
}
