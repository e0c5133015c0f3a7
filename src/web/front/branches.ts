/** The walks that were left for another one, so that going back and taking another step loses none. */

import type { Way } from '../session.ts'

/**
 * The branches after going from `from` to `to`. Only the longest walks are stored, since they contain their prefixes.
 */
export function branchesAfter(branches: readonly Way[], from: Way, to: Way): readonly Way[] {
  const all = [...branches, from].filter((way, i, ways) => {
    return (
      !isOnWayTo(way, to) &&
      !ways.some((other, j) => j !== i && isOnWayTo(way, other) && (j < i || !isOnWayTo(other, way)))
    )
  })
  return all.filter(({ steps }) => steps.length > 0)
}

/** Whether `way` is a prefix of a walk. */
function isOnWayTo(way: Way, other: Way): boolean {
  return (
    way.variant === other.variant &&
    way.start === other.start &&
    way.steps.length <= other.steps.length &&
    way.steps.every((step, i) => step === other.steps[i])
  )
}
