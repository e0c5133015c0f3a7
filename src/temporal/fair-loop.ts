/**
 * A short way round in a fair core that meets everything that a fair run must meet again and again.
 *
 * Where the core is small, one of the shortest from where it begins, found by going through all pairs of a node and what
 * has been met so far. Else each time to the nearest place where something is met that was not yet, and home.
 */

import type { FairCore, WatchedUnit } from './fair-cores.ts'
import type { Product } from './product.ts'
import { stays } from './run-steps.ts'

/** Edges of a product, one after the other, from a node back to it. */
export type LoopWay = readonly number[]

/** What a loop must meet: at a node, or on an edge where a step is taken. */
interface Need {
  node(node: number): boolean
  step(step: number): boolean
  /** Where this has been met, the need is none. A strong assumption says nothing of who never stands ready. */
  onlyIf?(node: number): boolean
}

/** Pairs of a node and what has been met up to which the shortest loop is found. */
const maxPairs = 300_000
const maxBits = 16

export class FairLoops {
  private readonly product: Product
  private readonly core: FairCore
  private readonly needs: readonly Need[]

  constructor(product: Product, core: FairCore, watched: readonly WatchedUnit[]) {
    this.product = product
    this.core = core
    this.needs = this.needsOf(watched)
  }

  /** A loop from `home`, a node of the core; among those that are as short, one whose last transition is `preferred`. */
  from(home: number, preferred?: number): LoopWay {
    return this.to(home, node => node === home, preferred)
  }

  /** Some loop from `home`, found without trying much. */
  someFrom(home: number): LoopWay {
    return this.greedy(home, node => node === home)
  }

  /** The same, but a way to a node that `isEnd`, of which the core has one. */
  to(home: number, isEnd: (node: number) => boolean, preferred?: number): LoopWay {
    const bits = this.needs.reduce((sum, { onlyIf }) => sum + (onlyIf === undefined ? 1 : 2), 0)
    const isSmall = bits <= maxBits && this.core.nodes.length * 2 ** bits <= maxPairs
    return isSmall ? this.shortest(home, isEnd, preferred) : this.greedy(home, isEnd)
  }

  private needsOf(watched: readonly WatchedUnit[]): Need[] {
    const { product } = this
    const { automaton, places, states } = product
    const never = (): boolean => false
    const conditions = Array.from({ length: automaton.conditions }, (_, i): Need => {
      return { node: node => automaton.nodes[places[node]!]?.fulfils[i] === true, step: never }
    })
    const fair = watched.map(({ unit, isPossible, isMeant }): Need => {
      const step = (taken: number): boolean => taken !== stays && isMeant[taken] === 1
      const possible = (node: number): boolean => isPossible[states[node]!] === 1
      if (unit.strength === 'weak') return { node: node => !possible(node), step }
      return { node: never, step, onlyIf: possible }
    })
    // What is met wherever one goes needs no looking for.
    return [...conditions, ...fair].filter(need => !this.core.nodes.every(node => isMetAt(need, node)))
  }

  /** Breadth first over pairs of a node and what has been met, as bits. */
  private shortest(home: number, isEnd: (node: number) => boolean, preferred: number | undefined): LoopWay {
    const goal = new BitGoal(this.needs)
    const begin: Pair = { node: home, bits: goal.atNode(home), before: undefined, edge: -1 }
    const seen = new Set([keyOf(begin)])
    for (let level: Pair[] = [begin]; level.length > 0; ) {
      const next: Pair[] = []
      let found: Pair | undefined
      for (const pair of level) {
        for (const edge of this.edgesOf(pair.node)) {
          const node = this.product.targets[edge]!
          const bits = pair.bits | goal.onStep(this.stepOn(edge)) | goal.atNode(node)
          const reached: Pair = { node, bits, before: pair, edge }
          if (isEnd(node) && goal.isReached(bits)) {
            if (this.product.transitions[edge] === preferred) return wayTo(reached)
            found ??= reached
          }
          const key = keyOf(reached)
          if (seen.has(key)) continue
          seen.add(key)
          next.push(reached)
        }
      }
      if (found !== undefined) return wayTo(found)
      level = next
    }
    return this.greedy(home, isEnd)
  }

