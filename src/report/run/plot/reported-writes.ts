/** What a step wrote, as far as a story tells it. */

import { doOverlap, isWithin, type Path } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showValue } from '../../text/value.ts'
import { unlike, type Written } from './beats.ts'
import { isPlace, outermost, type PlottedRun, type Use } from './plotted-run.ts'
import type { Stale } from './stale.ts'

const maxWrites = 2
/** What a process keeps to itself, and breaks the claim with. */
const maxOwn = 2

/** The parts of the state that a step wrote and that tell something, without its label; first what others went by too early. */
export function valuesUsed(run: PlottedRun, stale: readonly Stale[], k: number): Path[] {
  const overwritten = stale.filter(({ writer }) => writer === k).map(({ read }) => read.path)
  const uses = run.usesOf(k).filter(({ read }) => !isPlace(read.path))
  const pathsOf = (isMeant: (use: Use) => boolean): Path[] => uses.filter(isMeant).map(({ read }) => read.path)
  const isByClaim = ({ reader }: Use): boolean => reader > run.last
  return [
    ...overwritten,
    ...pathsOf(isByClaim),
    ...pathsOf(use => !isByClaim(use)),
    ...run.undoneLater(k),
    ...run.partsOfClaim(k),
  ]
}

/** First what a repair would change; rather what another process undid than what was just read, and last what is only counted down. */
function rankOf(run: PlottedRun, k: number, path: Path): number {
  const uses = run.usesOf(k).filter(({ read }) => doOverlap(read.path, path))
  if (isOtherwise(run, k, path)) return 4
  if (uses.some(({ reader }) => reader > run.last)) return 3
  if (run.undoneLater(k).some(one => doOverlap(one, path))) return 2
  return uses.length > 0 && uses.every(use => isUsedUp(run, use)) ? 0 : 1
}

/** Whether who read a cell changed it at once, as with what is counted down. */
function isUsedUp(run: PlottedRun, { reader, read }: Use): boolean {
  return read.member === undefined && run.isChanged(reader, read.path)
}

/** Rather what all share than what is the step's own, and its label only where there is nothing else. */
export function reportedWrites(run: PlottedRun, stale: readonly Stale[], k: number, reads: readonly Read[]): Written[] {
  const paths = outermost(unlike(valuesUsed(run, stale, k), path => JSON.stringify(path)))
  const shared = paths.filter(path => !run.isOwn(k, path))
  const own = paths.filter(path => run.isOwn(k, path))
  const last = k === run.last ? run.sharedChanges(k) : []
  const reported =
    [significantOf(run, stale, k, shared), run.takenFromOthers(k), own, last, placesOf(run, k)].find(
      some => some.length > 0,
    ) ?? []
  const most = reported.toSorted((a, b) => rankOf(run, k, b) - rankOf(run, k, a)).slice(0, maxWrites)
  const written = reported.filter(path => most.includes(path)).map(path => run.written(k, path))
  if (reported !== own) return written
  const seen = written.filter(({ path }) => k === run.last && isSeenByClaim(run, k, path))
  const others = [...seen, ...unfound(written, reads).filter(one => !seen.includes(one))]
  const mended = others.filter(({ path }) => isOtherwise(run, k, path))
  if (mended.length > 0) return mended
  const isAllUsed = seen.length === maxOwn || others.every(({ path }) => isUsedAtLast(run, k, path))
  return others.slice(0, isAllUsed ? maxOwn : 1)
}

/** Whether the step that breaks the claim went by it. */
function isUsedAtLast(run: PlottedRun, k: number, path: Path): boolean {
  return run.usesOf(k).some(({ reader, read }) => reader === run.last && doOverlap(read.path, path))
}

/** Whether a step would have left something else there under another constant that keeps the claim. */
function isOtherwise({ witness }: PlottedRun, k: number, path: Path): boolean {
  const changed = (witness.hinges ?? []).flatMap(({ steps }) => steps.filter(({ step }) => step === k))
  return changed.some(({ changes = [] }) => changes.some(change => doOverlap(change.path, path)))
}

/** What a step changed, and what it wrote as it was where that was outdated: there an update was lost. */
function significantOf(run: PlottedRun, stale: readonly Stale[], k: number, paths: readonly Path[]): readonly Path[] {
  const isLost = (path: Path): boolean => stale.some(({ actor, read }) => actor === k && doOverlap(read.path, path))
  const significant = paths.filter(path => run.isChanged(k, path) || isLost(path))
  return significant.length > 0 ? significant : paths
}

function isSeenByClaim(run: PlottedRun, k: number, path: Path): boolean {
  return run.usesOf(k).some(({ reader, read }) => reader > run.last && isWithin(read.path, path))
}

/** What is not just what the step had found, put into a local. */
function unfound(written: readonly Written[], reads: readonly Read[]): Written[] {
  const found = new Set(reads.map(({ value }) => showValue(value)))
  return written.filter(({ after }) => after !== undefined && !found.has(showValue(after)))
}

function placesOf(run: PlottedRun, k: number): Path[] {
  const places = run.usesOf(k).filter(({ read }) => isPlace(read.path))
  return places.map(({ read }) => read.path).slice(0, 1)
}
