/** The picture of a clustered graph. */

import type { StateGraph } from '../../analyse/state-graph.ts'
import { count } from '../text/count.ts'
import { showName } from '../text/value.ts'
import type { Cluster, ClusterEdge, Clustered, FailureCluster } from './clusters.ts'
import { sizeOfGraph } from './notes.ts'
import type { ClusterBy } from './partition.ts'
import type { Picture, PictureEdge, PictureNode } from './picture.ts'
import { failureNode, frameOf, withClaims } from './picture-parts.ts'

export function clusterPicture(graph: StateGraph, { by, clusters, failures, edges }: Clustered): Picture {
  return {
    ...frameOf(graph, [
      sizeOfGraph(graph.end),
      `Clustered ${by.name}: ${count(clusters.length, 'cluster')}.`,
      by.edges === 'all'
        ? 'An edge stands for all transitions between two clusters (× how many).'
        : 'An edge stands for all transitions of its step between two clusters (× how many).',
    ]),
    nodes: [...clusters.map(cluster => clusterNode(by, cluster)), ...failures.map(failuresNode)],
    edges: edges.map(edge => clusterEdge(edge, clusters)),
  }
}

function clusterNode(by: ClusterBy, cluster: Cluster): PictureNode {
  const { number, states, inside, breaks, leftOut, unexplored, isInitial } = cluster
  return {
    id: `c${number}`,
    head: '',
    state: cluster.first.number,
    lines: [
      { name: count(states, 'state'), value: inside === 0 ? '' : `${count(inside, 'transition')} inside` },
      ...by.linesOf(cluster.first),
      ...Array.from(breaks, ([claim, broken]) => ({ name: `!! violated in ${broken}`, value: showName(claim) })),
      ...(leftOut > 0 ? [{ name: '... left out', value: count(leftOut, 'transition') }] : []),
      ...(unexplored > 0 ? [{ name: '... left out', value: `all transitions of ${count(unexplored, 'state')}` }] : []),
    ],
    isInitial,
    isBroken: breaks.size > 0,
    isPartial: leftOut + unexplored > 0,
  }
}

function failuresNode({ number, claim, first, messages }: FailureCluster): PictureNode {
  const message = messages === 1 ? first : `${first} (and ${count(messages - 1, 'other message')})`
  return failureNode({ number, breaks: [claim], message })
}

function clusterEdge(edge: ClusterEdge, clusters: readonly Cluster[]): PictureEdge {
  const { from, to, title, transitions, process, instance, claims } = edge
  const depthOf = (number: number): number => (clusters[number] as Cluster).first.depth
  return {
    from: `c${from}`,
    to: typeof to === 'number' ? `c${to}` : `f${to.failure}`,
    title: withClaims(transitions === 1 ? title : `${title} ×${transitions}`.trimStart(), claims),
    process,
    instance,
    isBroken: claims.length > 0 || typeof to !== 'number',
    isBack: typeof to === 'number' && depthOf(to) <= depthOf(from),
  }
}
