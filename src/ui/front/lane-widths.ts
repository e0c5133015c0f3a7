/** How wide the columns of the lanes are. */

import { depthsOf } from '../depths-of.ts'
import type { ShownLane } from '../lanes-shown.ts'
import { barWidth } from './overlay.tsx'
import type { RowArrow } from './rows.ts'

/** The columns that a row across all lanes takes; one where nobody has moved. */
export function spanOf(lanes: readonly ShownLane[]): number {
  return Math.max(1, lanes.length)
}

/** Room for the bars of a lane, left of its boxes, and for arrows that stay in it, on the right. */
export function gutterOf(slots = 0, side = 0): { readonly paddingLeft: string; readonly paddingRight?: string } {
  return { paddingLeft: `${12 + slots * barWidth}px`, ...(side > 0 && { paddingRight: `${12 + side}px` }) }
}

/** Wider for each arrow of the story that encloses others. */
const sideWidth = 9

/** The room right of the boxes of each lane, for arrows that stay in it. */
export function sidesOf(
  arrows: readonly RowArrow[],
  lanes: readonly ShownLane[],
  laneAt: (position: number) => number,
): readonly number[] {
  const depths = [...depthsOf(arrows, laneAt)]
  return lanes.map((_, lane) => {
    const own = depths.flatMap(([{ from }, depth]) => (laneAt(from) === lane ? [depth] : []))
    return sideWidth * Math.max(0, ...own)
  })
}
