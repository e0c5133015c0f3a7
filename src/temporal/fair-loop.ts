/** Ways round in a fair core that meet everything that a fair run must meet again and again. */

import type { FairUnit } from '../machine/fairness-units.ts'
import type { FairCore } from './fair-cores.ts'
import type { Product, ProductEdge } from './product.ts'
import type { UnitWatch } from './unit-watch.ts'

/** Transitions of the graph, one after the other, from a node back to it. */
export type LoopWay = readonly number[]

/** What a loop must meet: at a node, or on a transition that is taken, whatever transition of the same step. */
interface Need {
  node(node: number): boolean
  transition(transition: number): boolean
  /** The need exists only if this is met: a strong assumption says nothing about a unit that is never enabled. */
  onlyIf?(node: number): boolean
}

/** Pairs of a node and what has been met that may still be looked at. */
export interface PairsLeft {
  pairs: number
}

const maxBits = 22

/** Searches loops in the fair cores of one product. */
export class FairLoops {
  private readonly product: Product
  private readonly core: FairCore
  private readonly isInCore: Uint8Array
  private readonly needs: readonly Need[]
  private readonly goal: BitGoal

  constructor(product: Product, core: FairCore, watch: UnitWatch, units: readonly FairUnit[]) {
    this.product = product
    this.core = core
    this.isInCore = new Uint8Array(product.count)
    for (let i = 0; i < core.length; i++) this.isInCore[core[i]!] = 1
    this.needs = this.needsOf(watch, units)
    this.goal = new BitGoal(this.needs, transition => product.graph.taken[transition]!)
  }

  /**
   * A shortest loop from `home`, a node of the core, if it has fewer than `limit` transitions. To find it, as many pairs of a
   * node and what has been met are looked at as there are `left`.
   */
  shortestFrom(home: number, limit: number, left: PairsLeft): LoopWay | undefined {
    if (this.areTooMany) left.pairs = 0
    const { goal } = this
    const begin: Pair = { node: home, bits: goal.atNode(home), before: undefined, transition: -1 }
    const seen = new Set([keyOf(begin.node, begin.bits)])
    let level: Pair[] = [begin]
    for (let length = 1; length < limit && level.length > 0; length++) {
      const next: Pair[] = []
      for (const before of level) {
        if (left.pairs-- <= 0) return undefined
        for (const { to, transition } of this.edgesOf(before.node)) {
          const bits = before.bits | goal.onTransition(transition) | goal.atNode(to)
          if (to === home && goal.isReached(bits)) return wayTo({ node: to, bits, before, transition })
          const key = keyOf(to, bits)
          if (seen.has(key)) continue
          seen.add(key)
          next.push({ node: to, bits, before, transition })
        }
      }
      level = next
    }
    return undefined
  }

  /**
   * Some loop from `home`: the shortest one, made longer as long as something that it must meet is not met, each time by the
   * way to the nearest place where something is, and home.
   */
  someFrom(home: number): LoopWay {
    const way = this.nearest(home, ({ to }) => to === home)
    for (let owed = this.owedBy(way); owed.length > 0; owed = this.owedBy(way)) {
      const detour = this.nearest(home, edge => owed.some(need => isMetBy(need, edge)))
      const end = detour.at(-1)!.to
      way.push(...detour, ...(end === home ? [] : this.nearest(end, ({ to }) => to === home)))
    }
    return way.map(({ transition }) => transition)
  }

  /** What a loop must meet, and does not. */
  private owedBy(way: readonly ProductEdge[]): Need[] {
    return this.needs.filter(need => {
      const { onlyIf } = need
      const isOwed = onlyIf === undefined || way.some(({ to }) => onlyIf(to))
      return isOwed && !way.some(edge => isMetBy(need, edge))
    })
  }

  /** Whether there is too much to be met for a shortest loop to be found. */
  get areTooMany(): boolean {
    return this.needs.reduce((sum, { onlyIf }) => sum + (onlyIf === undefined ? 1 : 2), 0) > maxBits
  }

