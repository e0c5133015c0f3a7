/**
 * What a run that goes round finds each time as somebody had left it before: with another value there a step of the loop would lead
 * elsewhere.
 */

import type { Move } from '../outcome/outcome.ts'
import type { Read, RunFootprints } from './run-footprints.ts'
import { WhatIf } from './what-if.ts'

/**
 * A condition that stands all round a loop.
 *
 * @since 0.2.0
 */
export interface StandingRead {
  /** The step of the loop that goes by it, from 0. */
  readonly step: number
  /** What it reads; the writer is a step of another mover before the loop. */
  readonly read: Read
}

const maxStanding = 2
/** Steps of longer loops take too long to try with other values. */
const longestLoop = 80
const valuesTried = 12

/** Of the instance that a claim is about, or of all that go round where it is about none. What was left last comes first. */
export function standingIn(footprints: RunFootprints, from: number, me: number | undefined): StandingRead[] {
  const { moves } = footprints
  const round = moves.flatMap((_, k) => (k >= from ? [k] : []))
  if (round.length > longestLoop) return []
  const own = round.filter(k => moves[k]?.mover === me)
  const whatIf = new WhatIf(footprints)
  const found = (me === undefined ? round : own).flatMap(k =>
    footprints
      .readsOf(k)
      .filter(cell => isLeftBefore(footprints, cell, k, from) && isDeciding(whatIf, cell, k))
      .map((cell): StandingRead => ({ step: k, read: footprints.describe(cell, k) })),
  )
  const first = found.filter(({ read }, i) => {
    const isSame = (one: StandingRead): boolean => one.read.writer === read.writer
    return found.findIndex(isSame) === i
  })
  return first.toSorted((a, b) => (b.read.writer ?? 0) - (a.read.writer ?? 0)).slice(0, maxStanding)
}

/** Whether another mover wrote a cell before the loop, and nobody in it. */
function isLeftBefore(footprints: RunFootprints, cell: number, k: number, from: number): boolean {
  const { moves } = footprints
  const writer = footprints.writerOf(cell, moves.length)
  const isByOther = writer !== null && (moves[writer] as Move).mover !== (moves[k] as Move).mover
  return isByOther && writer < from && footprints.describe(cell, k).path.at(-1) !== 'pc'
}

/** Whether a step would have led elsewhere with another value. */
function isDeciding(whatIf: WhatIf, cell: number, k: number): boolean {
  for (const other of whatIf.otherwise(k, cell, valuesTried)) if (other.where !== whatIf.did(k).where) return true
  return false
}
