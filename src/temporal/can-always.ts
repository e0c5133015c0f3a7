/** Whether from every state some run leads to one where a predicate is true. */

import type { Me } from '../language/claims.ts'
import type { Run } from '../outcome/outcome.ts'
import type { Automaton } from './automaton.ts'
import { Components } from './components.ts'
import { moveOf } from './lasso.ts'
import { nodeListsOf } from './node-lists.ts'
import { Product } from './product.ts'
import type { RunSteps } from './run-steps.ts'

/** A goal that must always be within reach: for each state whether it is there, for an instance if the claim is of each. */
export interface Goal {
  readonly me: Me | undefined
  readonly truth: Uint8Array
}

/** Goals that are looked at together, each as a bit. */
const goalsAtATime = 31

/** A shortest run to a state from which no run leads to one of the goals; undefined if there is no such state. */
export function shortestRunToNoReturn(graph: RunSteps, goals: readonly Goal[]): Run | undefined {
  let best: { state: number; me: Me | undefined } | undefined
  for (let first = 0; first < goals.length; first += goalsAtATime) {
    const some = goals.slice(first, first + goalsAtATime)
    const within = withinReach(graph, some)
    const all = 2 ** some.length - 1
    const state = within.findIndex(mask => mask !== all)
    // States are numbered as a search breadth first finds them.
    if (state < 0 || (best !== undefined && best.state <= state)) continue
    best = { state, me: some.find((_, i) => ((within[state]! >> i) & 1) === 0)?.me }
  }
  return best && runTo(graph, best.state, best.me)
}

/** Accepts everything. */
const anything: Automaton = { nodes: [{ literals: [], next: [0], fulfils: [] }], initials: [0], conditions: 0 }

/**
 * By state the goals that some run leads to, as bits: those that are there, and those of the states that it leads to. A
 * component comes after all that it leads to. Nothing is known of what comes after a state without transitions.
 */
function withinReach(graph: RunSteps, goals: readonly Goal[]): Int32Array {
  const { starts, transitions, states } = graph
  const within = new Int32Array(states)
  const all = 2 ** goals.length - 1
  const maskOf = (state: number): number => {
    if (starts[state] === starts[state + 1]) return all
    let mask = 0
    for (let i = 0; i < goals.length; i++) mask |= goals[i]!.truth[state]! << i
    for (let t = starts[state]!; t < starts[state + 1]!; t++) {
      const to = transitions.targetOf(t)
      if (to >= 0) mask |= within[to]!
    }
    return mask
  }
  const everything = Int32Array.from({ length: states }, (_, state) => state)
  new Components(new Product(graph, anything, []), nodeListsOf(graph)).among(everything, (nodes, first, end) => {
    let mask = 0
    for (let i = first; i < end; i++) mask |= maskOf(nodes[i]!)
    for (let i = first; i < end; i++) within[nodes[i]!] = mask
  })
  return within
}

function runTo(graph: RunSteps, end: number, me: Me | undefined): Run {
  const foundBy = foundUpTo(graph, end)
  const transitions: number[] = []
  let state = end
  while (state >= graph.initials) {
    const { from, transition } = foundBy(state)
    transitions.push(transition)
    state = from
  }
  const moves = transitions.reverse().flatMap(transition => moveOf(graph, transition))
  return { initial: state, moves, ...(me !== undefined && { me }) }
}

/** Breadth first, up to a state: by which transition each state was found. */
function foundUpTo(graph: RunSteps, end: number): (state: number) => { from: number; transition: number } {
  const { starts, transitions } = graph
  const by = new Int32Array(end + 1).fill(-1)
  const from = new Int32Array(end + 1)
  for (let state = 0; by[end] === -1 && state < end; state++) {
    for (let t = starts[state]!; t < starts[state + 1]!; t++) {
      const to = transitions.targetOf(t)
      if (to < graph.initials || to > end || by[to] !== -1) continue
      by[to] = t
      from[to] = state
    }
  }
  return state => ({ from: from[state]!, transition: by[state]! })
}
