/**
 * A spanning tree of a graph (TLA+ examples, SpanTree.tla of L. Lamport): each node knows its parent in the tree and a distance
 * from the root, and takes a neighbour with which that gets shorter for its parent, until no distance gets shorter.
 *
 * A node may choose any shorter distance that is longer than its neighbour's, and not only the one that follows it. It is
 * still right in the end.
 */

import { choose, model } from 'interleave-checker'

export const spanningTree = model('spanning tree', {
  nodes: 5,
  edges: [
    [0, 1],
    [0, 2],
    [1, 2],
    [1, 3],
    [2, 3],
    [2, 4],
    [3, 4],
  ] as [number, number][],
  /** The distance of nodes that have not been reached: at least the number of nodes. */
  far: 6,
  /** Mutant: a node may also choose a longer distance. */
  onlyShorter: true,
  /** Mutant: a node may choose the distance of its neighbour. */
  onlyLongerThanParent: true,
})
  .process('node', {
    count: c => c.nodes,
    locals: (c, id) => ({ parent: id, distance: id === 0 ? 0 : c.far }),
    steps: {
      'adopt a parent': (s, me, c) => {
        const parent = choose(...neighbours(me.id, c.edges))
        const least = s.node[parent]!.distance + (c.onlyLongerThanParent ? 1 : 0)
        const below = c.onlyShorter ? me.distance : c.far
        const distances = Array.from({ length: Math.max(0, below - least) }, (_, i) => least + i)
        me.distance = choose(...distances.filter(distance => distance !== me.distance))
        me.parent = parent
        return 'adopt a parent'
      },
    },
  })
  // No distance gets shorter.
  .mayDeadlock()
  .variant('distances may grow', {
    nodes: 3,
    edges: [
      [0, 1],
      [1, 2],
    ],
    far: 3,
    onlyShorter: false,
  })
  .variant('as near as its parent', { onlyLongerThanParent: false })

export function neighbours(node: number, edges: readonly (readonly [number, number])[]): number[] {
  return edges.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []))
}
