/**
 * A state graph as something to look at, whatever draws it: nodes of a few lines and labelled edges.
 *
 * A small graph is shown as it is, each transition an edge of its own. Of a large one a picture shows nothing, so its
 * states are put together: see {@link ClusterBy}.
 */

import { UsageError } from '../base/errors.ts'
import type { GraphState, StateGraph } from '../explore/state-graph.ts'
import type { Machine } from '../system/machine.ts'
import { stepTitle } from '../witness/witness.ts'
import { type Clustered, clusterStates } from './graph-clusters.ts'
import { type Failure, Failures } from './graph-failures.ts'
import { missingOfGraph, sizeOfGraph } from './graph-notes.ts'
import { byCells, byCensus, byDepth, byPlaces, type ClusterBy } from './graph-partition.ts'
import { count } from './outcome-text.ts'
import { constantsOf, type Line, stateLines, titleOf } from './story.ts'
import { showName } from './value.ts'

export interface PictureNode {
  readonly id: string
  /** Stands before the lines: the number of a state. */
  readonly head: string
  readonly lines: readonly Line[]
  readonly isInitial: boolean
  readonly isBroken: boolean
  /** Whether transitions out of it are left out. */
  readonly isPartial: boolean
}

export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly title: string
  /** Whose colour it has: null for actions. */
  readonly process: string | null
  readonly instance: number
  readonly isBroken: boolean
}

export interface Picture {
  readonly machine: Machine
  readonly title: string
  /** What the reader has to know, one sentence a line. */
  readonly facts: readonly string[]
  /** What is left out of the graph. */
  readonly missing: string | undefined
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
}

/** More than so many nodes or edges are no picture any more, and may take Graphviz minutes. */
export const pictureLimits = { nodes: 80, edges: 240 }

/**
 * How the states of a picture are put together: `auto`, `none`, `places`, `counts`, `depth`, or the names of processes
 * and shared cells, separated by commas.
 */
export type ClusterWish = string

/** The picture of a graph. Throws {@link UsageError} where a wish names what the model does not have. */
export function pictureOf(graph: StateGraph, wish: ClusterWish = 'auto'): Picture {
  if (wish === 'none') return plain(graph)
  if (wish !== 'auto') return clustered(graph, clusterStates(graph, wishedBy(graph.machine, wish)))
  return isSmall(graph) ? plain(graph) : clustered(graph, finest(graph))
}

function isSmall(graph: StateGraph): boolean {
  const nodes = graph.states.length + new Failures(graph).all.length
  return nodes <= pictureLimits.nodes && graph.end.census.transitions <= pictureLimits.edges
}

function wishedBy(machine: Machine, wish: ClusterWish): ClusterBy {
  const named = { places: byPlaces(machine), counts: byCensus(machine), depth: byDepth() }
  if (Object.hasOwn(named, wish)) return named[wish as keyof typeof named]
  const cells = Object.keys(machine.initialStates[0] ?? {})
  const names = wish.split(',').map(name => name.trim())
  const unknown = names.find(name => !cells.includes(name))
  if (unknown === undefined) return byCells(machine, names)
  throw new UsageError(
    'bad-option',
    `model '${machine.model}' has no process or shared cell '${unknown}' to cluster by. Use auto, none, places, counts, depth, or some of: ${cells.join(', ')}.`,
  )
}

/** The way of putting states together that leaves most of them apart and still makes a picture. */
function finest(graph: StateGraph): Clustered {
  const { machine } = graph
  const cells = Object.keys(machine.initialStates[0] ?? {})
  const ways = [byPlaces(machine), byCensus(machine), ...cells.map(cell => byCells(machine, [cell]))]
  let best: Clustered | undefined
  for (const way of ways) {
    const found = clusterStates(graph, way, pictureLimits)
    if (found !== undefined && found.clusters.length > (best?.clusters.length ?? 1)) best = found
  }
  return best ?? clusterStates(graph, byDepth())
}

