/** Whether from every state some run leads to one where a predicate is true. */

import type { Me } from '../language/claims.ts'
import type { Run } from '../outcome/outcome.ts'
import { moveOf } from './lasso.ts'
import type { RunSteps } from './run-steps.ts'

/** A shortest run to a state from which no run leads to a state where `truth` is 1; undefined if there is no such state. */
export function shortestRunToNoReturn(graph: RunSteps, truth: Uint8Array, me: Me | undefined): Run | undefined {
  const can = whatCanReach(graph, truth)
  const foundBy = new Int32Array(graph.states).fill(unknown)
  const foundFrom = new Int32Array(graph.states).fill(-1)
  const queue: number[] = []
  for (let state = 0; state < graph.initials; state++) {
    foundBy[state] = beginning
    queue.push(state)
  }
  for (const state of queue) {
    if (can[state] === 0) return runTo(graph, state, foundBy, foundFrom, me)
    for (let t = graph.starts[state]!; t < graph.starts[state + 1]!; t++) {
      const to = graph.targets[t]!
      if (to < 0 || foundBy[to] !== unknown) continue
      foundBy[to] = t
      foundFrom[to] = state
      queue.push(to)
    }
  }
  return undefined
}

const unknown = -2
const beginning = -1

function runTo(graph: RunSteps, end: number, by: Int32Array, from: Int32Array, me: Me | undefined): Run {
  const transitions: number[] = []
  let first = end
  for (; by[first] !== beginning; first = from[first]!) transitions.push(by[first]!)
  const moves = transitions.reverse().flatMap(transition => moveOf(graph, transition))
  return { initial: first, moves, ...(me !== undefined && { me }) }
}

/**
 * The states from which some run leads to one where `truth` is 1, or to one whose transitions are not known: backwards from
 * these.
 */
function whatCanReach(graph: RunSteps, truth: Uint8Array): Uint8Array {
  const { starts, sources } = reversed(graph)
  const can = truth.slice()
  const pending: number[] = []
  for (let state = 0; state < can.length; state++) {
    if (graph.starts[state] === graph.starts[state + 1]) can[state] = 1
    if (can[state] === 1) pending.push(state)
  }
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    for (let i = starts[state]!; i < starts[state + 1]!; i++) {
      const before = sources[i]!
      if (can[before] === 1) continue
      can[before] = 1
      pending.push(before)
    }
  }
  return can
}

/** The states that lead to each state: those of state `s` are `sources` from `starts[s]` up to `starts[s + 1]`. */
function reversed(graph: RunSteps): { starts: Int32Array; sources: Int32Array } {
  const starts = new Int32Array(graph.states + 1)
  for (const to of graph.targets) if (to >= 0) starts[to + 1]!++
  for (let s = 0; s < graph.states; s++) starts[s + 1]! += starts[s]!
  const next = starts.slice()
  const sources = new Int32Array(starts[graph.states]!)
  for (let from = 0; from < graph.states; from++) {
    for (let t = graph.starts[from]!; t < graph.starts[from + 1]!; t++) {
      const to = graph.targets[t]!
      if (to >= 0) sources[next[to]!++] = from
    }
  }
  return { starts, sources }
}
