/** The graph of a search is expanded in a batch of its own: it disturbs no search that goes on, nor does the search the graph. */

import { add, choose, model, setOf, when } from 'interleave-checker'
import { expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { InnerEdge } from '../../../src/outcome/shortest-runs.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'
import type { LevelGraph } from '../../../src/search/simplest-run.ts'

/** A set that gets members, level after level: each is a change of the layout. */
const machine = instantiate(
  model('counters', { limit: 8 })
    .shared(() => ({ up: 0, round: 0, seen: setOf<number>() }))
    .action('up', (s, c) => {
      when(s.up < c.limit)
      s.up += choose(1, 2)
    })
    .action('round', s => {
      s.round = (s.round + 1) % 3
      if (s.round === 0) add(s.seen, s.up)
    }),
)

/** Blocks of two states, a store that is soon another one, and code that is soon generated. */
const sizes: FootprintSizes = { blockStates: 2, fullBatch: 4, linearStates: 20, walkedStates: 20, roomyStates: 1 }

interface Found {
  readonly states: readonly unknown[]
  readonly transitions: number
  readonly edges: readonly (readonly InnerEdge[])[]
  readonly relayouts: number
}

/** Searches all states by hand; `between` is called after each block. */
function search(between: (graph: LevelGraph, left: number) => void): Found {
  const { engine } = footprintSearch(machine, {}, sizes)
  engine.enterInitialStates()
  let from = engine.leave(0, 1, 0)
  const graph = engine.graph([0])
  while (from < engine.count) {
    from += engine.leave(from, engine.count, 0)
    between(graph, from)
  }
  const ids = Array.from({ length: engine.count }, (_, id) => id)
  return {
    states: ids.map(id => engine.stateOf(id)),
    transitions: engine.transitions,
    edges: ids.map(id => edgesOut(graph, id)),
    relayouts: engine.effort.relayouts,
  }
}

test('a search whose graph is looked at between its blocks finds what one does that is left alone', () => {
  const alone = search(() => {})
  const seen: (readonly InnerEdge[])[] = []
  const watched = search((graph, left) => {
    for (const id of [0, left >> 1, left - 1]) seen[id] = edgesOut(graph, id)
  })
  expect(alone.states.length).toBeGreaterThan(100)
  expect(alone.relayouts).toBeGreaterThan(3)
  expect({ ...watched, relayouts: 0 }).toEqual({ ...alone, relayouts: 0 })
  // All of them have been left by then, so that every state that an edge leads to is known.
  seen.forEach((edges, id) => {
    expect(edges).toEqual(alone.edges[id])
  })
})

test('the transitions into a state are found from any state on, whatever the blocks', () => {
  const { engine } = footprintSearch(machine, {}, sizes)
  engine.enterInitialStates()
  for (let from = 0; from < engine.count; ) from += engine.leave(from, engine.count, 0)
  const graph = engine.graph([0])
  const all = Array.from({ length: engine.count }, (_, id) => edgesOut(graph, id)).flat()
  for (const state of [1, 7, 60, engine.count - 1]) {
    const found: InnerEdge[] = []
    for (let from = 0; from < engine.count; ) {
      const { states, edges } = graph.edgesTo(to => to === state, from, engine.count)
      found.push(...edges)
      from += states
    }
    expect(found.length).toBeGreaterThan(0)
    expect(found).toEqual(all.filter(({ to }) => to === state))
  }
})

function edgesOut(graph: LevelGraph, id: number): readonly InnerEdge[] {
  const { states, edges } = graph.edgesTo(() => true, id, id + 1)
  expect(states).toBe(1)
  return edges
}
