/** Arrows that stay in one lane, side by side. */

/** An arrow between two positions, or to a lane that waits. */
interface LaneArrow {
  readonly from: number
  readonly to: number
  readonly waits?: number
}

/**
 * For arrows that stay in one lane, how far out each goes on the right, so that none lies on another: the shorter within the
 * longer.
 */
export function depthsOf<A extends LaneArrow>(
  arrows: readonly A[],
  laneAt: (position: number) => number,
): ReadonlyMap<A, number> {
  const isOfOneLane = ({ from, to, waits }: A): boolean => laneAt(from) === (waits ?? laneAt(to))
  const span = ({ from, to }: A): number => Math.abs(to - from)
  const depths = new Map<A, number>()
  for (const arrow of arrows.filter(isOfOneLane).toSorted((a, b) => span(a) - span(b))) {
    const taken = [...depths].flatMap(([other, depth]) =>
      laneAt(other.from) === laneAt(arrow.from) && doMeet(other, arrow) ? [depth] : [],
    )
    let depth = 0
    while (taken.includes(depth)) depth++
    depths.set(arrow, Math.min(depth, deepest))
  }
  return depths
}

/** Arrows further out would take the room of the boxes. */
const deepest = 5

function doMeet(a: LaneArrow, b: LaneArrow): boolean {
  return Math.min(a.from, a.to) < Math.max(b.from, b.to) && Math.min(b.from, b.to) < Math.max(a.from, a.to)
}
