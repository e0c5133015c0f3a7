/** Strongly connected components of a product, after Tarjan (1972), without recursion. */

import { doubled } from './doubled.ts'
import type { Product } from './product.ts'

/** A component: the nodes from `first` up to `end` of a list that is good for the moment. */
export type VisitComponent = (nodes: Int32Array, first: number, end: number) => void

/** Nodes that do not belong, and those whose component is known, count as entered after all others. */
const closed = 0x7fffffff

/**
 * Finds components among parts of a product, again and again, in arrays that are made once. Only of nodes whose places are
 * in loops.
 */
export class Components {
  private readonly product: Product
  /** By place, the places in loops that may come next. */
  private readonly next: readonly Int32Array[]
  /** By place, the steps that may be taken there; undefined if all may. */
  private readonly mayTake: readonly (Uint8Array | undefined)[]
  /** By node: when it was entered, from 1; 0 if that is still to be done. */
  private readonly order: Int32Array
  /** The nodes whose component is not known yet, in the order in which they were entered. */
  private open = new Int32Array(1024)
  /** The way to the node that is looked at: the nodes, the next edge of each, and the earliest open node it leads to. */
  private way = new Int32Array(1024)
  private edge = new Int32Array(1024)
  private branch = new Int32Array(1024)
  private low = new Int32Array(1024)
  private opened = 0
  private entered = 0

  constructor(product: Product) {
    this.product = product
    const places = product.loopCount / product.states
    this.next = product.next.map(next => next.filter(place => place < places))
    this.order = new Int32Array(product.loopCount).fill(closed)
    this.mayTake = product.mayTake.map(may => (may.includes(0) ? may : undefined))
  }

  /** The components among `nodes`, of edges between these alone; a component comes after all that it leads to. */
  among(nodes: Int32Array, visit: VisitComponent): void {
    const { order } = this
    this.entered = 0
    // By index: iterators take most of the time here.
    for (let i = 0; i < nodes.length; i++) order[nodes[i]!] = 0
    for (let i = 0; i < nodes.length; i++) if (order[nodes[i]!] === 0) this.explore(nodes[i]!, visit)
  }

  private explore(root: number, visit: VisitComponent): void {
    const { order } = this
    this.enter(root, 0)
    for (let depth = 0; depth >= 0; ) {
      const down = this.follow(depth)
      if (down >= 0) {
        this.enter(down, ++depth)
        continue
      }
      const node = this.way[depth]!
      const low = this.low[depth]!
      if (low === order[node]) this.close(node, visit)
      depth--
      if (depth >= 0 && low < this.low[depth]!) this.low[depth] = low
    }
  }

  /** Follows the edges of the last node on the way, up to one that leads to a new node: that one; -1 if there is none. */
  private follow(depth: number): number {
    const { order } = this
    const { graph, states } = this.product
    const { starts, targets, taken } = graph
    const node = this.way[depth]!
    const place = node < states ? 0 : Math.floor(node / states)
    const end = starts[node - place * states + 1]!
    const may = this.mayTake[place]
    const places = this.next[place]!
    let low = this.low[depth]!
    let branch = this.branch[depth]!
    for (let t = this.edge[depth]!; t < end; t++) {
      const to = targets[t]!
      if (to >= 0 && (may === undefined || may[taken[t]!] === 1)) {
        while (branch < places.length) {
          const next = places[branch++]! * states + to
          const entered = order[next]!
          if (entered === 0) {
            this.edge[depth] = t
            this.branch[depth] = branch
            this.low[depth] = low
            return next
          }
          if (entered < low) low = entered
        }
      }
      branch = 0
    }
    this.low[depth] = low
    return -1
  }

  private enter(node: number, depth: number): void {
    if (depth === this.way.length) this.lengthenWay()
    if (this.opened === this.open.length) this.open = doubled(this.open)
    this.order[node] = ++this.entered
    this.open[this.opened++] = node
    this.way[depth] = node
    this.edge[depth] = this.product.graph.starts[node % this.product.states]!
    this.branch[depth] = 0
    this.low[depth] = this.entered
  }

  private lengthenWay(): void {
    this.way = doubled(this.way)
    this.edge = doubled(this.edge)
    this.branch = doubled(this.branch)
    this.low = doubled(this.low)
  }

  private close(node: number, visit: VisitComponent): void {
    const { open, order, opened } = this
    let first = opened
    do order[open[--first]!] = closed
    while (open[first] !== node)
    this.opened = first
    visit(open, first, opened)
  }
}
