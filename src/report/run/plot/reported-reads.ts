/** What a step found, as far as a story tells it. */

import { canonical } from '../../../base/plain.ts'
import { isMended } from '../../../witness/mended.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import type { WitnessStep } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import { isOneOn } from './beats.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { valuesUsed } from './reported-writes.ts'
import type { Stale } from './stale.ts'
import { pendingFor } from './yet-to-come.ts'

const maxReads = 2

/** Rather what was soon no longer true, then what others had written, then what the process itself had. */
export function reportedReads(run: PlottedRun, stale: readonly Stale[], k: number): Read[] {
  const found = foundOf(run, stale, k)
  if (k === run.last && !stale.some(({ actor }) => actor === k)) return [...found, ...wrongAtLast(run, k, found)]
  return found.length > 0 || valuesUsed(run, stale, k).length > 0 ? found : tooEarly(run, k)
}

/** A few of what a step found; what it picked, which its title says, takes no room. */
export function fewOf({ witness }: PlottedRun, k: number, reads: readonly Read[]): Read[] {
  const others = reads.filter(read => !isPicked(witness.steps[k] as WitnessStep, read))
  const left = others.slice(maxReads)
  return reads.filter(read => !left.includes(read))
}

/** Whether a step picked what it found in a set, so that its title says what that is. */
export function isPicked({ choices }: WitnessStep, { member, value }: Read): boolean {
  return value === true && typeof member === 'object' && choices.some(choice => canonical(choice) === canonical(member))
}

function foundOf(run: PlottedRun, stale: readonly Stale[], k: number): Read[] {
  const all = run.readsOf(k).filter(({ path }) => !run.isConstant(path))
  const shared = all.filter(({ path }) => !run.isOwn(k, path))
  const rank = (read: Read): number =>
    (isStaleLook(stale, k, read) ? 4 : 0) +
    (isFromOther(run, k, read) ? 3 : isOfItself(run, k, read) ? 2 : 0) +
    (isLateForIt(run, k, read) || isLeftBehind(run, k, read) ? 2 : 0) +
    (read.writer === null ? 0 : 1) -
    (isPlace(read.path) ? 2 : 0)
  const ranked = shared.toSorted((a, b) => rank(b) - rank(a))
  const [best] = ranked
  const used = valuesUsed(run, stale, k)
  const isLook = used.every(path => run.isOwn(k, path))
  const reported = ranked.filter(read => rank(read) > 1 || (isLook && read === best))
  const own =
    used.length === 0 && reported.length < maxReads
      ? all.filter(({ path }) => run.isOwn(k, path) && !isPlace(path))
      : []
  return [...fewOf(run, k, reported), ...own.slice(0, 1)]
}

/** By what its own process had left the last step broke the claim: locals where others had no part in it, rather what a repair would change. */
function wrongAtLast(run: PlottedRun, k: number, found: readonly Read[]): Read[] {
  const { witness } = run
  if (witness.claim.verdict === 'witnessed') return []
  const isReal = ({ path }: Read): boolean =>
    path.length > 0 && !isPlace(path) && wordsOfCell(witness, path)?.isBookkeeping !== true
  const reads = run.readsOf(k).filter(read => isReal(read) && !found.includes(read))
  const left = reads.filter(({ writer }) => writer !== null && run.isSameProcess(writer, k))
  const mended = left.filter(read => isMended(witness, read))
  if (mended.length > 0) return mended.slice(0, maxReads)
  if (found.length > 0) return latestOf(left.filter(({ path }) => !run.isOwn(k, path)))
  return left.length > 0 ? latestOf(left) : handedOn(run, k, reads).slice(0, maxReads)
}

/** Those that were written last. */
function latestOf(reads: readonly Read[]): Read[] {
  const latest = reads.toSorted((a, b) => (b.writer ?? -1) - (a.writer ?? -1)).slice(0, maxReads)
  return reads.filter(read => latest.includes(read))
}

/** Of locals as they were from the beginning those that the step put elsewhere, and by which its process had not gone before. */
function handedOn(run: PlottedRun, k: number, reads: readonly Read[]): Read[] {
  const before = run.witness.steps.flatMap((_, i) => (i < k && run.isSameProcess(i, k) ? run.readsOf(i) : []))
  const known = new Set(before.map(showCell))
  const { changes } = run.witness.steps[k] as WitnessStep
  const isPut = ({ value }: Read): boolean => changes.some(({ path, after }) => !isPlace(path) && after === value)
  return reads.filter(read => run.isOwn(k, read.path) && !known.has(showCell(read)) && isPut(read))
}

/** What a step that did nothing found, if others changed it later: it came before it had something to do. */
function tooEarly(run: PlottedRun, k: number): Read[] {
  const idle = run.idleReadsOf(k).filter(read => !run.isOwn(k, read.path) && isChangedLater(run, k, read))
  return idle.slice(0, 1)
}

export function isStaleLook(stale: readonly Stale[], k: number, read: Read): boolean {
  return stale.some(one => one.reader === k && showCell(one.read) === showCell(read))
}

/** Whether another process, which was already under way, was about to change what was found. */
export function isLateForIt(run: PlottedRun, k: number, { path, member }: Read): boolean {
  return member === undefined && pendingFor(run, k, path).length > 0
}

/** Whether a step kept the value of an element that nobody had set although another process had set others of its list. */
export function isLeftBehind(run: PlottedRun, k: number, { path, member, value }: Read): boolean {
  if (member !== undefined || value === null || !run.isPassedOver(path)) return false
  const isByOther = run.changesOfLike(path).some(one => one < k && !run.isSameMover(one, k))
  const { changes } = run.witness.steps[k] as WitnessStep
  return isByOther && changes.some(({ path, after }) => !isPlace(path) && showValue(after) === showValue(value))
}

export function isFromOther(run: PlottedRun, k: number, { writer }: Read): boolean {
  return writer !== null && !run.isSameMover(writer, k)
}

/** Whether an action finds what it had left itself, and does not just count: it has no memory, so that this is news to it. */
function isOfItself(run: PlottedRun, k: number, { path, writer }: Read): boolean {
  const isAction = writer !== null && run.isSameMover(writer, k) && !run.isSameProcess(writer, k)
  return isAction && !isOneOn(run.written(k, path))
}

/** Whether another process later changed what was found, even if nobody went by it after that. */
export function isChangedLater(run: PlottedRun, k: number, { path, member }: Read): boolean {
  if (member !== undefined || run.isOwn(k, path)) return false
  return run.changesBetween(k, run.last + 1, path).some(later => !run.isSameMover(later, k))
}
