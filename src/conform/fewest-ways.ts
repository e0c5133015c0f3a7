/**
 * The least number of ways through a graph without loops that take each needed arc: a flow with lower bounds, at first any
 * that suffices, then lessened as long as something can be turned back (Ford and Fulkerson 1962).
 */

import { type Arc, Digraph } from './digraph.ts'

interface Bounded extends Arc {
  readonly least: number
}

/** Ways from node `source` to node `sink`, as arcs. Each node lies on some way. */
export function fewestWays(nodes: number, bounded: readonly Bounded[], source: number, sink: number): number[][] {
  const graph = new Digraph(nodes, bounded)
  const flow = enough(graph, bounded, source, sink)
  while (lessen(graph, bounded, flow, source, sink));
  return decomposed(graph, flow, source, sink)
}

/** A flow that meets every bound: each way goes on to the next arc that is still needed. */
function enough(graph: Digraph, bounded: readonly Bounded[], source: number, sink: number): number[] {
  const flow = bounded.map(() => 0)
  const isNeeded = (arc: number) => (flow[arc] as number) < (bounded[arc] as Bounded).least
  const needsMore = (node: number) => (graph.out[node] as readonly number[]).some(isNeeded)
  const add = (way: readonly number[]) => {
    for (const arc of way) (flow[arc] as number)++
  }
  for (;;) {
    const first = graph.way([source], needsMore)
    if (first === undefined) return flow
    add(first)
    for (let node = endOf(graph, first, source); ; ) {
      const needed = (graph.out[node] as readonly number[]).find(isNeeded)
      const way = needed === undefined ? graph.way([node], needsMore) : [needed]
      if (way === undefined) {
        add(graph.way([node], at => at === sink) as number[])
        break
      }
      add(way)
      node = endOf(graph, way, node)
    }
  }
}

function endOf(graph: Digraph, way: readonly number[], start: number): number {
  const last = way.at(-1)
  return last === undefined ? start : (graph.arcs[last] as Arc).to
}

/** Takes one way away, if the rest can be led so that it still suffices: a way from the sink back to the source. */
function lessen(graph: Digraph, bounded: readonly Bounded[], flow: number[], source: number, sink: number): boolean {
  const turned = graph.arcs.map(({ from, to }) => ({ from: to, to: from }))
  const both = new Digraph(graph.nodes, [...graph.arcs, ...turned])
  const size = graph.arcs.length
  const canLessen = (arc: number) => (flow[arc] as number) > (bounded[arc] as Bounded).least
  // From the sink to the source: along an arc adds to it, against it takes away.
  const way = both.way(
    [sink],
    node => node === source,
    arc => arc < size || canLessen(arc - size),
  )
  for (const arc of way ?? []) flow[arc % size] = (flow[arc % size] as number) + (arc < size ? 1 : -1)
  return way !== undefined
}

function decomposed(graph: Digraph, flow: number[], source: number, sink: number): number[][] {
  const ways: number[][] = []
  for (;;) {
    const way = graph.way(
      [source],
      node => node === sink,
      arc => (flow[arc] as number) > 0,
    )
    if (way === undefined) return ways
    for (const arc of way) (flow[arc] as number)--
    ways.push(way)
  }
}
