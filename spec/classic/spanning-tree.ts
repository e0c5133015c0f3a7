import { expectations } from 'interleave-checker'
import { neighbours, spanningTree } from '../../models/classic/spanning-tree.ts'

/**
 * Eventually no distance can be shortened, and then the parents form a spanning tree. This needs no fairness, since each
 * step shortens a distance.
 *
 * The states are TLC's for SpanTree.tla with five nodes and seven edges: 1,236, one of them initial, and 10,278 generated.
 * Exhaustive, since it terminates.
 */
const spec = spanningTree
  .temporal('distances eventually settle', f => f.eventually(f.not(f.enabled('node'))))
  .temporal('once settled, each node is one further from the root than its parent', f => {
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
  .reachable('the distance of a node exceeds that of its parent by more than one', s => {
    return s.node.some((n, id) => n.parent !== id && n.distance > s.node[n.parent]!.distance + 1)
  })

export default spec

export const expected = expectations(spec, {
  base: { census: [1236, 10277, 4] },
  'distances may grow': {
    fails: {
      'distances eventually settle': [1, 2],
      'once settled, each node is one further from the root than its parent': [3, 0],
    },
    census: [7, 10, 3],
  },
  'adopts the distance of its parent': {
    fails: { 'once settled, each node is one further from the root than its parent': [4, 0] },
    census: [6720, 90426, 4],
  },
})
