/**
 * A spanning tree of a graph (TLA+ examples, SpanTree.tla, by L. Lamport). Each node has a parent and a distance from the
 * root. It adopts a neighbour as its parent if that shortens its distance, until no distance can be shortened.
 *
 * A node may choose any shorter distance that exceeds its new parent's, not just the next larger one. The result is still
 * correct.
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
  /** The distance of an unreached node; at least the number of nodes. */
  far: 6,
  /** Mutant: a node may also choose a longer distance. */
  onlyShorter: true,
  /** Mutant: a node may choose the same distance as its parent. */
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
  // The end: no distance can be shortened.
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
  .variant('adopts the distance of its parent', { onlyLongerThanParent: false })

export function neighbours(node: number, edges: readonly (readonly [number, number])[]): number[] {
  return edges.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []))
}
