/** Facts that all forms of a state graph state: its size, and what is missing. */

import type { GraphEnd } from '../../analyse/state-graph.ts'
import { count } from '../text/count.ts'

/** `20 states, 34 transitions, depth 6`. */
export function sizeOfGraph({ census }: GraphEnd): string {
  return `${count(census.states, 'state')}, ${count(census.transitions, 'transition')}, depth ${census.depth}`
}

/** Why a graph is incomplete, and what is missing, in one line; undefined if it is complete. */
export function missingOfGraph({ stop, leftOut }: GraphEnd): string | undefined {
  if (stop === 'exhausted') return undefined
  const parts = [
    ...(leftOut.initialStates > 0 ? [count(leftOut.initialStates, 'initial state')] : []),
    ...(leftOut.transitions > 0 ? [`${count(leftOut.transitions, 'transition')} to states beyond the limit`] : []),
    ...(leftOut.unexplored > 0 ? [`all transitions of ${count(leftOut.unexplored, 'state')}`] : []),
  ]
  return `PARTIAL (${stop}): left out ${parts.join(', ')}`
}
