/**
 * Among all shortest runs to a finding, one with the fewest context switches.
 *
 * Works on any searched graph whose states are numbered level by level. First backwards: which states of each level
 * lie on a shortest run at all; then forwards over these alone: the cheapest way to be in each state with each mover
 * having moved last. Costs the successors of every state up to the depth of the finding once more, and a record for
 * each transition on a shortest run; if there are too many states for that, any shortest run will do.
 */

import type { Move, Run } from '../outcome/outcome.ts'
import type { End, InnerEdge, ShortestRuns, StateId } from '../outcome/shortest-runs.ts'
import type { Finding } from './ledger.ts'

/** A searched graph. The states of level `k` are those from `levelStarts[k]` up to, but not including, `levelStarts[k + 1]`. */
export interface LevelGraph {
  readonly levelStarts: readonly StateId[]
  /**
   * The transitions out of states from `from` on, none of them beyond `end`, but at least of one, that lead to a state that
   * is wanted; and of how many states.
   */
  edgesTo(isWanted: (to: StateId) => boolean, from: StateId, end: StateId): EdgesOfStates
}

/** Transitions out of some successive states, in their order. */
export interface EdgesOfStates {
  readonly states: number
  readonly edges: readonly InnerEdge[]
}

/** A transition of a searched graph. */
export interface Edge extends Move {
  /** The label of the step, or the name of the action. */
  readonly step: string
  readonly to: StateId | undefined
}

/** The transitions out of one state that lead to a state that is wanted. */
export function innerEdges(
  from: StateId,
  edges: readonly Edge[],
  isWanted: (to: StateId) => boolean,
): readonly InnerEdge[] {
  return edges.flatMap(({ mover, script, to }) =>
    to !== undefined && isWanted(to) ? [{ from, move: { mover, script }, to }] : [],
  )
}

/** The cheapest known way to be in a state after a given mover moved last. */
interface CheapestWay {
  readonly state: StateId
  readonly lastMover: number
  readonly switches: number
  readonly before: CheapestWay | undefined
  readonly move: Move | undefined
}

const noMover = -1

/** Up to this many states before the end of a run, all shortest runs are considered. */
export const maxStatesForSimplest = 200_000

/** Thrown if a request takes too long. */
export class GivenUp extends Error {}

/** Up to this many transitions on shortest runs, all of them are kept. */
const maxEdgesForSimplest = 1_000_000

/**
 * Undefined where there are too many states, or too many transitions, to consider every shortest run, or if `isOver`,
 * which is called now and then, says that it takes too long.
 */
export function shortestRuns(
  graph: LevelGraph,
  finding: Finding,
  maxStates = maxStatesForSimplest,
  isOver: () => boolean = () => false,
): ShortestRuns | undefined {
  const depth = depthOf(finding)
  if ((graph.levelStarts[depth] ?? 0) > maxStates) return undefined
  const layers = shortestEdges(graph, depth, new Set(finding.ends.map(end => end.state)), isOver)
  return layers === undefined ? undefined : { layers, ends: finding.ends }
}

/** Undefined where no run of its length leads to the finding: then the graph is not the one that was searched. */
export function simplestRun(graph: LevelGraph, finding: Finding, all = shortestRuns(graph, finding)): Run | undefined {
  const depth = depthOf(finding)
  if (all === undefined) return someRun(graph, finding)
  const { layers } = all
  const ways = spread(initialWays(graph, layers, finding, depth), layers)
  const cheapest = cheapestEnd(ways, finding.ends)
  if (cheapest === undefined) return undefined
  const { way, end } = cheapest

  const path: CheapestWay[] = []
  for (let at: CheapestWay | undefined = way; at !== undefined; at = at.before) path.push(at)
  path.reverse()
  const start = path[0] as CheapestWay
  const moves = path.slice(1).map(step => step.move as Move)
  const shortest = moves.map((_, k) => movesOut(layers[k] ?? [], (path[k] as CheapestWay).state))
  if (end.move !== undefined) {
    moves.push(end.move)
    shortest.push(
      finding.ends.flatMap(other => (other.state === end.state && other.move !== undefined ? [other.move] : [])),
    )
  }
  return { initial: start.state, moves, shortest }
}

/** The level of the states that a finding's ends are in, or leave. */
function depthOf({ ends, steps }: Finding): number {
  return ends[0]?.move === undefined ? steps : steps - 1
}

/**
 * One shortest run, found backwards: for each state the first one of the level before that leads to it. Throws
 * {@link GivenUp} where `isOver`, which is called at every level, says that it takes too long.
 */