  private needsOf(watch: UnitWatch, units: readonly FairUnit[]): Need[] {
    const { product } = this
    const { automaton, graph } = product
    const conditions = Array.from({ length: automaton.conditions }, (_, i): Need => {
      const isMet = automaton.nodes.map(({ fulfils }) => fulfils[i] === true)
      return { node: node => isMet[product.placeOf(node)] === true, transition: () => false }
    })
    const fair = units.map((unit): Need => {
      const { word, bit } = watch.bitOf(unit)
      const transition = (t: number): boolean => (word.taken[graph.taken[t]!]! & bit) !== 0
      const possible = (node: number): boolean => (word.possible[product.stateOf(node)]! & bit) !== 0
      if (unit.strength === 'weak') return { node: node => !possible(node), transition }
      return { node: () => false, transition, onlyIf: possible }
    })
    // What is met wherever one goes needs no looking for.
    return [...conditions, ...fair].filter(need => !this.core.every(node => isMetAt(need, node)))
  }

  /** The shortest way inside the core whose last edge is wanted. There is one, since all of the core is connected. */
  private nearest(from: number, isWanted: (edge: ProductEdge) => boolean): ProductEdge[] {
    const ways = new Map<number, { readonly before: number; readonly edge: ProductEdge } | undefined>([
      [from, undefined],
    ])
    for (const before of ways.keys()) {
      for (const edge of this.edgesOf(before)) {
        if (isWanted(edge)) return [...edgesTo(before, ways), edge]
        if (!ways.has(edge.to)) ways.set(edge.to, { before, edge })
      }
    }
    return []
  }

  private edgesOf(node: number): ProductEdge[] {
    return this.product.edgesOf(node, this.isInCore)
  }
}

function isMetBy(need: Need, { to, transition }: ProductEdge): boolean {
  return need.transition(transition) || need.node(to)
}

/** The edges by which a node was found. */
function edgesTo(
  node: number,
  ways: ReadonlyMap<number, { readonly before: number; readonly edge: ProductEdge } | undefined>,
): ProductEdge[] {
  const edges: ProductEdge[] = []
  for (let way = ways.get(node); way !== undefined; way = ways.get(way.before)) edges.push(way.edge)
  return edges.reverse()
}

interface Pair {
  readonly node: number
  readonly bits: number
  readonly before: Pair | undefined
  readonly transition: number
}

function keyOf(node: number, bits: number): number {
  return node * 2 ** maxBits + bits
}

function wayTo(end: Pair): LoopWay {
  const way: number[] = []
  for (let pair: Pair | undefined = end; pair?.before !== undefined; pair = pair.before) way.push(pair.transition)
  return way.reverse()
}

/** Whether a node alone leaves nothing to be wished for. */
function isMetAt(need: Need, node: number): boolean {
  return need.onlyIf === undefined ? need.node(node) : !need.onlyIf(node)
}

/** What has been met, as bits: one for each need, and one more for what makes it a need. */
class BitGoal {
  private readonly needs: readonly { readonly need: Need; readonly met: number; readonly due: number }[]

  /** By node and by step: the same ones are met over and over. */
  private readonly nodes = new Map<number, number>()
  private readonly steps: number[] = []
  private readonly stepOf: (transition: number) => number

  constructor(needs: readonly Need[], stepOf: (transition: number) => number) {
    this.stepOf = stepOf
    let bit = 1
    this.needs = needs.map(need => {
      const met = bit
      const due = need.onlyIf === undefined ? 0 : bit * 2
      bit *= need.onlyIf === undefined ? 2 : 4
      return { need, met, due }
    })
  }

  atNode(node: number): number {
    const known = this.nodes.get(node)
    if (known !== undefined) return known
    const found = this.needs.reduce((bits, { need, met, due }) => {
      return bits | (need.node(node) ? met : 0) | (need.onlyIf?.(node) === true ? due : 0)
    }, 0)
    this.nodes.set(node, found)
    return found
  }

  onTransition(transition: number): number {
    const step = this.stepOf(transition)
    this.steps[step] ??= this.needs.reduce((bits, { need, met }) => bits | (need.transition(transition) ? met : 0), 0)
    return this.steps[step]
  }

  isReached(bits: number): boolean {
    return this.needs.every(({ met, due }) => (bits & met) !== 0 || (due !== 0 && (bits & due) === 0))
  }
}
