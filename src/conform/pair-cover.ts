/** Walks through a graph that take every needed pair of arcs one directly after the other. */

import type { Arc, Digraph } from './digraph.ts'

/** The pair that two arcs are, if it is needed. */
export type PairOf = (first: number, second: number) => string | undefined

/**
 * Walks as arcs: each goes to the nearest pair that is still needed, as long as there is one; then another one begins.
 * The walks are few, not fewest, which would take exponential time.
 */
export function pairCover(graph: Digraph, starts: readonly number[], pairOf: PairOf): number[][] {
  const taken = new Set<string>()
  const walks: number[][] = []
  for (;;) {
    const walk = pairWalk(graph, starts, pairOf, taken)
    if (walk.length === 0) return walks
    walks.push(walk)
  }
}

function pairWalk(graph: Digraph, starts: readonly number[], pairOf: PairOf, taken: Set<string>): number[] {
  const outOf = (node: number) => graph.out[node] as readonly number[]
  const toOf = (arc: number) => (graph.arcs[arc] as Arc).to
  const newPair = (node: number): readonly [number, number] | undefined => {
    for (const first of outOf(node)) {
      for (const second of outOf(toOf(first))) {
        const pair = pairOf(first, second)
        if (pair !== undefined && !taken.has(pair)) return [first, second]
      }
    }
    return undefined
  }
  const walked: number[] = []
  for (let from = starts; ; ) {
    const way = graph.way(from, node => newPair(node) !== undefined)
    if (way === undefined) return walked
    const start = way.length > 0 ? toOf(way.at(-1) as number) : from.find(node => newPair(node) !== undefined)
    const pair = newPair(start as number) as readonly [number, number]
    walked.push(...way, ...pair)
    for (const [i, arc] of walked.entries()) {
      const done = i === 0 ? undefined : pairOf(walked[i - 1] as number, arc)
      if (done !== undefined) taken.add(done)
    }
    from = [toOf(pair[1])]
  }
}
