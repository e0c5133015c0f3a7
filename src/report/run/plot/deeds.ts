/** What each step of a run did of consequence, and how much it tells. */

import type { Path } from '../../../base/plain.ts'
import { isMended } from '../../../witness/mended.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import type { WitnessStep } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import { type Beat, unlike, type Written } from './beats.ts'
import { forgottenBy } from './forgetting.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { reportedWrites, valuesUsed } from './reported-writes.ts'
import type { Stale } from './stale.ts'
import { pendingFor } from './yet-to-come.ts'

const maxReads = 2
const maxForgotten = 2

/** Of steps of the same mover that carry on with the same only one. */
export function deedsOf(run: PlottedRun, stale: readonly Stale[]): Beat[] {
  const isReported = (k: number): boolean =>
    run.isOnChain(k) || k === run.last || forgottenBy(run, k).length > 0 || stale.some(({ writer }) => writer === k)
  const steps = run.witness.steps.flatMap((_, k) => (isReported(k) ? [k] : []))
  const deeds = steps.map(k => deedOf(run, stale, k))
  return joined(
    run,
    deeds.filter(deed => !isReportedLater(run, stale, deed)),
  )
}

/** Whether a step only looked at what its process had noted of an outdated look, of which a later step tells. */
function isReportedLater(run: PlottedRun, stale: readonly Stale[], { step, reads, ...deed }: Beat): boolean {
  const isMore = [deed.stale, deed.omitted, deed.forgot, deed.writes.filter(({ path }) => !isPlace(path))].some(
    one => one.length > 0,
  )
  const isNote = ({ path, writer }: Read): boolean =>
    run.isOwn(step, path) && stale.some(({ reader, actor }) => reader === writer && actor > step)
  return step < run.last && !isMore && reads.length > 0 && reads.every(isNote)
}

function deedOf(run: PlottedRun, stale: readonly Stale[], k: number): Beat {
  const omitted = run.witness.slice?.steps[k]?.omitted ?? []
  const forgot = forgottenBy(run, k).slice(0, maxForgotten)
  const found = omitted[0]?.found?.slice(0, maxReads) ?? reportedReads(run, stale, k)
  const reads = unlike([...originsOf(run, k, forgot), ...found], showCell).slice(0, maxReads)
  const went = stale.filter(({ actor }) => actor === k)
  return {
    step: k,
    more: [],
    reads,
    stale: went.slice(0, maxReads).map(({ reader, read }) => ({ at: reader, read })),
    again: [],
    writes: unlike([...forgottenWrites(run, k, forgot), ...reportedWrites(run, stale, k, reads)], ({ path }) =>
      JSON.stringify(path),
    ),
    forgot,
    omitted: omitted.slice(0, 1),
    isIdle: false,
    isUnheld: false,
    breaks: [],
    weight: weightOf(run, stale, k, reads) + (omitted.length + forgot.length > 0 ? 5 : 0),
  }
}

/** What a step read of others' and put into what it forgot: what had been kept of it. */
function originsOf(run: PlottedRun, k: number, forgot: Beat['forgot']): Read[] {
  const values = forgot.map(({ path }) => showValue(run.written(k, path).after))
  return run.readsOf(k).filter(({ path, value }) => !run.isOwn(k, path) && values.includes(showValue(value)))
}

function forgottenWrites(run: PlottedRun, k: number, forgot: Beat['forgot']): Written[] {
  return forgot.map(({ path }) => ({ ...run.written(k, path), isFrom: true, isForgotten: true }))
}

/** Rather what was soon no longer true, then what others had written, then what the process itself had. */
function reportedReads(run: PlottedRun, stale: readonly Stale[], k: number): Read[] {
  const all = run.readsOf(k).filter(({ path }) => !run.isConstant(path))
  const shared = all.filter(({ path }) => !run.isOwn(k, path))
  const rank = (read: Read): number =>
    (isStaleLook(stale, k, read) ? 4 : 0) +
    (isFromOther(run, k, read) ? 3 : 0) +
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
  const found = [...reported.slice(0, maxReads), ...own.slice(0, 1)]
  const isByStale = stale.some(({ actor }) => actor === k)
  if (found.length === 0 && k === run.last && !isByStale) return wrongAtLast(run, k)
  return found.length > 0 || used.length > 0 ? found : tooEarly(run, k)
}

/** By what of its own the last step broke the claim, where others had no part in it; rather what a repair would change. */
function wrongAtLast(run: PlottedRun, k: number): Read[] {
  if (run.witness.claim.verdict === 'witnessed') return []
  const own = run.readsOf(k).filter(({ path, writer }) => run.isOwn(k, path) && !isPlace(path) && writer !== null)
  const mended = own.filter(read => isMended(run.witness, read))
  return (mended.length > 0 ? mended : own).slice(0, maxReads)
}

/** What a step that did nothing found, if others changed it later: it came before it had something to do. */
function tooEarly(run: PlottedRun, k: number): Read[] {
  const idle = run.idleReadsOf(k).filter(read => !run.isOwn(k, read.path) && isChangedLater(run, k, read))
  return idle.slice(0, 1)
}

function isStaleLook(stale: readonly Stale[], k: number, read: Read): boolean {
  return stale.some(one => one.reader === k && showCell(one.read) === showCell(read))
}

