/**
 * The runs of a graph beside the automaton of a formula: each node is a state of the graph, with a node of the automaton
 * (its place) whose requirements are true there. Endless ways through the product that meet the conditions of the
 * automaton again and again are the runs that the formula is true of.
 *
 * Nothing is stored of it but what each place allows: the number of a node says its place and its state, and its edges are
 * those of the graph with those of the automaton.
 */

import type { Automaton, AutomatonNode } from './automaton.ts'
import { loopsFirst } from './loops-first.ts'
import type { RunSteps } from './run-steps.ts'
import type { Truth } from './truth.ts'

/** The product of one graph and one automaton, for one instance. */
export class Product {
  readonly graph: RunSteps
  readonly automaton: Automaton
  readonly states: number
  /** Nodes of the product, reachable or not: node `place * states + state`. */
  readonly count: number
  /** The nodes up to this one have places in which the automaton can go round and meet its conditions. */
  readonly loopCount: number
  /** By place and state, whether the state is allowed there. */
  readonly allows: readonly Uint8Array[]
  /** By place and step, whether the step may be taken there. */
  readonly mayTake: readonly Uint8Array[]
  /** By place, the places that may come next. */
  readonly next: readonly Int32Array[]

  constructor(graph: RunSteps, automaton: Automaton, truths: readonly Truth[]) {
    const { ordered, inLoops } = loopsFirst(automaton)
    const { nodes } = ordered
    this.graph = graph
    this.automaton = ordered
    this.states = graph.states
    this.count = nodes.length * graph.states
    this.loopCount = inLoops * graph.states
    this.allows = nodes.map(place => allowed(place, truths, 'state', graph.states))
    this.mayTake = nodes.map(place => allowed(place, truths, 'step', graph.steps.length))
    this.next = nodes.map(({ next }) => Int32Array.from(next))
  }

  placeOf(node: number): number {
    return Math.floor(node / this.states)
  }

  stateOf(node: number): number {
    return node % this.states
  }

  get initials(): number[] {
    const found: number[] = []
    for (const place of this.automaton.initials)
      for (let state = 0; state < this.graph.initials; state++)
        if (this.allows[place]![state] === 1) found.push(place * this.states + state)
    return found
  }

  /** Calls `visit` for the edges out of a node until it says that this is enough; says whether it did. */
  someEdge(node: number, visit: (to: number, transition: number) => boolean): boolean {
    const { graph, states, allows } = this
    const place = node < states ? 0 : Math.floor(node / states)
    const may = this.mayTake[place]!
    const places = this.next[place]!
    const state = node - place * states
    for (let transition = graph.starts[state]!; transition < graph.starts[state + 1]!; transition++) {
      const to = graph.transitions.targetOf(transition)
      if (to < 0 || may[graph.transitions.stepOf(transition)] === 0) continue
      for (let k = 0; k < places.length; k++) {
        const next = places[k]!
        if (allows[next]![to] === 1 && visit(next * states + to, transition)) return true
      }
    }
    return false
  }
}

/** For each state, or for each step, whether it is as the literals ask that are about states, or about steps. */
function allowed({ literals }: AutomatonNode, truths: readonly Truth[], by: Truth['by'], count: number): Uint8Array {
  const relevant = literals.filter(({ atom }) => truths[atom]!.by === by)
  const [only] = relevant
  if (only?.isTrue === true && relevant.length === 1) return truths[only.atom]!.of
  const may = new Uint8Array(count).fill(1)
  for (const { atom, isTrue } of relevant) {
    const { of } = truths[atom]!
    const wanted = isTrue ? 1 : 0
    for (let i = 0; i < count; i++) if (of[i] !== wanted) may[i] = 0
  }
  return may
}
