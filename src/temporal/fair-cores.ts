/**
 * Where in a product a run can go round forever and be fair: the fair cores.
 *
 * What a run does again and again lies in a strongly connected component. If every condition can be met in it, a run can
 * meet all of them by going everywhere. A weak assumption is met by a state in which its steps are not possible, or by
 * taking one of them; so if neither is there, no part of the component is fair. A strong one may be met by a part of the
 * component in which its steps are never possible: those states are removed, and what is left is looked at again. (Streett
 * conditions, after Emerson and Lei 1987.)
 */

import { IntList } from '../base/int-list.ts'
import { type FairUnit, matches } from '../machine/fairness-units.ts'
import type { Automaton } from './automaton.ts'
import { Components } from './components.ts'
import type { Product } from './product.ts'
import { stays } from './run-steps.ts'

/** A part of the product in which a fair run can go round forever, and come to each of its nodes. */
export interface FairCore {
  readonly nodes: Int32Array
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
    return { unit, isMeant, isPossible: graph.wherePossible(isMeant) }
  })
}

/** All fair cores: a node lies in one of them exactly if some fair run that the automaton accepts comes to it forever. */
export function fairCores(product: Product, watched: readonly WatchedUnit[]): FairCore[] {
  return new CoreSearch(product, watched).cores()
}

class CoreSearch {
  private readonly product: Product
  private readonly watched: readonly WatchedUnit[]
  private readonly components: Components
  /** By node, the part that it was put into last. */
  private readonly group: Int32Array
  private groups = 0
  /** By node, the number of its core, from 1; 0 for none. */
  private readonly coreNumbers: Int32Array

  constructor(product: Product, watched: readonly WatchedUnit[]) {
    this.product = product
    this.watched = watched
    this.components = new Components(product, product.count)
    this.group = new Int32Array(product.count)
    this.coreNumbers = new Int32Array(product.count)
  }

  cores(): FairCore[] {
    const cores: FairCore[] = []
    const pending: Int32Array[] = [this.nodesWorthALook()]
    for (let nodes = pending.pop(); nodes !== undefined; nodes = pending.pop()) {
      const mark = this.mark(nodes)
      for (const component of this.components.among(nodes, this.group, mark)) {
        const rest = this.look(component)
        if (rest === component) cores.push(this.coreOf(component, cores.length + 1))
        else if (rest.length > 0) pending.push(rest)
      }
    }
    return cores
  }

  private nodesWorthALook(): Int32Array {
    const { count, places, automaton } = this.product
    const isOfLoop = placesOfLoops(automaton)
    const found = new IntList()
    for (let node = 0; node < count; node++) if (isOfLoop[places[node]!] === 1) found.push(node)
    return found.all
  }

  private coreOf(nodes: Int32Array, number: number): FairCore {
    const { coreNumbers } = this
    for (let i = 0; i < nodes.length; i++) coreNumbers[nodes[i]!] = number
    return { nodes, has: node => coreNumbers[node] === number }
  }

  private mark(nodes: Int32Array): number {
    this.groups++
    for (let i = 0; i < nodes.length; i++) this.group[nodes[i]!] = this.groups
    return this.groups
  }

  /** The component itself if a fair run can go round in all of it, else the part in which it might. */
  private look(component: Int32Array): Int32Array {
    if (!this.meetsConditions(component)) return nothing
    if (this.watched.length === 0) return component
    const { states } = this.product
    const isTaken = this.unitsTaken(component)
    const missed = this.watched.filter((_, i) => isTaken[i] === 0)
    const isSomewhere = ({ isPossible }: WatchedUnit, value: 0 | 1): boolean =>
      component.some(node => isPossible[states[node]!] === value)
    if (missed.some(one => one.unit.strength === 'weak' && !isSomewhere(one, 0))) return nothing
    const toAvoid = missed.filter(one => one.unit.strength === 'strong' && isSomewhere(one, 1))
    if (toAvoid.length === 0) return component
    return component.filter(node => toAvoid.every(({ isPossible }) => isPossible[states[node]!] === 0))
  }

  private meetsConditions(component: Int32Array): boolean {
    const { automaton, places } = this.product
    for (let condition = 0; condition < automaton.conditions; condition++) {
      if (!component.some(node => automaton.nodes[places[node]!]?.fulfils[condition])) return false
    }
    return true
  }

  /** By unit, whether one of its steps is taken on an edge inside a component. */
  private unitsTaken(component: Int32Array): Uint8Array {
    const { starts, targets, transitions, graph } = this.product
    const mark = this.mark(component)
    const isTaken = new Uint8Array(this.watched.length)
    let left = isTaken.length
    const seen = new Uint8Array(graph.steps.length)
    for (let n = 0; n < component.length; n++) {
      const node = component[n]!
      for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) {
        if (this.group[targets[edge]!] !== mark) continue
        const step = graph.taken[transitions[edge]!]!
        if (step === stays || seen[step] === 1) continue
        seen[step] = 1
        for (const [i, { isMeant }] of this.watched.entries()) {
          if (isMeant[step] !== 1 || isTaken[i] === 1) continue
          isTaken[i] = 1
          if (--left === 0) return isTaken
        }
      }
    }
    return isTaken
  }
}

const nothing = new Int32Array(0)

/**
 * By place, whether the automaton can go round there and meet all its conditions. A component of the product lies in one
 * component of the automaton.
 */
function placesOfLoops({ nodes, conditions }: Automaton): Uint8Array {
  const starts = new Int32Array(nodes.length + 1)
  for (const [i, { next }] of nodes.entries()) starts[i + 1] = starts[i]! + next.length
  const edges = { starts, targets: Int32Array.from(nodes.flatMap(({ next }) => next)) }
  const all = Int32Array.from(nodes.keys())
  const isOfLoop = new Uint8Array(nodes.length)
  for (const component of new Components(edges, nodes.length).among(all, new Int32Array(nodes.length), 0)) {
    const isMet = (condition: number): boolean => component.some(place => nodes[place]?.fulfils[condition])
    const isGood = Array.from({ length: conditions }, (_, condition) => condition).every(isMet)
    for (const place of component) isOfLoop[place] = isGood ? 1 : 0
  }
  return isOfLoop
}
