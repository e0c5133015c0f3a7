/** Walks that take every arc of a graph, and every pair of arcs, held to brute force on random graphs. */

import { describe, expect, test } from 'vitest'
import { RandomNumbers } from '../../../src/base/random-numbers.ts'
import { arcCover } from '../../../src/conform/arc-cover.ts'
import { type Arc, Digraph } from '../../../src/conform/digraph.ts'
import { pairCover } from '../../../src/conform/pair-cover.ts'

interface RandomGraph {
  readonly graph: Digraph
  readonly starts: readonly number[]
  readonly needed: ReadonlySet<number>
}

/** A graph of which every node can be reached from its starts. */
function randomGraph(seed: number): RandomGraph {
  const random = new RandomNumbers(seed, 0)
  const nodes = 1 + random.below(6)
  const arcs = Array.from({ length: random.below(10) }, () => ({ from: random.below(nodes), to: random.below(nodes) }))
  const graph = new Digraph(nodes, arcs)
  const starts = Array.from({ length: nodes }, (_, i) => i).filter(
    i => i === 0 || graph.way([0], node => node === i) === undefined,
  )
  const needed = new Set([...arcs.keys()].filter(() => random.below(3) > 0))
  return { graph, starts, needed }
}

function isWalk({ graph, starts }: RandomGraph, walk: readonly number[]): boolean {
  const arcs = walk.map(arc => graph.arcs[arc] as Arc)
  return starts.includes(arcs[0]?.from ?? -1) && arcs.every(({ from }, i) => i === 0 || arcs[i - 1]?.to === from)
}

/** The most needed arcs of which none can follow another: as many walks are needed, and no more (Dilworth 1950). */
function mostApart({ graph, needed }: RandomGraph): number {
  const list = [...needed]
  const follows = (a: number, b: number) =>
    graph.way([(graph.arcs[a] as Arc).to], node => node === graph.arcs[b]?.from) !== undefined
  let most = 0
  for (let chosen = 0; chosen < 2 ** list.length; chosen++) {
    const arcs = list.filter((_, i) => (chosen >> i) % 2 === 1)
    const areApart = arcs.every(a => arcs.every(b => a === b || !follows(a, b)))
    if (areApart) most = Math.max(most, arcs.length)
  }
  return most
}

describe('the walks along every needed arc', () => {
  const seeds = Array.from({ length: 300 }, (_, i) => i)

  test('are walks from the starts, take every needed arc, and are the fewest', () => {
    let sum = 0
    for (const seed of seeds) {
      const random = randomGraph(seed)
      const walks = arcCover(random.graph, random.starts, arc => random.needed.has(arc))
      expect(
        walks.filter(walk => !isWalk(random, walk)),
        `seed ${seed}`,
      ).toEqual([])
      const taken = new Set(walks.flat())
      expect(
        [...random.needed].filter(arc => !taken.has(arc)),
        `seed ${seed}`,
      ).toEqual([])
      expect(walks.length, `seed ${seed}`).toBe(mostApart(random))
      sum += walks.length
    }
    expect(sum).toBeGreaterThan(300)
  })
})

describe('the walks along every needed pair of arcs', () => {
  test('are walks from the starts, and take every pair that is there', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = randomGraph(seed)
      const { graph, starts, needed } = random
      const pairOf = (a: number, b: number) => (needed.has(a) && needed.has(b) ? `${a % 4} ${b % 4}` : undefined)
      const walks = pairCover(graph, starts, pairOf)
      expect(
        walks.filter(walk => !isWalk(random, walk)),
        `seed ${seed}`,
      ).toEqual([])
      const taken = new Set(walks.flatMap(walk => walk.slice(1).map((arc, i) => pairOf(walk[i] as number, arc))))
      const there = graph.arcs.flatMap(({ to }, a) =>
        (graph.out[to] as readonly number[]).flatMap(b => pairOf(a, b) ?? []),
      )
      expect(
        there.filter(pair => !taken.has(pair)),
        `seed ${seed}`,
      ).toEqual([])
      expect(new Set(walks.map(String)).size).toBe(walks.length)
    }
  })
})