  private greedy(home: number, isEnd: (node: number) => boolean): LoopWay {
    const way: number[] = []
    let at = home
    let unmet = this.needs.filter(need => !need.node(home) && this.canBeMet(need))
    while (unmet.length > 0) {
      const part = this.nearest(at, edge => unmet.some(need => this.isMetBy(need, edge)))
      way.push(...part)
      at = this.product.targets[part.at(-1)!]!
      unmet = unmet.filter(need => !part.some(edge => this.isMetBy(need, edge)))
    }
    if (way.length > 0 && isEnd(at)) return way
    return [...way, ...this.nearest(at, edge => isEnd(this.product.targets[edge]!))]
  }

  private canBeMet(need: Need): boolean {
    return this.core.nodes.some(node => this.edgesOf(node).some(edge => this.isMetBy(need, edge)))
  }

  private isMetBy(need: Need, edge: number): boolean {
    return need.step(this.stepOn(edge)) || need.node(this.product.targets[edge]!)
  }

  /** The shortest way inside the core whose last edge is wanted. There is one, since all of the core is connected. */
  private nearest(from: number, isWanted: (edge: number) => boolean): LoopWay {
    const seen = new Set([from])
    const queue: Pair[] = [{ node: from, bits: 0, before: undefined, edge: -1 }]
    for (const pair of queue) {
      for (const edge of this.edgesOf(pair.node)) {
        const node = this.product.targets[edge]!
        const reached: Pair = { node, bits: 0, before: pair, edge }
        if (isWanted(edge)) return wayTo(reached)
        if (seen.has(node)) continue
        seen.add(node)
        queue.push(reached)
      }
    }
    return []
  }

  private edgesOf(node: number): number[] {
    const { starts, targets } = this.product
    const edges: number[] = []
    for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) if (this.core.has(targets[edge]!)) edges.push(edge)
    return edges
  }

  private stepOn(edge: number): number {
    const { transitions, graph } = this.product
    return graph.taken[transitions[edge]!]!
  }
}

interface Pair {
  readonly node: number
  readonly bits: number
  readonly before: Pair | undefined
  readonly edge: number
}

function keyOf({ node, bits }: Pair): number {
  return node * 2 ** maxBits + bits
}

function wayTo(end: Pair): LoopWay {
  const way: number[] = []
  for (let pair: Pair | undefined = end; pair?.before !== undefined; pair = pair.before) way.push(pair.edge)
  return way.reverse()
}

/** Whether a node alone leaves nothing to be wished for. */
function isMetAt(need: Need, node: number): boolean {
  return need.onlyIf === undefined ? need.node(node) : !need.onlyIf(node)
}

/** What has been met, as bits: one for each need, and one more for what makes it a need. */
class BitGoal {
  private readonly needs: readonly { readonly need: Need; readonly met: number; readonly asked: number }[]

  constructor(needs: readonly Need[]) {
    let bit = 1
    this.needs = needs.map(need => {
      const met = bit
      const asked = need.onlyIf === undefined ? 0 : bit * 2
      bit *= need.onlyIf === undefined ? 2 : 4
      return { need, met, asked }
    })
  }

  atNode(node: number): number {
    return this.needs.reduce((bits, { need, met, asked }) => {
      return bits | (need.node(node) ? met : 0) | (need.onlyIf?.(node) === true ? asked : 0)
    }, 0)
  }

  onStep(step: number): number {
    return this.needs.reduce((bits, { need, met }) => bits | (need.step(step) ? met : 0), 0)
  }

  isReached(bits: number): boolean {
    return this.needs.every(({ met, asked }) => (bits & met) !== 0 || (asked !== 0 && (bits & asked) === 0))
  }
}
