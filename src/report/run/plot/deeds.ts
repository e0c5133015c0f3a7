/** What each step of a run did of consequence, and how much it tells. */

import type { Path } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import { type Beat, unlike, type Written } from './beats.ts'
import { forgottenBy } from './forgetting.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { isChangedLater, isFromOther, isLateForIt, isLeftBehind, isStaleLook, reportedReads } from './reported-reads.ts'
import { reportedWrites } from './reported-writes.ts'
import type { Stale } from './stale.ts'

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
  const reads = unlike([...originsOf(run, k, forgot).slice(0, maxReads), ...found], showCell)
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
