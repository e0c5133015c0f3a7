/**
 * What temporal claims mean, by the words of their definitions: the judge of the faster way, used by the reference engine.
 *
 * Every node of the product is an object with a list of its edges. Fairness is looked at unit by unit, assumption by
 * assumption, in every strongly connected component (Kosaraju and Sharir) and in what is left of it. Wherever it is small
 * enough, the automaton is the one that says at each moment which parts of the formula are true from there on.
 */

import { type FairUnit, matches } from '../machine/fairness-units.ts'
import { type Automaton, automatonOf } from './automaton.ts'
import type { Goal } from './can-always.ts'
import { exactAutomatonOf } from './exact-automaton.ts'
import type { NormalForm } from './normal-form.ts'
import { type RunSteps, stays } from './run-steps.ts'
import type { Truth } from './truth.ts'

/** Whether some run that is fair to the units makes a formula true; undefined where the formula is too large. */
export function isTrueOfSomeRun(
  graph: RunSteps,
  form: NormalForm,
  truths: readonly Truth[],
  units: readonly FairUnit[],
): boolean | undefined {
  const automaton = exactAutomatonOf(form) ?? automatonOf(form)
  if (automaton === undefined) return undefined
  return new Textbook(graph, automaton, units).hasFairLoop(nodesOf(graph, automaton, truths))
}

/** Whether from some state no run leads to a goal. */
export function isLostSomewhere(graph: RunSteps, { truth }: Goal): boolean {
  const before: number[][] = Array.from({ length: graph.states }, () => [])
  for (let state = 0; state < graph.states; state++)
    for (const { to } of transitionsFrom(graph, state)) if (to >= 0) before[to]!.push(state)
  const isKnown = (state: number): boolean => transitionsFrom(graph, state).length > 0
  const can = new Set([...before.keys()].filter(state => truth[state] === 1 || !isKnown(state)))
  for (const state of can) for (const earlier of before[state]!) can.add(earlier)
  return can.size < graph.states
}

interface ProductNode {
  readonly state: number
  readonly place: number
  readonly next: { readonly node: ProductNode; readonly step: number }[]
  readonly before: ProductNode[]
}

function transitionsFrom({ starts, transitions }: RunSteps, state: number) {
  return Array.from({ length: starts[state + 1]! - starts[state]! }, (_, i) => {
    return { to: transitions.targetOf(starts[state]! + i), step: transitions.stepOf(starts[state]! + i) }
  })
}

/** The nodes of the product that a run can come to. */
function nodesOf(graph: RunSteps, automaton: Automaton, truths: readonly Truth[]): Set<ProductNode> {
  const nodes = new Map<string, ProductNode>()
  const agrees = (place: number, by: Truth['by'], number: number): boolean =>
    automaton.nodes[place]!.literals.every(({ atom, isTrue }) => {
      const truth = truths[atom]!
      return truth.by !== by || (truth.of[number] === 1) === isTrue
    })
  const enter = (state: number, place: number): ProductNode | undefined => {
    if (!agrees(place, 'state', state)) return undefined
    const node = nodes.get(`${state} ${place}`) ?? { state, place, next: [], before: [] }
    nodes.set(`${state} ${place}`, node)
    return node
  }
  for (let state = 0; state < graph.initials; state++) for (const place of automaton.initials) enter(state, place)
  for (const node of nodes.values()) {
    for (const { to, step } of transitionsFrom(graph, node.state)) {
      if (to < 0 || !agrees(node.place, 'step', step)) continue
      for (const place of automaton.nodes[node.place]!.next) {
        const next = enter(to, place)
        if (next === undefined) continue
        node.next.push({ node: next, step })
        next.before.push(node)
      }
    }
  }
  return new Set(nodes.values())
}

class Textbook {
  private readonly graph: RunSteps
  private readonly automaton: Automaton
  private readonly units: readonly FairUnit[]

  constructor(graph: RunSteps, automaton: Automaton, units: readonly FairUnit[]) {
    this.graph = graph
    this.automaton = automaton
    this.units = units
  }

  /** Whether a run can go round among some nodes forever, meet all conditions of the automaton, and be fair. */
  hasFairLoop(nodes: ReadonlySet<ProductNode>): boolean {
    return componentsAmong(nodes).some(component => this.isFairSomewhere(component))
  }

  private isFairSomewhere(component: ReadonlySet<ProductNode>): boolean {
    const all = [...component]
    const edges = all.flatMap(({ next }) => next.filter(({ node }) => component.has(node)))
    if (edges.length === 0 || !this.meetsConditions(all)) return false
    const untaken = this.units.filter(unit => !edges.some(({ step }) => this.isMeant(unit, step)))
    const isPossible = (unit: FairUnit) => (node: ProductNode) => this.isPossible(unit, node)
    if (untaken.some(unit => unit.strength === 'weak' && all.every(isPossible(unit)))) return false
    const owed = untaken.filter(unit => unit.strength === 'strong' && all.some(isPossible(unit)))
    if (owed.length === 0) return true
    return this.hasFairLoop(new Set(all.filter(node => !owed.some(unit => isPossible(unit)(node)))))
  }

  private meetsConditions(nodes: readonly ProductNode[]): boolean {
    const conditions = Array.from({ length: this.automaton.conditions }, (_, i) => i)
    return conditions.every(i => nodes.some(({ place }) => this.automaton.nodes[place]!.fulfils[i]))
  }

  private isPossible(unit: FairUnit, { state }: ProductNode): boolean {
    if (unit.isSeen === true) return this.graph.whereEnabled(unit)[state] === 1
    return transitionsFrom(this.graph, state).some(({ step }) => this.isMeant(unit, step))
  }

  private isMeant(unit: FairUnit, step: number): boolean {
    return step !== stays && matches(unit, this.graph.steps[step]!)
  }
}

/** The strongly connected components of edges among some nodes: backwards, in the order in which a walk leaves nodes last. */
function componentsAmong(nodes: ReadonlySet<ProductNode>): Set<ProductNode>[] {
  const placed = new Set<ProductNode>()
  return leftLast(nodes).flatMap(root => {
    if (placed.has(root)) return []
    const component = new Set([root])
    placed.add(root)
    for (const node of component)
      for (const before of node.before) {
        if (!nodes.has(before) || placed.has(before)) continue
        placed.add(before)
        component.add(before)
      }
    return [component]
  })
}

/** The nodes in the order in which a walk depth first leaves them, the last one first. */
function leftLast(nodes: ReadonlySet<ProductNode>): ProductNode[] {
  const met = new Set<ProductNode>()
  const left: ProductNode[] = []
  for (const root of nodes) {
    const way = met.has(root) ? [] : [{ node: root, edge: 0 }]
    met.add(root)
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const next = last.node.next[last.edge++]?.node
      if (next === undefined) left.push(way.pop()!.node)
      else if (nodes.has(next) && !met.has(next)) {
        met.add(next)
        way.push({ node: next, edge: 0 })
      }
    }
  }
  return left.reverse()
}
