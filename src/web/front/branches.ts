/** The walks that were left for another: none is lost by going back and taking another step. */

import type { Way } from '../session.ts'

/** The branches after going from `from` to `to`. Only ends are kept: what a kept walk passes can be found on it. */
export function branchesAfter(branches: readonly Way[], from: Way, to: Way): readonly Way[] {
  const all = [...branches, from].filter((way, i, ways) => {
    return (
      !isOnWayTo(way, to) &&
      !ways.some((other, j) => j !== i && isOnWayTo(way, other) && (j < i || !isOnWayTo(other, way)))
    )
  })
  return all.filter(({ steps }) => steps.length > 0)
}

/** Whether a walk passes where `way` ends, or ends there too. */
function isOnWayTo(way: Way, other: Way): boolean {
  return (
    way.variant === other.variant &&
    way.start === other.start &&
    way.steps.length <= other.steps.length &&
    way.steps.every((step, i) => step === other.steps[i])
  )
}
