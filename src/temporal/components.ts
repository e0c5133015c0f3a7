/** Strongly connected components, after Tarjan (1972), without recursion. */

/** Nodes with edges between them: those out of node `n` are from `starts[n]` up to `starts[n + 1]`. */
export interface Edges {
  readonly starts: Int32Array
  readonly targets: Int32Array
}

/**
 * The strongly connected components among `nodes`, of edges between these alone, as lists of nodes. Those that no way
 * leads round in, a single node without an edge to itself, are left out. `group` says which nodes belong: those whose
 * entry is `mark`.
 */
export function components(
  { starts, targets }: Edges,
  nodes: readonly number[],
  group: Int32Array,
  mark: number,
): number[][] {
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const open: number[] = []
  const isOpen = new Set<number>()
  const found: number[][] = []

  const enter = (node: number): Frame => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, edge: starts[node]! }
  }
  const lower = (node: number, to: number): void => {
    if (to < (low.get(node) as number)) low.set(node, to)
  }
  const close = (node: number): void => {
    if (low.get(node) !== order.get(node)) return
    const members = open.splice(open.lastIndexOf(node))
    for (const member of members) isOpen.delete(member)
    if (members.length > 1 || leadsToItself({ starts, targets }, node)) found.push(members)
  }

  for (const root of nodes) {
    if (order.has(root)) continue
    const way: Frame[] = [enter(root)]
    for (let frame = way.at(-1); frame !== undefined; frame = way.at(-1)) {
      const { node } = frame
      if (frame.edge === starts[node + 1]!) {
        way.pop()
        close(node)
        const before = way.at(-1)
        if (before !== undefined) lower(before.node, low.get(node) as number)
        continue
      }
      const to = targets[frame.edge++]!
      if (group[to] !== mark) continue
      if (!order.has(to)) way.push(enter(to))
      else if (isOpen.has(to)) lower(node, order.get(to) as number)
    }
  }
  return found
}

interface Frame {
  readonly node: number
  edge: number
}

function leadsToItself({ starts, targets }: Edges, node: number): boolean {
  for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) if (targets[edge] === node) return true
  return false
}
