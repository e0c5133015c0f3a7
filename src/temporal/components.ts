/** Strongly connected components, after Tarjan (1972), without recursion. */

/** Nodes with edges between them: those out of node `n` are from `starts[n]` up to `starts[n + 1]`. */
export interface Edges {
  readonly starts: Int32Array
  readonly targets: Int32Array
}

const none = -1

/** Finds components among parts of one graph, again and again, in arrays that are made once. */
export class Components {
  private readonly edges: Edges
  /** By node: when it was entered, or -1; the earliest open node that it leads to; whether it is open. */
  private readonly order: Int32Array
  private readonly low: Int32Array
  private readonly isOpen: Uint8Array
  /** The nodes that are open, and the way to the node that is looked at, with the next edge of each. */
  private readonly open: Int32Array
  private readonly way: Int32Array
  private readonly edge: Int32Array
  private opened = 0
  private entered = 0

  /** `count` nodes. */
  constructor(edges: Edges, count: number) {
    this.edges = edges
    this.order = new Int32Array(count)
    this.low = new Int32Array(count)
    this.isOpen = new Uint8Array(count)
    this.open = new Int32Array(count)
    this.way = new Int32Array(count)
    this.edge = new Int32Array(count)
  }

  /**
   * The strongly connected components among `nodes`, of edges between these alone, as lists of nodes. A single node without
   * an edge to itself is left out, since no way leads round in it. `group` says which nodes belong: those whose entry is
   * `mark`.
   */
  among(nodes: Int32Array, group: Int32Array, mark: number): Int32Array[] {
    const found: Int32Array[] = []
    const { order } = this
    this.entered = 0
    // By index: iterators take most of the time here.
    for (let i = 0; i < nodes.length; i++) order[nodes[i]!] = none
    for (let i = 0; i < nodes.length; i++) {
      if (order[nodes[i]!] === none) this.explore(nodes[i]!, group, mark, found)
    }
    return found
  }

  private explore(root: number, group: Int32Array, mark: number, found: Int32Array[]): void {
    const { order, low, isOpen, way, edge } = this
    const { starts, targets } = this.edges
    let depth = 0
    this.enter(root, depth)
    while (depth >= 0) {
      const node = way[depth]!
      if (edge[depth] === starts[node + 1]) {
        depth--
        this.close(node, found)
        if (depth >= 0) low[way[depth]!] = Math.min(low[way[depth]!]!, low[node]!)
        continue
      }
      const to = targets[edge[depth]!++]!
      if (group[to] !== mark) continue
      if (order[to] === none) this.enter(to, ++depth)
      else if (isOpen[to] === 1) low[node] = Math.min(low[node]!, order[to]!)
    }
  }

  private enter(node: number, depth: number): void {
    this.order[node] = this.low[node] = this.entered++
    this.open[this.opened++] = node
    this.isOpen[node] = 1
    this.way[depth] = node
    this.edge[depth] = this.edges.starts[node]!
  }

  /** Takes a component off the open nodes, if a node is the first of one. */
  private close(node: number, found: Int32Array[]): void {
    if (this.low[node] !== this.order[node]) return
    let first = this.opened
    do this.isOpen[this.open[--first]!] = 0
    while (this.open[first] !== node)
    if (this.opened - first > 1 || this.leadsToItself(node)) found.push(this.open.slice(first, this.opened))
    this.opened = first
  }

  private leadsToItself(node: number): boolean {
    const { starts, targets } = this.edges
    for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) if (targets[edge] === node) return true
    return false
  }
}
