import { expectations } from 'interleave-checker'
import { neighbours, spanningTree } from '../../models/classic/spanning-tree.ts'

/**
 * In the end no node finds a shorter distance, and then the parents are a spanning tree. No fairness is needed, since each
 * step makes a distance shorter.
 *
 * The states are TLC's for SpanTree.tla with five nodes and seven edges: 1,236, and 10,278 generated, of which one is initial.
 * Exhaustive, since it ends.
 */
const spec = spanningTree
  .temporal('in the end no distance gets shorter', f => f.eventually(f.not(f.enabled('node'))))
  .temporal('then each node is one further from the root than its parent', f => {
    return f.always(
      f.or(f.enabled('node'), (s, c) => {
        return s.node.every(({ parent, distance }, id) => {
          const around = neighbours(id, c.edges)
          if (id === 0) return distance === 0 && parent === 0
          if (distance === c.far) return parent === id && around.every(other => s.node[other]!.distance === c.far)
          return around.includes(parent) && distance === s.node[parent]!.distance + 1
        })
      }),
    )
  })
  .reachable('a node is further from the root than its parent makes it', s => {
    return s.node.some((n, id) => n.parent !== id && n.distance > s.node[n.parent]!.distance + 1)
  })

export default spec

export const expected = expectations(spec, {
  base: { census: [1236, 10277, 4] },
  'distances may grow': {
    fails: {
      'in the end no distance gets shorter': [1, 2],
      'then each node is one further from the root than its parent': [3, 0],
    },
    census: [7, 10, 3],
  },
  'as near as its parent': {
    fails: { 'then each node is one further from the root than its parent': [4, 0] },
    census: [6720, 90426, 4],
  },
})
