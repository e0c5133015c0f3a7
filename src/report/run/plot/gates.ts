/** The looks by which processes came to what they did: the branches that they took. */

import type { Read } from '../../../witness/run-footprints.ts'
import type { Witness } from '../../../witness/witness.ts'
import { showCell } from '../reads.ts'
import type { Beat } from './beats.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'

/** Steps are numbered from 0. */
export interface Gate {
  readonly step: number
  readonly read: Read
}

/** Those nearest to the end. */
const maxGates = 2

/** For what others went by, and for the last step: the last look before it of its process on which it hung that it came there. */
export function gatesOf(run: PlottedRun, beats: readonly Beat[]): Gate[] {
  // Where processes wait, it matters for what, and not how they came there.
  if (isStandstill(run.witness)) return []
  if (beats.every(beat => isOfLastAlone(run, beat))) return lastLook(run)
  const found = beats.flatMap((beat, i) => (isGoneBy(run, beat) ? gateOf(run, beats.slice(0, i), beat) : []))
  return found.slice(-maxGates)
}

/** Whether a beat is of the process that ends the run, and found nothing. */
function isOfLastAlone(run: PlottedRun, { step, reads, stale, omitted }: Beat): boolean {
  return run.isSameProcess(step, run.last) && reads.length + stale.length + omitted.length === 0
}

/** Where nobody else is known to matter: what the process found last of what another had left, though no other value was seen to matter. */
function lastLook(run: PlottedRun): Gate[] {
  for (let k = run.last - 1; k >= 0; k--) {
    if (!run.isSameProcess(k, run.last) || !run.isRelevant(k)) continue
    const read = run.allReadsOf(k).find(({ path, member, writer }) => {
      const isOfOther = writer !== null && !run.isSameMover(writer, k) && run.isRelevant(writer)
      return isOfOther && member === undefined && path.length > 0 && !isPlace(path)
    })
    if (read !== undefined) return [{ step: k, read }]
  }
  return []
}

function isStandstill({ claim }: Witness): boolean {
  return claim.kind === 'deadlock' || claim.kind === 'canAlways'
}

/** Whether the end, or another process, goes by what a step did. */
function isGoneBy(run: PlottedRun, { step, writes }: Beat): boolean {
  const isOfOther = run
    .usesOf(step)
    .some(({ reader, read }) => !isPlace(read.path) && (reader > run.last || !run.isSameMover(reader, step)))
  return step === run.last || (isOfOther && writes.length > 0)
}

function gateOf(run: PlottedRun, earlier: readonly Beat[], { step }: Beat): Gate[] {
  const before = earlier.findLast(beat => run.isSameProcess(beat.step, step))
  const first = before === undefined ? 0 : Math.max(before.step, ...before.more) + 1
  for (let k = step - 1; k >= first; k--) {
    if (!run.isSameProcess(k, step) || !isBranch(run, k)) continue
    const read = run.readsOf(k).find(one => isDeciding(run, k, one, step === run.last))
    return read === undefined || isReported(run, earlier, k, read) ? [] : [{ step: k, read }]
  }
  return []
}

function isBranch(run: PlottedRun, k: number): boolean {
  const step = run.witness.slice?.steps[k]
  return run.isOnChain(k) && (step?.role === 'decision' || step?.decides === true)
}

/** Whether a look was at what somebody had left, or another process changes later; of the last step also at a flag that is never set. */
function isDeciding(run: PlottedRun, k: number, { path, member, value, writer }: Read, isLast: boolean): boolean {
  // What its own step takes, such as a lock, goes without saying.
  const isShared = member === undefined && !isPlace(path) && !run.isOwn(k, path) && !run.isChanged(k, path)
  if (!isShared || wordsOfCell(run.witness, path)?.isBookkeeping === true) return false
  const isFlag = value === null || typeof value === 'boolean'
  const later = run.changesBetween(k, run.last + 1, path)
  const isLeft = writer !== null && !run.isConstant(path)
  return isLeft || later.some(one => !run.isSameMover(one, k)) || (isLast && isFlag && later.length === 0)
}

/** Whether the story says of the same process that it found that. */
function isReported(run: PlottedRun, earlier: readonly Beat[], k: number, read: Read): boolean {
  const own = earlier.filter(beat => run.isSameProcess(beat.step, k))
  return own.some(({ reads }) => reads.some(one => showCell(one) === showCell(read) && one.writer === read.writer))
}
