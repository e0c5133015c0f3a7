/** All shortest runs to a violation as one graph, bounded, and ready to be drawn. */

import { type InstanceState, type Machine, moverAt } from '../machine/machine.ts'
import { successors } from '../machine/reference.ts'
import type { Fate } from '../outcome/fate.ts'
import { type ClaimOutcome, moveText, type Run } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { StepTaken, Witness } from '../witness/witness.ts'
import { MergedRuns, type RunEdge } from './merged-runs.ts'
import type { FatedGraph } from './whole-graph.ts'

/** The current label of a process instance. */
export interface Position {
  readonly process: string
  readonly instance: number
  readonly at: string
}

export interface RunNode {
  readonly id: StateId
  /** Steps from the initial states. */
  readonly depth: number
  /** The labels of the instances that move on some shortest run. */
  readonly positions: readonly Position[]
  /** Missing if the whole graph was not explored. */
  readonly fate?: Fate
  /** The steps that are enabled here and are on no shortest run, by the fate of the state that they lead to. */
  readonly exits: readonly { readonly fate: Fate | 'unknown'; readonly count: number }[]
  /** Steps on shortest runs that are not drawn, since their target is not. */
  readonly left: number
}

export interface RunStep extends StepTaken {
  readonly from: StateId
  /** Undefined if the step itself is the violation. */
  readonly to: StateId | undefined
  /** Whether the violation could be avoided before the step, but not after it. */
  readonly seals: boolean
}

export interface RunGraph {
  /** The simplest of the runs. */
  readonly witness: Witness
  readonly nodes: readonly RunNode[]
  readonly steps: readonly RunStep[]
  /** The number of states on shortest runs; greater than the number of nodes if only some of the runs are drawn. */
  readonly states: number
  /** The number of shortest runs, counting those that differ only in the order of independent steps. */
  readonly runs: bigint
}

export interface RunGraphOptions {
  /** The fates of states, if known. */
  readonly fates?: FatedGraph | undefined
  /** The most states to draw. Default 60, at least 1. */
  readonly maxNodes?: number | undefined
  /** If not all states can be drawn: the runs to draw in addition to the simplest one, as far as there is room. */
  readonly preferred?: (() => readonly Run[]) | undefined
}

/** The graph of a claim that was explored with all its shortest runs; undefined if there were too many. */
export function runGraph(
  machine: Machine,
  { run, shortestRuns }: ClaimOutcome,
  witness: Witness,
  { fates, maxNodes = 60, preferred = () => [] }: RunGraphOptions = {},
): RunGraph | undefined {
  if (shortestRuns === undefined || run === undefined) return undefined
  const merged = new MergedRuns(machine, shortestRuns)
  const drawn =
    merged.nodes.length <= maxNodes ? new Set(merged.nodes) : statesOfSome(merged, [run, ...preferred()], maxNodes)
  const builder = new RunGraphBuilder(machine, merged, drawn, fates)
  const nodes = merged.nodes.filter(id => drawn.has(id))
  return {
    witness,
    nodes: nodes.map(id => builder.node(id)),
    steps: nodes.flatMap(id => builder.stepsFrom(id)),
    states: merged.nodes.length,
    runs: countRuns(merged),
  }
}

/** The states of the first run, or those at its end if it is long, and as many states of the other runs as fit. */
function statesOfSome(merged: MergedRuns, [first, ...others]: readonly [Run, ...Run[]], most: number): Set<StateId> {
  let drawn = new Set(merged.statesOf(first).slice(-most))
  for (const run of others) {
    const more = new Set([...drawn, ...merged.statesOf(run)])
    if (more.size <= most) drawn = more
  }
  return drawn
}

function countRuns(merged: MergedRuns): bigint {
  const ways = new Map<StateId, bigint>()
  for (const id of [...merged.nodes].reverse()) {
    const onward = merged.edgesFrom(id).map(({ to }) => (to === undefined ? 1n : (ways.get(to) ?? 0n)))
    ways.set(id, merged.goals.has(id) ? 1n : onward.reduce((sum, more) => sum + more, 0n))
  }
  return merged.starts.reduce((sum, id) => sum + (ways.get(id) ?? 0n), 0n)
}

class RunGraphBuilder {
  private readonly machine: Machine
  private readonly merged: MergedRuns
  private readonly drawn: ReadonlySet<StateId>
  private readonly fates: FatedGraph | undefined
  private readonly moving: ReadonlySet<number>

  constructor(machine: Machine, merged: MergedRuns, drawn: ReadonlySet<StateId>, fates: FatedGraph | undefined) {
    this.machine = machine
    this.merged = merged
    this.drawn = drawn
    this.fates = fates
    this.moving = new Set(merged.nodes.flatMap(id => merged.edgesFrom(id).map(({ move }) => move.mover)))
  }

  node(id: StateId): RunNode {
    const fate = this.fates?.fateOf(id)
    return {
      id,
      depth: this.merged.depthOf(id),
      positions: this.positions(id),
      ...(fate !== undefined && { fate }),
      exits: this.exits(id),
      left: this.merged.edgesFrom(id).filter(edge => !this.isDrawn(edge)).length,
    }
  }

  stepsFrom(id: StateId): RunStep[] {
    return this.merged.edgesFrom(id).flatMap(edge => (this.isDrawn(edge) ? [this.step(edge)] : []))
  }

  private isDrawn({ to }: RunEdge): boolean {
    return to === undefined || this.drawn.has(to)
  }

  private positions(id: StateId): Position[] {
    const state = this.merged.stateOf(id)
    return this.machine.movers.flatMap((mover, index) => {
      if (mover.kind === 'action' || !this.moving.has(index)) return []
      const { process, instance } = mover
      const { pc } = (state[process] as readonly InstanceState[])[instance] as InstanceState
      return [{ process, instance, at: pc }]
    })
  }

  private exits(id: StateId): { fate: Fate | 'unknown'; count: number }[] {
    if (this.merged.goals.has(id)) return []
    const onRuns = new Set(this.merged.edgesFrom(id).map(({ move }) => moveText(move)))
    const counts = new Map<Fate | 'unknown', number>()
    for (const transition of successors(this.machine, this.merged.stateOf(id))) {
      if (onRuns.has(moveText(transition))) continue
      const fate = this.fates?.follow(id, transition)?.fate ?? 'unknown'
      counts.set(fate, (counts.get(fate) ?? 0) + 1)
    }
    const order = ['safe', 'endangered', 'cornered', 'doomed', 'broken', 'unknown'] as const
    return order.flatMap(fate => (counts.has(fate) ? [{ fate, count: counts.get(fate) as number }] : []))
  }

  private step(edge: RunEdge): RunStep {
    const transition = this.merged.transition(edge)
    const { process, instance } = moverAt(this.machine, transition.mover)
    const { step, options, script } = transition
    return { process, instance, step, choices: options, script, from: edge.from, to: edge.to, seals: this.seals(edge) }
  }

  private seals({ from, to }: RunEdge): boolean {
    if (this.fates === undefined) return false
    const isAvoidable = (fate: Fate | undefined) => fate === 'endangered' || fate === 'safe'
    return isAvoidable(this.fates.fateOf(from)) && !(to !== undefined && isAvoidable(this.fates.fateOf(to)))
  }
}