export function someRun(graph: LevelGraph, finding: Finding, isOver: () => boolean = () => false): Run | undefined {
  const depth = depthOf(finding)
  const end = finding.ends[0] as End
  const moves: Move[] = end.move === undefined ? [] : [end.move]
  let state = end.state
  for (let level = depth - 1; level >= 0; level--) {
    if (isOver()) throw new GivenUp()
    const [start, stop] = [graph.levelStarts[level] as StateId, graph.levelStarts[level + 1] as StateId]
    const found = edgeInto(graph, state, start, stop)
    if (found === undefined) return undefined
    moves.push(found.move)
    state = found.from
  }
  return { initial: state, moves: moves.reverse() }
}

/** The first transition to `state` out of a state from `start` up to, but not including, `end`. */
function edgeInto(graph: LevelGraph, state: StateId, start: StateId, end: StateId): InnerEdge | undefined {
  for (let from = start; from < end; ) {
    const { states, edges } = graph.edgesTo(to => to === state, from, end)
    if (edges[0] !== undefined) return edges[0]
    from += states
  }
  return undefined
}

/** For each level below `depth`, the transitions that lie on a shortest run to one of `targets`. */
function shortestEdges(
  graph: LevelGraph,
  depth: number,
  targets: ReadonlySet<StateId>,
  isOver: () => boolean,
): InnerEdge[][] | undefined {
  const layers: InnerEdge[][] = []
  let wanted: ReadonlySet<StateId> = targets
  let edges = 0
  for (let level = depth - 1; level >= 0; level--) {
    const layer: InnerEdge[] = []
    const end = graph.levelStarts[level + 1] as StateId
    for (let from = graph.levelStarts[level] as StateId; from < end; ) {
      if (edges > maxEdgesForSimplest || isOver()) return undefined
      const found = graph.edgesTo(to => wanted.has(to), from, end)
      for (const edge of found.edges) layer.push(edge)
      edges += found.edges.length
      from += found.states
    }
    layers[level] = layer
    wanted = new Set(layer.map(edge => edge.from))
  }
  return layers
}

function initialWays(
  graph: LevelGraph,
  layers: ShortestRuns['layers'],
  finding: Finding,
  depth: number,
): CheapestWay[] {
  const states = depth === 0 ? finding.ends.map(end => end.state) : (layers[0] ?? []).map(edge => edge.from)
  const starts = [...new Set(states)].filter(state => state < (graph.levelStarts[1] ?? Number.POSITIVE_INFINITY))
  return starts.map(state => ({ state, lastMover: noMover, switches: 0, before: undefined, move: undefined }))
}

function spread(initial: readonly CheapestWay[], layers: ShortestRuns['layers']): readonly CheapestWay[] {
  let ways = initial
  for (const layer of layers) {
    const byState = groupByState(ways)
    const best = new Map<string, CheapestWay>()
    for (const { from, move, to } of layer) {
      for (const before of byState.get(from) ?? []) {
        const changes = before.lastMover !== noMover && before.lastMover !== move.mover
        const switches = before.switches + (changes ? 1 : 0)
        const key = `${to} ${move.mover}`
        const known = best.get(key)
        if (known === undefined || switches < known.switches)
          best.set(key, { state: to, lastMover: move.mover, switches, before, move })
      }
    }
    ways = [...best.values()]
  }
  return ways
}

function cheapestEnd(ways: readonly CheapestWay[], ends: readonly End[]): { way: CheapestWay; end: End } | undefined {
  let best: { way: CheapestWay; end: End; switches: number } | undefined
  const byState = groupByState(ways)
  for (const end of ends) {
    for (const way of byState.get(end.state) ?? []) {
      const changes = end.move !== undefined && way.lastMover !== noMover && way.lastMover !== end.move.mover
      const switches = way.switches + (changes ? 1 : 0)
      if (best === undefined || switches < best.switches) best = { way, end, switches }
    }
  }
  return best
}

function movesOut(layer: readonly InnerEdge[], state: StateId): Move[] {
  return layer.filter(edge => edge.from === state).map(edge => edge.move)
}

function groupByState(ways: readonly CheapestWay[]): Map<StateId, CheapestWay[]> {
  const groups = new Map<StateId, CheapestWay[]>()
  for (const way of ways) {
    const group = groups.get(way.state)
    if (group === undefined) groups.set(way.state, [way])
    else group.push(way)
  }
  return groups
}
