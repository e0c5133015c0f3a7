/** Strongly connected components of a product, after Pearce (2016): Tarjan's algorithm with two lists by node, without recursion. */

import type { NodeLists } from './node-lists.ts'
import type { Product } from './product.ts'

/** A component: the nodes from `first` up to `end` of a list that is good for the moment, and may be sorted. */
export type VisitComponent = (nodes: Int32Array, first: number, end: number) => void

/** Finds components among parts of a product, again and again. Only of nodes whose places are in loops. */
export class Components {
  private readonly product: Product
  private readonly lists: NodeLists
  /** By place, the places in loops that may come next. */
  private readonly next: readonly Int32Array[]
  /** By place, the steps that may be taken there; undefined if all may. */
  private readonly mayTake: readonly (Uint8Array | undefined)[]
  /** For each node on the way its next edge; its complement where an edge has led to an open node that was entered earlier. */
  private edge = new Int32Array(0)
  /** From its beginning the way to the node that is looked at; at its end, the nodes behind it whose component is not known yet. */
  private open = new Int32Array(0)
  private firstOpen = 0
  private entered = 0

  constructor(product: Product, lists: NodeLists) {
    this.product = product
    this.lists = lists
    const places = product.loopCount / product.states
    this.next = product.next.map(next => next.filter(place => place < places))
    this.mayTake = product.mayTake.map(may => (may.includes(0) ? may : undefined))
  }

  /** The components among `nodes`, of edges between these alone; a component comes after all that it leads to. */
  among(nodes: Int32Array, visit: VisitComponent): void {
    const marks = this.begin(nodes.length)
    // By index: iterators take most of the time here.
    for (let i = 0; i < nodes.length; i++) marks[nodes[i]!] = 0
    for (let i = 0; i < nodes.length; i++) if (marks[nodes[i]!] === 0) this.explore(nodes[i]!, marks, visit)
  }

  /** The same among all nodes that have a 1 in a list. */
  amongThese(areMeant: Uint8Array, visit: VisitComponent): void {
    const end = this.product.loopCount
    let count = 0
    for (let node = 0; node < end; node++) count += areMeant[node]!
    const marks = this.begin(count)
    for (let node = 0; node < end; node++) if (areMeant[node] === 1) marks[node] = 0
    for (let node = 0; node < end; node++) if (marks[node] === 0) this.explore(node, marks, visit)
  }

  /** Makes room for this number of nodes; returns the marks. */
  private begin(nodes: number): Int32Array {
    const { open, edge } = this.lists.forWay(nodes)
    this.open = open
    this.edge = edge
    this.firstOpen = nodes
    this.entered = 0
    return this.lists.forSearch(this.product.loopCount)
  }

  private explore(root: number, marks: Int32Array, visit: VisitComponent): void {
    this.enter(root, 0, marks)
    for (let depth = 0; depth >= 0; ) {
      const down = this.follow(depth, marks)
      if (down >= 0) this.enter(down, ++depth, marks)
      else this.leave(depth--, marks, visit)
    }
  }

  /**
   * Follows the edges of the last node on the way, up to one that leads to a new node: that one; -1 if there is none. The mark of a
   * node becomes that of the earliest open node that it leads to. The edge to a node that has been left meanwhile is followed again.
   */
  private follow(depth: number, marks: Int32Array): number {
    const { states, graph } = this.product
    const { starts, transitions } = graph
    const { words, shift } = transitions
    const node = this.open[depth]!
    const place = node < states ? 0 : Math.floor(node / states)
    const end = starts[node - place * states + 1]!
    const may = this.mayTake[place]
    const places = this.next[place]!
    const begun = this.edge[depth]!
    let isLowered = begun < 0
    let low = marks[node]!
    for (let t = isLowered ? ~begun : begun; t < end; t++) {
      const to = words[t]! >> shift
      if (to < 0 || (may !== undefined && may[transitions.stepOf(t)] === 0)) continue
      for (let k = 0; k < places.length; k++) {
        const next = places[k]! * states + to
        const mark = marks[next]!
        if (mark === 0) {
          this.edge[depth] = isLowered ? ~t : t
          marks[node] = low
          return next
        }
        if (mark < low) {
          low = mark
          isLowered = true
        }
      }
    }
    this.edge[depth] = isLowered ? ~end : end
    marks[node] = low
    return -1
  }

  private enter(node: number, depth: number, marks: Int32Array): void {
    marks[node] = ++this.entered
    this.open[depth] = node
    this.edge[depth] = this.product.graph.starts[node % this.product.states]!
  }

  /** Goes back from the last node on the way. If it leads to none before it, it makes a component with the open nodes behind it. */
  private leave(depth: number, marks: Int32Array, visit: VisitComponent): void {
    const { open } = this
    const node = open[depth]!
    const mark = marks[node]!
    let end = this.firstOpen
    const first = end - 1
    open[first] = node
    this.firstOpen = first
    if (this.edge[depth]! < 0) return
    for (; end < open.length && marks[open[end]!]! >= mark; end++) marks[open[end]!] = this.lists.closed
    marks[node] = this.lists.closed
    this.firstOpen = end
    visit(open, first, end)
  }
}