/** Whether another process, which was already under way, was about to change what was found. */
function isLateForIt(run: PlottedRun, k: number, { path, member }: Read): boolean {
  return member === undefined && pendingFor(run, k, path).length > 0
}

/** Whether a step kept the value of an element that nobody had set although another process had set others of its list. */
function isLeftBehind(run: PlottedRun, k: number, { path, member, value }: Read): boolean {
  if (member !== undefined || value === null || !run.isPassedOver(path)) return false
  const isByOther = run.changesOfLike(path).some(one => one < k && !run.isSameMover(one, k))
  const { changes } = run.witness.steps[k] as WitnessStep
  return isByOther && changes.some(({ path, after }) => !isPlace(path) && showValue(after) === showValue(value))
}

function isFromOther(run: PlottedRun, k: number, { writer }: Read): boolean {
  return writer !== null && !run.isSameMover(writer, k)
}

function weightOf(run: PlottedRun, stale: readonly Stale[], k: number, reads: readonly Read[]): number {
  const uses = run.usesOf(k)
  const isShared = (path: Path): boolean => !run.isOwn(k, path)
  const isRace = stale.some(({ reader, writer, actor }) => [reader, writer, actor].includes(k))
  const isReadByOther = uses.some(({ reader }) => reader > run.last || !run.isSameMover(reader, k))
  const isReset = uses.some(({ reader, read }) => {
    return isShared(read.path) && run.written(k, read.path).isBack && !run.isSameMover(reader, k)
  })
  return (
    (isRace ? 5 : 0) +
    (uses.some(({ reader }) => reader > run.last) ? 5 : 0) +
    (isReadByOther ? 3 : 0) +
    (reads.some(read => isFromOther(run, k, read) || isLateForIt(run, k, read)) ? 4 : 0) +
    (reads.some(read => isLeftBehind(run, k, read)) ? 2 : 0) +
    (isReset ? 3 : 0) +
    (run.takenFromOthers(k).length > 0 ? 3 : 0) +
    (run.undoneLater(k).length > 0 ? 3 : 0) +
    (run.partsOfClaim(k).length > 0 ? 2 : 0) +
    (uses.some(({ read }) => isShared(read.path) && !run.isPrivate(read.path)) ? 2 : 0) +
    (isOfUseAlone(run, k) ? 2 : 0) +
    (reads.some(read => isOfLook(run, stale, read)) ? 2 : 0) +
    (reads.some(read => isChangedLater(run, k, read)) ? 2 : 0) +
    (reads.length > 0 ? 1 : 0)
  )
}

/** Whether the last step went by a value that a process, which goes wrong without any other, had stored. */
function isOfUseAlone(run: PlottedRun, k: number): boolean {
  return run.isAlone && run.usesOf(k).some(({ reader, read }) => reader === run.last && !isPlace(read.path))
}

/** Whether another process later changed what was found, even if nobody went by it after that. */
function isChangedLater(run: PlottedRun, k: number, { path, member }: Read): boolean {
  if (member !== undefined || run.isOwn(k, path)) return false
  return run.changesBetween(k, run.last + 1, path).some(later => !run.isSameMover(later, k))
}

/** Whether a local has what its process had found of another's, or what was soon no longer true. */
function isOfLook(run: PlottedRun, stale: readonly Stale[], { path, writer }: Read): boolean {
  if (writer === null || !run.isOwn(writer, path)) return false
  return run.readsOf(writer).some(read => isFromOther(run, writer, read) || isStaleLook(stale, writer, read))
}

/** Steps with which the same mover moves one number on and on, as one. */
function joined(run: PlottedRun, deeds: readonly Beat[]): Beat[] {
  const found: Beat[] = []
  for (const deed of deeds) {
    const before = found.at(-1)
    const more = before === undefined ? undefined : carriedOn(run, before, deed)
    if (more === undefined) found.push(deed)
    else found[found.length - 1] = more
  }
  return found
}

function carriedOn(run: PlottedRun, a: Beat, b: Beat): Beat | undefined {
  const [one, other] = [a.writes[0], b.writes[0]]
  if (one === undefined || other === undefined || b.step === run.last || !run.isSameStep(a.step, b.step))
    return undefined
  const isPlain = [a, b].every(({ reads, writes, stale }) => {
    return (
      writes.length === 1 &&
      stale.length === 0 &&
      reads.every(read => showCell(read) === showCell({ ...read, path: one.path }))
    )
  })
  const isSame = JSON.stringify(one.path) === JSON.stringify(other.path)
  const values = [one.before, one.after, other.before, other.after]
  if (!isPlain || !isSame || !isSteady(values)) return undefined
  const write = { ...one, after: other.after, isBack: false, isFrom: true }
  return { ...a, more: [...a.more, b.step], writes: [write], weight: Math.max(a.weight, b.weight) }
}

/** Whether numbers go up without a gap, or down. */
function isSteady([first, then, before, last]: readonly unknown[]): boolean {
  if (typeof first !== 'number' || typeof then !== 'number' || typeof last !== 'number' || then !== before) return false
  return Math.sign(then - first) === Math.sign(last - then) && then !== first
}
