/**
 * The runs of a graph beside the automaton of a formula: each node is a state of the graph, with a node of the automaton
 * that asks nothing that is false there. Endless ways through the product that meet the conditions of the automaton again
 * and again are the runs that the formula is true of.
 *
 * Nodes are numbered breadth first, so that a lower number never lies farther from the beginning.
 */

import { IntList } from '../base/int-list.ts'
import type { Automaton, AutomatonNode } from './automaton.ts'
import type { Truth } from './labelling.ts'
import { type RunSteps, stays } from './run-steps.ts'

export interface Product {
  readonly graph: RunSteps
  readonly automaton: Automaton
  /** Of each atom of the formula. */
  readonly truths: readonly Truth[]
  readonly count: number
  /** For each node its state, and its node of the automaton. */
  readonly states: Int32Array
  readonly places: Int32Array
  /** The edges out of node `n` are those from `starts[n]` up to `starts[n + 1]`. */
  readonly starts: Int32Array
  readonly targets: Int32Array
  /** For each edge the transition of the graph. */
  readonly transitions: Int32Array
  /** For each node the edge by which it was found first, and the node that it leaves; -1 for initial ones. */
  readonly foundBy: Int32Array
  readonly foundFrom: Int32Array
}

/** `pause` is called now and then; what it throws ends the work. */
export async function productOf(
  graph: RunSteps,
  automaton: Automaton,
  truths: readonly Truth[],
  pause: () => Promise<void>,
): Promise<Product> {
  const building = new Building(graph, automaton, truths)
  building.begin()
  for (let node = 0; node < building.count; node++) {
    building.leave(node)
    if (node % nodesPerLook === 0) await pause()
  }
  return building.done()
}

const nodesPerLook = 256

/** The same at one go, for a small graph. */
export function smallProductOf(graph: RunSteps, automaton: Automaton, truths: readonly Truth[]): Product {
  const building = new Building(graph, automaton, truths)
  building.begin()
  for (let node = 0; node < building.count; node++) building.leave(node)
  return building.done()
}

class Building {
  private readonly graph: RunSteps
  private readonly automaton: Automaton
  private readonly truths: readonly Truth[]
  /** By place, once it has been entered, and by state: one more than the number of the node; 0 for none yet. */
  private readonly numbers: (Int32Array | undefined)[] = []
  /** By place and step, whether the step may be taken there. */
  private readonly mayTake: readonly Uint8Array[]
  private readonly states = new IntList()
  private readonly places = new IntList()
  private readonly starts = new IntList()
  private readonly targets = new IntList()
  private readonly transitions = new IntList()
  private readonly foundBy = new IntList()
  private readonly foundFrom = new IntList()

  constructor(graph: RunSteps, automaton: Automaton, truths: readonly Truth[]) {
    this.graph = graph
    this.automaton = automaton
    this.truths = truths
    this.mayTake = automaton.nodes.map(place =>
      Uint8Array.from(graph.steps, (_, step) => (this.allowsStep(place, step) ? 1 : 0)),
    )
  }

  get count(): number {
    return this.states.length
  }

  begin(): void {
    for (let state = 0; state < this.graph.initials; state++) {
      for (const place of this.automaton.initials) this.enter(state, place, -1, -1)
    }
  }

  leave(node: number): void {
    this.starts.push(this.targets.length)
    const { starts, targets, taken } = this.graph
    const state = this.states.at(node)
    const number = this.places.at(node)
    const place = this.automaton.nodes[number] as AutomatonNode
    const mayTake = this.mayTake[number] as Uint8Array
    for (let t = starts[state]!; t < starts[state + 1]!; t++) {
      if (targets[t]! < 0) continue
      const step = taken[t]!
      if (step === stays ? !this.allowsStep(place, stays) : mayTake[step] === 0) continue
      for (const next of place.next) this.follow(node, t, targets[t]!, next)
    }
  }

  done(): Product {
    this.starts.push(this.targets.length)
    return {
      graph: this.graph,
      automaton: this.automaton,
      truths: this.truths,
      count: this.count,
      states: this.states.all,
      places: this.places.all,
      starts: this.starts.all,
      targets: this.targets.all,
      transitions: this.transitions.all,
      foundBy: this.foundBy.all,
      foundFrom: this.foundFrom.all,
    }
  }

  private follow(from: number, transition: number, state: number, place: number): void {
    const to = this.enter(state, place, this.targets.length, from)
    if (to === undefined) return
    this.targets.push(to)
    this.transitions.push(transition)
  }

  /** The number of a node; undefined where the automaton asks something that is false of the state. */
  private enter(state: number, place: number, edge: number, from: number): number | undefined {
    const numbers = this.numbers[place] ?? new Int32Array(this.graph.states)
    this.numbers[place] = numbers
    const known = numbers[state]!
    if (known !== 0) return known - 1
    if (!this.allowsState(this.automaton.nodes[place] as AutomatonNode, state)) return undefined
    numbers[state] = this.count + 1
    this.states.push(state)
    this.places.push(place)
    this.foundBy.push(edge)
    this.foundFrom.push(from)
    return this.count - 1
  }

  private allowsState({ literals }: AutomatonNode, state: number): boolean {
    return literals.every(({ atom, isTrue }) => {
      const truth = this.truths[atom] as Truth
      return truth.by !== 'state' || (truth.of[state] === 1) === isTrue
    })
  }

  private allowsStep({ literals }: AutomatonNode, step: number): boolean {
    return literals.every(({ atom, isTrue }) => {
      const truth = this.truths[atom] as Truth
      return truth.by !== 'step' || (step !== stays && truth.of[step] === 1) === isTrue
    })
  }
}
