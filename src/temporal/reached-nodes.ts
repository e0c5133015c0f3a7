import { doubled } from './doubled.ts'
import { nodeListsOf } from './node-lists.ts'
import type { Product } from './product.ts'

/** For each node of a product whether some run comes to it; good until those of another product of its graph are found. `pause` is called now and then; what it throws ends the work. */
export async function reachedNodes(product: Product, pause: () => Promise<void>): Promise<Uint8Array> {
  const reaching = new Reaching(product)
  reaching.begin()
  while (reaching.goOn(nodesPerLook)) await pause()
  return reaching.reached
}

const nodesPerLook = 1 << 16

class Reaching {
  readonly reached: Uint8Array
  private readonly product: Product
  /** By place, whether nothing is left to be found by going on from it. */
  private readonly isKnown: Uint8Array
  /** Reached nodes up to this one have been left, but for those that are pending; further ones are found by going on from here. */
  private last = -1
  private pending = new Int32Array(1024)
  private count = 0

  constructor(product: Product) {
    this.product = product
    this.reached = nodeListsOf(product.graph).forReached(product.count)
    this.isKnown = new Uint8Array(product.automaton.nodes.length)
  }

  begin(): void {
    const free = this.placesFromFree()
    for (const place of free) this.enterAll(place)
    for (const node of this.product.initials) this.enter(node)
  }

  /** Goes on for some nodes; says whether there are more. */
  goOn(nodes: number): boolean {
    for (let left = nodes; left > 0; left--) {
      const node = this.count > 0 ? this.pending[--this.count]! : this.nextReached()
      if (node < 0) return false
      this.leave(node)
    }
    return true
  }

  /** The next node that has been reached, or -1. States are numbered as they are found, so most edges lead to further ones. */
  private nextReached(): number {
    const { reached } = this
    do this.last++
    while (this.last < reached.length && reached[this.last] === 0)
    return this.last < reached.length ? this.last : -1
  }

  /**
   * A place that asks nothing, and in which the automaton may begin and stay, goes along with every run: so all states are
   * met there, and wherever it may begin as well as go on from there.
   */
  private placesFromFree(): Set<number> {
    const { nodes, initials } = this.product.automaton
    const isInitial = (place: number): boolean => initials.includes(place)
    const free = initials.filter(place => {
      const { literals, next } = nodes[place]!
      return literals.length === 0 && next.includes(place) && next.every(isInitial)
    })
    const found = new Set(free.flatMap(place => nodes[place]!.next))
    for (const [place, { next }] of nodes.entries()) if (next.every(one => found.has(one))) this.isKnown[place] = 1
    return found
  }

  private enterAll(place: number): void {
    const { states, allows } = this.product
    const may = allows[place]!
    if (this.isKnown[place] === 1) this.reached.set(may, place * states)
    else for (let state = 0; state < states; state++) if (may[state] === 1) this.enter(place * states + state)
  }

  private enter(node: number): void {
    if (this.reached[node] === 1) return
    this.reached[node] = 1
    if (node > this.last) return
    if (this.count === this.pending.length) this.pending = doubled(this.pending)
    this.pending[this.count++] = node
  }

  private leave(node: number): void {
    const { graph, states, allows, mayTake, next } = this.product
    const { starts, transitions } = graph
    const place = Math.floor(node / states)
    if (this.isKnown[place] === 1) return
    const state = node - place * states
    const may = mayTake[place]!
    const places = next[place]!
    for (let t = starts[state]!; t < starts[state + 1]!; t++) {
      const to = transitions.targetOf(t)
      if (to < 0 || may[transitions.stepOf(t)] === 0) continue
      for (let k = 0; k < places.length; k++) {
        const at = places[k]!
        if (allows[at]![to] === 1) this.enter(at * states + to)
      }
    }
  }
}
