/** Which step left what another one found, as a part of a sentence. */

import { canonical, type Plain, partAt, showPath } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { type Beat, isOneOn, type Written } from './beats.ts'
import { freshReads } from './news.ts'
import type { Plot } from './plot.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { elements, gainsOf, type Part, stepPart } from './words.ts'

/** Elements of a list that are named as those of one step. */
const maxAdded = 2

/** ` (left by step 2)`, of a step that the story names, but not just before; and of another's that it names nowhere else. */
export function leftParts(plot: Plot, read: Read, past: readonly (readonly Beat[])[]): Part[] {
  const { writer } = read
  if (writer === null) return []
  const isPast = past.flat().some(({ step, more }) => [step, ...more].includes(writer))
  if (!isPast && !isUntold(plot, read)) return []
  const added = addedBy(plot.run, read, writer)
  if (added.length === 0) return [' (left by ', stepPart(writer), ')']
  return [' (', ...elements(plot.run.witness, [...read.path, 0], added), ' added by ', stepPart(writer), ')']
}

/** The like of what a step changed, where it went by what another had left there; not where both only count. */
export function leftBefore(plot: Plot, beat: Beat, written: Written, past: readonly (readonly Beat[])[]): Part[] {
  const { run } = plot
  const isIt = (read: Read): boolean => read.member === undefined && showPath(read.path) === showPath(written.path)
  const read = written.isFrom && beat.more.length === 0 ? run.readsOf(beat.step).find(isIt) : undefined
  if (read === undefined || read.writer === null || run.isSameMover(read.writer, beat.step)) return []
  const isNamed = freshReads(plot, beat).some(({ writer }) => writer === read.writer)
  const isCounted = isOneOn(written) && isOneOn(run.written(read.writer, written.path))
  return isNamed || isCounted ? [] : leftParts(plot, read, past)
}

/** Which elements of a longer list a step added, where these are few: the list as a whole may have been left by others. */
function addedBy({ states }: PlottedRun, { path, member, value }: Read, writer: number): Plain[] {
  if (member !== undefined || !Array.isArray(value)) return []
  const gained = gainsOf(partAt(states[writer], path), partAt(states[writer + 1], path)) ?? []
  const there = gained.filter(one => value.some(other => canonical(other) === canonical(one)))
  return there.length > maxAdded || there.length === value.length ? [] : there
}

/** Whether a value comes from a step that no part of the story tells of, and that is not one of many rounds. */
export function isUntold({ run, beats, rounds }: Plot, { path, writer }: Read): boolean {
  if (writer === null || (rounds !== undefined && rounds.from <= writer && writer < rounds.to)) return false
  const isReported = beats.some(({ step, more }) => [step, ...more].includes(writer))
  return !isReported && !isPlace(path) && !run.isOwn(writer, path)
}
