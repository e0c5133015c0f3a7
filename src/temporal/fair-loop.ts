/** Ways round in a fair core that meet everything that a fair run must meet again and again. */

import { FoundPairs } from './found-pairs.ts'
import { type Need, NeedBits } from './needs.ts'
import type { Product } from './product.ts'
import type { Transitions } from './transitions.ts'

/** Transitions of the graph, one after the other, from a node back to it. */
export type LoopWay = readonly number[]

/** Pairs of a node and what has been met that may still be looked at. */
export interface PairsLeft {
  pairs: number
}

/** A way through a core, and what is met on it. */
interface Tour {
  readonly way: number[]
  end: number
  /** By list of needs. */
  readonly met: number[]
}

/** What a way is looked for to: its end alone, or the first place where one of the `owed` needs is met, or the end with all needs met. */
interface Wanted {
  readonly needs: NeedBits
  readonly end: number
  readonly owed: number | 'all' | 'none'
}

/** Searches loops in one fair core of a product. */
export class FairLoops {
  private readonly product: Product
  /** By node, the number of its core. */
  private readonly cores: Int32Array
  private readonly core: number
  private readonly needs: readonly NeedBits[]
  private readonly transitions: Transitions

  constructor(product: Product, cores: Int32Array, core: number, needs: readonly Need[]) {
    this.product = product
    this.cores = cores
    this.core = core
    this.needs = NeedBits.listsOf(product, needs)
    this.transitions = product.graph.transitions
  }

  /**
   * A shortest loop from `home`, a node of the core, if it has fewer than `limit` transitions. To find it, as many pairs of a
   * node and what has been met are looked at as there are `left`; none where there is too much to be met.
   */
  shortestFrom(home: number, limit: number, left: PairsLeft): LoopWay | undefined {
    const [needs, ...more] = this.needs as [NeedBits]
    if (more.length > 0) left.pairs = 0
    return this.search(home, { needs, end: home, owed: 'all' }, limit, left)?.way
  }

  /** Some loop from `home`: the shorter one of two. */
  someFrom(home: number): LoopWay {
    const [direct, star] = [this.tourFrom(home, false), this.tourFrom(home, true)]
    return star.length < direct.length ? star : direct
  }

  /**
   * On to the nearest place where something is met that a loop must meet and has not met so far, as long as there is such a thing, and
   * back; or a shortest way round first, and back each time, since much may be met on the way.
   */
  private tourFrom(home: number, isStar: boolean): LoopWay {
    const tour: Tour = { way: [], end: home, met: this.needs.map(needs => needs.atNode(home)) }
    for (;;) {
      const list = this.needs.findIndex((needs, i) => !needs.areMet(tour.met[i]!))
      const needs = this.needs[Math.max(0, list)]!
      const isBack = tour.end === home && tour.way.length > 0
      if (list >= 0 && (isBack || !isStar)) this.goOn(tour, { needs, end: home, owed: needs.owed(tour.met[list]!) })
      else if (!isBack) this.goOn(tour, { needs, end: home, owed: 'none' })
      else return tour.way
    }
  }

  /** There is a way, since all of the core is connected. */
  private goOn(tour: Tour, wanted: Wanted): void {
    const { way, nodes } = this.search(tour.end, wanted) as { way: number[]; nodes: number[] }
    for (const [i, transition] of way.entries()) {
      tour.way.push(transition)
      tour.end = nodes[i]!
      for (const [k, needs] of this.needs.entries())
        tour.met[k]! |= needs.atStep[this.transitions.stepOf(transition)]! | needs.atNode(tour.end)
    }
  }

  /** Breadth first; the transitions of a shortest way, and the nodes that they lead to. */
  private search(
    from: number,
    wanted: Wanted,
    limit = Number.POSITIVE_INFINITY,
    left: PairsLeft = { pairs: Number.POSITIVE_INFINITY },
  ): { readonly way: number[]; readonly nodes: number[] } | undefined {
    const pairs = new FoundPairs()
    pairs.add(from, wanted.owed === 'all' ? wanted.needs.atNode(from) : 0, -1, -1)
    let [levelEnd, length] = [pairs.count, 1]
    for (let pair = 0; pair < pairs.count && length < limit; pair++) {
      if (left.pairs-- <= 0) return undefined
      const end = this.leave(pairs, pair, wanted)
      if (end !== undefined) {
        const { way, nodes } = pairs.wayTo(pair)
        return { way: [...way, end.transition], nodes: [...nodes, end.to] }
      }
      if (pair + 1 === levelEnd) {
        levelEnd = pairs.count
        length++
      }
    }
    return undefined
  }

  /** Adds what a pair leads to, unless it leads where one wants: then by which edge. A loop of its own, since it runs most often. */
  private leave(
    pairs: FoundPairs,
    pair: number,
    { needs, end, owed }: Wanted,
  ): { readonly to: number; readonly transition: number } | undefined {
    const { cores, core, transitions } = this
    const { graph, states, mayTake, next } = this.product
    const { starts } = graph
    const node = pairs.node[pair]!
    const bits = pairs.bits[pair]!
    const place = this.product.placeOf(node)
    const state = node - place * states
    const may = mayTake[place]!
    const places = next[place]!
    for (let transition = starts[state]!; transition < starts[state + 1]!; transition++) {
      const target = transitions.targetOf(transition)
      const step = transitions.stepOf(transition)
      if (target < 0 || may[step] === 0) continue
      for (let k = 0; k < places.length; k++) {
        const to = places[k]! * states + target
        if (cores[to] !== core) continue
        const met = owed === 'none' ? 0 : needs.atStep[step]! | needs.atNode(to)
        if (owed === 'all' ? to === end && needs.areMet(bits | met) : owed === 'none' ? to === end : (met & owed) !== 0)
          return { to, transition }
        pairs.add(to, owed === 'all' ? bits | met : 0, pair, transition)
      }
    }
    return undefined
  }
}
