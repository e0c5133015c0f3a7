import type { GraphTransition, StateGraph } from './state-graph.ts'

/** A shortest run to a state of a graph. */
export interface RunToState {
  /** The number of the initial state in which it begins, in the graph. */
  readonly start: number
  readonly transitions: readonly GraphTransition[]
}

/** A function from the number of a state to a shortest run to it, which is the first in the order of the graph. */
export function runsToStates({ states }: StateGraph): (state: number) => RunToState {
  const before = new Map<number, GraphTransition>()
  for (const { transitions, depth } of states)
    for (const transition of transitions) {
      const { to } = transition
      if (to !== null && !before.has(to) && states[to]?.depth === depth + 1) before.set(to, transition)
    }
  return state => {
    const transitions: GraphTransition[] = []
    let start = state
    for (let last = before.get(start); last !== undefined; last = before.get(start)) {
      transitions.unshift(last)
      start = last.from
    }
    return { start, transitions }
  }
}
