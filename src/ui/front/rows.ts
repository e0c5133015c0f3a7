/** The rows of the lanes, and their contents. */

import { waitsFor } from '../../report/run/awaited.ts'
import { showCell } from '../../report/run/reads.ts'
import { type Link, linksOf } from '../../report/run/why.ts'
import { harmless } from '../../report/text/value.ts'
import type { Blocked } from '../../witness/blocked.ts'
import { leadsBack } from '../../witness/witness.ts'
import { keyOf, type ShownLane } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { isOfAnother } from './step-link.tsx'

/** The positions that have a row: all, or those of the causal chain and `kept`. */
export function positionsShown(timeline: Timeline, isOnlyCausal: boolean, kept: number | undefined): number[] {
  const all = Array.from({ length: timeline.end + 1 }, (_, position) => position)
  return isOnlyCausal ? all.filter(position => timeline.isCausal(position) || position === kept) : all
}

/** A row: one position, or a stretch of steps folded into one. */
export interface RunRow {
  readonly from: number
  readonly to: number
}

/** The rows of `positions`; of those that `isKept` does not hold of, two and more in a row are folded. */
export function rowsOf(positions: readonly number[], isKept: (position: number) => boolean): RunRow[] {
  const rows: RunRow[] = []
  let isOpen = false
  for (const position of positions) {
    const last = rows.at(-1)
    if (isOpen && last !== undefined && !isKept(position)) rows[rows.length - 1] = { ...last, to: position }
    else rows.push({ from: position, to: position })
    isOpen = !isKept(position)
  }
  return rows
}

/** What keeps a lane from moving while the step at a position is taken. */
export function blockedIn(timeline: Timeline, lane: ShownLane, position: number): Blocked | undefined {
  // Actions share a lane, and have no label at which they wait.
  if (lane.process === null || position === 0) return undefined
  return timeline.blockedAt(position).find(stretch => keyOf(stretch) === keyOf(lane))
}

/** Whether a lane has nothing but its line beside the step at a position. */
export function isFree(timeline: Timeline, lane: ShownLane | undefined, position: number): boolean {
  return (
    lane === undefined ||
    (timeline.laneOf(position) !== lane.index && blockedIn(timeline, lane, position) === undefined)
  )
}

/** The cell on which a wait hangs: the last that was looked at. */
export function awaited({ witness }: Timeline, blocked: Blocked): Blocked['reads'][number] | undefined {
  return waitsFor(witness, blocked).at(-1)
}

/** A segment of a lane from position to position. */
export interface RowBar {
  readonly name: string
  readonly lane: number
  /** The column of the bar, beside other bars of its lane. */
  readonly slot: number
  readonly from: number
  readonly to: number
}

/** The spans of the run: each from the step that enters it to the one that leaves it. */
export function barsOn(timeline: Timeline, lanes: readonly ShownLane[]): readonly RowBar[] {
  const bars: RowBar[] = []
  for (const span of timeline.witness.spans ?? []) {
    const lane = lanes.findIndex(({ process, instance }) => process === span.process && instance === span.instance)
    if (lane < 0) continue
    const [from, to] = [span.from, Math.min(span.to + 1, timeline.end)]
    const taken = bars.filter(bar => bar.lane === lane && bar.from <= to && from <= bar.to).map(({ slot }) => slot)
    let slot = 0
    while (taken.includes(slot)) slot++
    bars.push({ name: harmless(span.name), lane, slot, from, to })
  }
  return bars
}

/** How many bars stand side by side in a lane. */
export function slotsOf(bars: readonly RowBar[], lane: number): number {
  return Math.max(0, ...bars.filter(bar => bar.lane === lane).map(({ slot }) => slot + 1))
}

/** An arrow from the step that wrote to the one that read, or from the one that read too early to the one that wrote. */
export interface RowArrow {
  readonly from: number
  readonly to: number
  /** An arrow of the story, one of a look too early; or to the selected step from another process, or from its own. */
  readonly kind: 'story' | 'early' | 'foreign' | 'own'
  /** The cell, for arrows of the story. */
  readonly cell?: string
  /** The lane at which it ends, where that is not the one of the step. */
  readonly waits?: number
}

/** The arrows of the story, and from the writers of what the selected step read. */
export function arrowsOf(timeline: Timeline, position: number, lanes: readonly ShownLane[]): readonly RowArrow[] {
  const ofStory = storyArrowsOf(timeline, lanes)
  const isOfStory = (from: number): boolean => ofStory.some(arrow => arrow.from === from && arrow.to === position)
  const writers = new Set(timeline.readsAt(position).flatMap(({ writer }) => (writer === null ? [] : [writer + 1])))
  const selected = [...writers].map((from): RowArrow => {
    return { from, to: position, kind: isOfAnother(timeline, from, position) ? 'foreign' : 'own' }
  })
  return [...selected.filter(({ from }) => !isOfStory(from)), ...ofStory]
}

/** The arrows that are there whatever step is selected. */
export function storyArrowsOf(timeline: Timeline, lanes: readonly ShownLane[]): readonly RowArrow[] {
  const links = linksOf(timeline.witness).filter(({ writer, reader }) => isOfAnother(timeline, writer + 1, reader + 1))
  return [...links.map(arrowOf), ...waitArrows(timeline, lanes)]
}

/** For a deadlock: from the step that caused a wait to the waiting instance. */
function waitArrows(timeline: Timeline, lanes: readonly ShownLane[]): RowArrow[] {
  const { witness, end } = timeline
  if (witness.waiting === undefined || leadsBack(witness)) return []
  return lanes.flatMap((lane, waits): RowArrow[] => {
    const blocked = blockedIn(timeline, lane, end)
    const read = blocked && awaited(timeline, blocked)
    const isByOther =
      read?.writer !== undefined && read.writer !== null && timeline.laneOf(read.writer + 1) !== lane.index
    return isByOther ? [{ from: (read.writer as number) + 1, to: end, kind: 'story', cell: showCell(read), waits }] : []
  })
}

function arrowOf({ kind, writer, reader, read }: Link): RowArrow {
  const cell = showCell(read)
  return kind === 'left'
    ? { from: writer + 1, to: reader + 1, kind: 'story', cell }
    : { from: reader + 1, to: writer + 1, kind: 'early', cell }
}
