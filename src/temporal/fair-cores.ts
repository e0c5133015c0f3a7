/**
 * Where in a product a run can go round forever and be fair: the fair cores.
 *
 * What a run does again and again lies in a strongly connected component. If every condition can be met in it, a run can
 * meet all of them by going everywhere. A weak assumption is met by a state in which its steps are not possible, or by
 * taking one of them; so if neither is there, no part of the component is fair. A strong one may be met by a part of the
 * component in which its steps are never possible: those states are removed, and what is left is looked at again. (Streett
 * conditions, after Emerson and Lei 1987.)
 */

import { type FairUnit, matches } from '../machine/fairness-units.ts'
import { components } from './components.ts'
import type { Product } from './product.ts'
import { stays } from './run-steps.ts'

/** A part of the product in which a fair run can go round forever, and come to each of its nodes. */
export interface FairCore {
  readonly nodes: readonly number[]
  /** Whether a node belongs to it. */
  has(node: number): boolean
}

/** A fair unit with what it means in a graph. */
export interface WatchedUnit {
  readonly unit: FairUnit
  /** For each state whether its steps are possible there. */
  readonly isPossible: Uint8Array
  /** For each step whether it is one of them. */
  readonly isMeant: Uint8Array
}

export function watch({ graph }: Pick<Product, 'graph'>, units: readonly FairUnit[]): WatchedUnit[] {
  return units.map(unit => {
    const isMeant = graph.stepsOf(step => matches(unit, step))
    const isPossible = Uint8Array.from({ length: graph.states }, (_, s) => (graph.isPossible(isMeant, s) ? 1 : 0))
    return { unit, isMeant, isPossible }
  })
}

/** All fair cores: a node lies in one of them exactly if some fair run that the automaton accepts comes to it forever. */
export function fairCores(product: Product, watched: readonly WatchedUnit[]): FairCore[] {
  const search = new CoreSearch(product, watched)
  return search.cores()
}

class CoreSearch {
  private readonly product: Product
  private readonly watched: readonly WatchedUnit[]
  private readonly group: Int32Array
  private groups = 0

  constructor(product: Product, watched: readonly WatchedUnit[]) {
    this.product = product
    this.watched = watched
    this.group = new Int32Array(product.count)
  }

  cores(): FairCore[] {
    const cores: FairCore[] = []
    const pending: number[][] = [Array.from({ length: this.product.count }, (_, node) => node)]
    for (let nodes = pending.pop(); nodes !== undefined; nodes = pending.pop()) {
      for (const component of this.componentsOf(nodes)) {
        const rest = this.look(component)
        if (rest === component) cores.push(coreOf(component))
        else if (rest.length > 0) pending.push(rest)
      }
    }
    return cores
  }

  private componentsOf(nodes: readonly number[]): number[][] {
    this.mark(nodes)
    return components(this.product, nodes, this.group, this.groups)
  }

  private mark(nodes: readonly number[]): void {
    this.groups++
    for (const node of nodes) this.group[node] = this.groups
  }

  /** The component itself if a fair run can go round in all of it, else the part in which it might. */
  private look(component: number[]): number[] {
    this.mark(component)
    if (!this.meetsConditions(component)) return []
    const taken = this.stepsTaken(component)
    const isTaken = ({ isMeant }: WatchedUnit): boolean => taken.some(step => isMeant[step] === 1)
    const hasPossible = ({ isPossible }: WatchedUnit): boolean =>
      component.some(node => isPossible[this.product.states[node]!] === 1)
    const hasImpossible = ({ isPossible }: WatchedUnit): boolean =>
      component.some(node => isPossible[this.product.states[node]!] === 0)
    const missed = this.watched.filter(one => !isTaken(one))
    if (missed.some(one => one.unit.strength === 'weak' && !hasImpossible(one))) return []
    const toAvoid = missed.filter(one => one.unit.strength === 'strong' && hasPossible(one))
    if (toAvoid.length === 0) return component
    return component.filter(node => toAvoid.every(({ isPossible }) => isPossible[this.product.states[node]!] === 0))
  }

  private meetsConditions(component: readonly number[]): boolean {
    const { automaton, places } = this.product
    for (let condition = 0; condition < automaton.conditions; condition++) {
      if (!component.some(node => automaton.nodes[places[node]!]?.fulfils[condition])) return false
    }
    return true
  }

  /** The steps on edges inside a component, which is marked. */
  private stepsTaken(component: readonly number[]): number[] {
    const { starts, targets, transitions, graph } = this.product
    const taken = new Set<number>()
    for (const node of component) {
      for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) {
        if (this.group[targets[edge]!] === this.groups) taken.add(graph.taken[transitions[edge]!]!)
      }
    }
    taken.delete(stays)
    return [...taken]
  }
}

function coreOf(nodes: readonly number[]): FairCore {
  const members = new Set(nodes)
  return { nodes, has: node => members.has(node) }
}