function plain(graph: StateGraph): Picture {
  const { machine, states, end } = graph
  const failures = new Failures(graph)
  return {
    ...frame(graph, [sizeOfGraph(end)]),
    nodes: [...states.map(told => stateNode(machine, told)), ...failures.all.map(failureNode)],
    edges: states.flatMap(({ transitions }) =>
      transitions.map(transition => ({
        from: `s${transition.from}`,
        to: transition.to === null ? `f${failures.of(transition).number}` : `s${transition.to}`,
        title: withClaims(stepTitle(transition), transition.to === null ? [] : transition.breaks),
        process: transition.process,
        instance: transition.instance,
        isBroken: transition.breaks.length > 0,
      })),
    ),
  }
}

function stateNode(machine: Machine, told: GraphState): PictureNode {
  const { number, isInitial, breaks, leftOut, isExplored } = told
  return {
    id: `s${number}`,
    head: String(number),
    lines: [
      ...stateLines(machine, told.state),
      ...breaks.map(claim => ({ name: '!! violated', value: showName(claim) })),
      ...(leftOut > 0 ? [{ name: '... left out', value: count(leftOut, 'transition') }] : []),
      ...(isExplored ? [] : [{ name: '... left out', value: 'all transitions' }]),
    ],
    isInitial,
    isBroken: breaks.length > 0,
    isPartial: leftOut > 0 || !isExplored,
  }
}

function failureNode({ number, breaks, message }: Failure): PictureNode {
  return {
    id: `f${number}`,
    head: '!!',
    lines: [...breaks.map(claim => ({ name: showName(claim), value: '' })), { name: showName(message), value: '' }],
    isInitial: false,
    isBroken: true,
    isPartial: false,
  }
}

function clustered(graph: StateGraph, { by, clusters, failures, edges }: Clustered): Picture {
  const shown = `Clustered ${by.name}: ${count(clusters.length, 'cluster')}.`
  const frames = frame(graph, [
    sizeOfGraph(graph.end),
    shown,
    'An edge stands for all transitions of its step between two clusters (× how many).',
  ])
  return {
    ...frames,
    nodes: [
      ...clusters.map(cluster => ({
        id: `c${cluster.number}`,
        head: '',
        lines: [
          {
            name: count(cluster.states, 'state'),
            value: cluster.inside === 0 ? '' : `${count(cluster.inside, 'transition')} inside`,
          },
          ...by.linesOf(cluster.first),
          ...Array.from(cluster.breaks, ([claim, states]) => ({
            name: `!! violated in ${states}`,
            value: showName(claim),
          })),
          ...(cluster.leftOut > 0 ? [{ name: '... left out', value: count(cluster.leftOut, 'transition') }] : []),
          ...(cluster.unexplored > 0
            ? [{ name: '... left out', value: `all transitions of ${count(cluster.unexplored, 'state')}` }]
            : []),
        ],
        isInitial: cluster.isInitial,
        isBroken: cluster.breaks.size > 0,
        isPartial: cluster.leftOut + cluster.unexplored > 0,
      })),
      ...failures.map(({ number, claim, messages, first }) => ({
        ...failureNode({ number, breaks: [claim], message: first }),
        ...(messages > 1 && {
          lines: [
            { name: showName(claim), value: '' },
            { name: `${showName(first)}, and ${messages - 1} more`, value: '' },
          ],
        }),
      })),
    ],
    edges: edges.map(({ from, to, title, transitions, process, instance, claims }) => ({
      from: `c${from}`,
      to: typeof to === 'number' ? `c${to}` : `f${to.failure}`,
      title: withClaims(transitions === 1 ? title : `${title} ×${transitions}`.trimStart(), claims),
      process,
      instance,
      isBroken: claims.length > 0 || typeof to !== 'number',
    })),
  }
}

function withClaims(title: string, claims: readonly string[]): string {
  return [title, ...claims.map(claim => `!! ${showName(claim)}`)].join(' ')
}

function frame(graph: StateGraph, facts: readonly string[]): Pick<Picture, 'machine' | 'title' | 'facts' | 'missing'> {
  const constants = constantsOf(graph.machine)
  return {
    machine: graph.machine,
    title: titleOf(graph.machine),
    facts: [...(constants === '' ? [] : [constants]), ...facts],
    missing: missingOfGraph(graph.end),
  }
}
