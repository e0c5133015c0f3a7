/** The rows of the lanes, and their contents. */

import { linksOf } from '../../report/run/why.ts'
import { harmless, showValue } from '../../report/text/value.ts'
import { keyOf, type ShownLane } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { isOfAnother } from './step-link.tsx'

/** The positions that have a row: all, or those of the causal chain and `kept`. */
export function positionsShown(timeline: Timeline, isOnlyCausal: boolean, kept: number | undefined): number[] {
  const all = Array.from({ length: timeline.end + 1 }, (_, position) => position)
  return isOnlyCausal ? all.filter(position => timeline.isCausal(position) || position === kept) : all
}

/** Why a lane cannot move while the step at a position is taken: `waits at lock`. */
export function blockedText(timeline: Timeline, lane: ShownLane, position: number): string | undefined {
  // Actions share a lane, and have no label at which they wait.
  if (lane.process === null || position === 0) return undefined
  const found = timeline.blockedAt(position).find(stretch => keyOf(stretch) === keyOf(lane))
  return found === undefined ? undefined : `waits at ${showValue(found.step)}`
}

/** A segment of a lane from row to row. */
export interface RowBar {
  readonly name: string
  readonly lane: number
  /** The column of the bar, beside other bars of its lane. */
  readonly slot: number
  readonly from: number
  readonly to: number
}

/** The spans of the run on the rows shown: each from the step that enters it to the one that leaves it. */
export function barsOn(timeline: Timeline, lanes: readonly ShownLane[], rows: readonly number[]): readonly RowBar[] {
  const bars: RowBar[] = []
  for (const span of timeline.witness.spans ?? []) {
    const lane = lanes.findIndex(({ process, instance }) => process === span.process && instance === span.instance)
    const [from, to] = [rowAt(rows, span.from), rowAt(rows, Math.min(span.to + 1, timeline.end))]
    const taken = bars.filter(bar => bar.lane === lane && bar.from <= to && from <= bar.to).map(({ slot }) => slot)
    let slot = 0
    while (taken.includes(slot)) slot++
    bars.push({ name: harmless(span.name), lane, slot, from, to })
  }
  return bars
}

/** The row of a position, or the first one after it. */
export function rowAt(rows: readonly number[], position: number): number {
  const found = rows.findIndex(row => row >= position)
  return found < 0 ? rows.length - 1 : found
}

/** An arrow from the step that wrote to the one that read. */
export interface RowArrow {
  readonly from: number
  readonly to: number
  /**
   * An arrow to the selected step comes from another process or from its own; any other arrow is part of the
   * explanation.
   */
  readonly kind: 'foreign' | 'own' | 'other'
}

/** The writers of what the selected step read, and the crossings that the explanation at the top of the page names. */
export function arrowsOf(timeline: Timeline, position: number): readonly RowArrow[] {
  const writers = new Set(timeline.readsAt(position).flatMap(({ writer }) => (writer === null ? [] : [writer + 1])))
  const selected = [...writers].map((from): RowArrow => {
    return { from, to: position, kind: isOfAnother(timeline, from, position) ? 'foreign' : 'own' }
  })
  const others = linksOf(timeline.witness)
    .filter(({ kind }) => kind === 'left')
    .map(({ writer, reader }): RowArrow => ({ from: writer + 1, to: reader + 1, kind: 'other' }))
    .filter(({ to }) => to !== position)
  return [...others, ...selected]
}
