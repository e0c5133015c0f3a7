/** Who changed a cell between two places of a story that do not fit together: it was set to 1, and later found to be 0. */

import { doOverlap, type Path, type Plain, partAt } from '../../../base/plain.ts'
import { showValue } from '../../text/value.ts'
import type { Beat } from './beats.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'

/** A step that gave a cell the value that a later step of the story found. */
export interface PutBack {
  /** From 0. */
  readonly step: number
  readonly path: Path
}

/** More of them would be another story. */
const maxSteps = 2

/** The last change before each value that differs from what the story has reported of its cell, if it has. */
export function putBackBetween(run: PlottedRun, beats: readonly Beat[]): PutBack[] {
  const known = new Set(beats.flatMap(({ step, more }) => [step, ...more]))
  const found = beats.flatMap(beat => foundBy(beat).flatMap(one => changeBefore(run, beats, beat.step, one)))
  const missing = found.filter(
    ({ step, path }, i) => !known.has(step) && found.findIndex(one => one.step === step && one.path === path) === i,
  )
  return missing.slice(-maxSteps)
}

interface FoundValue {
  readonly path: Path
  readonly value: Plain | undefined
}

/** The values that a step of the story starts from: what it found, and what it changed into something else. */
function foundBy({ reads, writes }: Beat): FoundValue[] {
  const found = reads.filter(({ member }) => member === undefined)
  const changed = writes.filter(({ isFrom }) => isFrom).map(({ path, before }) => ({ path, value: before }))
  return [...found, ...changed].filter(({ path, value }) => !isPlace(path) && !Array.isArray(value))
}

function changeBefore(run: PlottedRun, beats: readonly Beat[], step: number, { path, value }: FoundValue): PutBack[] {
  const reported = beats.findLast(one => one.step < step && one.writes.some(other => doOverlap(other.path, path)))
  if (reported === undefined || run.isOwn(step, path)) return []
  const then = partAt(run.states[(reported.more.at(-1) ?? reported.step) + 1], path)
  const before = run.changesBetween(reported.step, step, path).at(-1)
  return before === undefined || showValue(then) === showValue(value) ? [] : [{ step: before, path }]
}
