/** All shortest runs to a finding as one graph from state to state, with the states themselves. */

import { InternalError } from '../base/errors.ts'
import type { Machine, State } from '../machine/machine.ts'
import { type Transition, take } from '../machine/reference.ts'
import { type Move, moveText, type Run } from '../outcome/outcome.ts'
import type { InnerEdge, ShortestRuns, StateId } from '../outcome/shortest-runs.ts'

/** A transition on a shortest run; `to` is undefined for a last one that is itself the finding. */
export interface RunEdge {
  readonly from: StateId
  readonly move: Move
  readonly to: StateId | undefined
}

export class MergedRuns {
  /** The states in which runs begin. */
  readonly starts: readonly StateId[]
  /** The states that are themselves the finding. */
  readonly goals: ReadonlySet<StateId>
  /** Every state on a run, ordered by distance and then by number. */
  readonly nodes: readonly StateId[]
  private readonly machine: Machine
  private readonly out = new Map<StateId, RunEdge[]>()
  private readonly into = new Map<StateId, InnerEdge>()
  private readonly states = new Map<StateId, State>()

  constructor(machine: Machine, { layers, ends }: ShortestRuns) {
    this.machine = machine
    this.goals = new Set(ends.flatMap(({ state, move }) => (move === undefined ? [state] : [])))
    const edges: RunEdge[] = [
      ...layers.flat(),
      ...ends.flatMap(({ state, move }) => (move === undefined ? [] : [{ from: state, move, to: undefined }])),
    ]
    for (const edge of edges) {
      const known = this.out.get(edge.from)
      if (known === undefined) this.out.set(edge.from, [edge])
      else known.push(edge)
    }
    for (const edge of layers.flat()) if (!this.into.has(edge.to)) this.into.set(edge.to, edge)
    const met = [...edges.map(({ from }) => from), ...this.goals]
    this.nodes = [...new Set(met)].sort((a, b) => a - b)
    this.starts = this.nodes.filter(state => !this.into.has(state))
  }

  /** The transitions by which runs continue from a state, in the order of movers and choices. */
  edgesFrom(state: StateId): readonly RunEdge[] {
    return this.out.get(state) ?? []
  }

  /** The transition by which a run continues with a move. */
  edgeBy(state: StateId | undefined, move: Move): RunEdge {
    const edges = state === undefined ? [] : this.edgesFrom(state)
    const edge = edges.find(one => moveText(one.move) === moveText(move))
    if (edge === undefined) throw new InternalError('a run is not one of the shortest')
    return edge
  }

  /** The states on a run. */
  statesOf({ initial, moves }: Run): StateId[] {
    const states = [initial]
    for (const move of moves) {
      const { to } = this.edgeBy(states.at(-1), move)
      if (to !== undefined) states.push(to)
    }
    return states
  }

  /** The distance from the initial states, in steps. */
  depthOf(state: StateId): number {
    let depth = 0
    for (let edge = this.into.get(state); edge !== undefined; edge = this.into.get(edge.from)) depth++
    return depth
  }

  get edgeCount(): number {
    return [...this.out.values()].reduce((sum, edges) => sum + edges.length, 0)
  }

  /** A state as authors see it, computed by the reference semantics. */
  stateOf(id: StateId): State {
    const way: InnerEdge[] = []
    let at = id
    while (!this.states.has(at)) {
      const edge = this.into.get(at)
      if (edge === undefined) {
        // The initial states have the first numbers.
        this.states.set(at, this.machine.initialStates[at] as State)
        break
      }
      way.push(edge)
      at = edge.from
    }
    for (const edge of way.reverse()) this.states.set(edge.to, this.stateBehind(edge))
    return this.states.get(id) as State
  }

  /** A transition of a run, taken again. */
  transition({ from, move }: RunEdge): Transition {
    const transition = take(this.machine, this.stateOf(from), move.mover, move.script)
    if (transition === undefined) throw new InternalError('a step of a shortest run cannot be taken again')
    return transition
  }

  private stateBehind(edge: InnerEdge): State {
    const { effect } = this.transition(edge)
    if (effect.kind !== 'state') throw new InternalError('a step of a shortest run fails when it is taken again')
    return effect.state
  }
}
