/**
 * A state graph as a picture, independent of the format: nodes of a few lines and labelled edges.
 *
 * A small graph is shown as it is, with an edge for each transition. A picture of a large graph would be unreadable, so
 * its states are clustered: see {@link pictureOf}.
 */

import type { GraphState, StateGraph } from '../../analyse/state-graph.ts'
import type { Machine } from '../../machine/machine.ts'
import { stateLines } from '../run/story.ts'
import { count } from '../text/count.ts'
import { showStep } from '../text/show-step.ts'
import { showName } from '../text/value.ts'
import { finestClusters, wishedBy } from './cluster-choice.ts'
import { clusterPicture } from './cluster-picture.ts'
import { clusterStates } from './clusters.ts'
import { Failures } from './failures.ts'
import { sizeOfGraph } from './notes.ts'
import type { Picture, PictureNode } from './picture.ts'
import { failureNode, frameOf, withClaims } from './picture-parts.ts'

/** Larger graphs are unreadable, and may take Graphviz minutes. */
export const pictureLimits = { nodes: 80, edges: 240 }

/**
 * How the states of a picture are clustered: `auto`, `none`, `places`, `counts`, `depth`, or the names of processes and
 * shared cells, separated by commas.
 */
export type ClusterWish = string

/**
 * Throws {@link UsageError} if the clustering names something that the model does not have. Call it before a long
 * search.
 */
export function checkClusterWish(machine: Machine, wish: ClusterWish): void {
  if (wish !== 'none' && wish !== 'auto') wishedBy(machine, wish)
}

/** The picture of a graph. Throws {@link UsageError} if the clustering names something that the model does not have. */
export function pictureOf(graph: StateGraph, wish: ClusterWish = 'auto'): Picture {
  if (wish === 'none') return plain(graph)
  if (wish !== 'auto') return clusterPicture(graph, clusterStates(graph, wishedBy(graph.machine, wish)))
  return isSmall(graph) ? plain(graph) : clusterPicture(graph, finestClusters(graph, pictureLimits))
}

function isSmall(graph: StateGraph): boolean {
  const nodes = graph.states.length + new Failures(graph).all.length
  return nodes <= pictureLimits.nodes && graph.end.census.transitions <= pictureLimits.edges
}

function plain(graph: StateGraph): Picture {
  const { machine, states, end } = graph
  const failures = new Failures(graph)
  const depthOf = (number: number): number => (states[number] as GraphState).depth
  return {
    ...frameOf(graph, [sizeOfGraph(end)]),
    nodes: [...states.map(graphState => stateNode(machine, graphState)), ...failures.all.map(failureNode)],
    edges: states.flatMap(({ transitions }) =>
      transitions.map(transition => ({
        from: `s${transition.from}`,
        to: transition.to === null ? `f${failures.of(transition).number}` : `s${transition.to}`,
        title: withClaims(showStep(transition), transition.to === null ? [] : transition.breaks),
        process: transition.process,
        instance: transition.instance,
        isBroken: transition.breaks.length > 0,
        isBack: transition.to !== null && depthOf(transition.to) <= depthOf(transition.from),
      })),
    ),
  }
}

function stateNode(machine: Machine, graphState: GraphState): PictureNode {
  const { number, isInitial, breaks, leftOut, isExplored } = graphState
  return {
    id: `s${number}`,
    head: String(number),
    state: number,
    lines: [
      ...stateLines(machine, graphState.state),
      ...breaks.map(claim => ({ name: '!! violated', value: showName(claim) })),
      ...(leftOut > 0 ? [{ name: '... left out', value: count(leftOut, 'transition') }] : []),
      ...(isExplored ? [] : [{ name: '... left out', value: 'all transitions' }]),
    ],
    isInitial,
    isBroken: breaks.length > 0,
    isPartial: leftOut > 0 || !isExplored,
  }
}
