/**
 * The fair cores of a product: where a fair run can loop forever.
 *
 * What a run does again and again lies in a strongly connected component. If every condition can be met in it, a run can
 * meet all of them by going everywhere. A weak assumption is met by a state in which its steps are not possible, or by
 * taking one of them; so if neither is there, no part of the component is fair. A strong one may be met by a part of the
 * component in which its steps are never possible: those states are removed, and what is left is looked at again. (Streett
 * conditions, after Emerson and Lei 1987.)
 */

import { Components, type VisitComponent } from './components.ts'
import { type NodeLists, nodeListsOf } from './node-lists.ts'
import type { Product } from './product.ts'
import type { Duties, UnitWatch } from './unit-watch.ts'

/** Nodes of a product among which a fair run can loop forever, and visit each of them. */
export type FairCore = Int32Array

/** What is assumed of runs, by what is watched in their graph. */
export interface Assumed {
  readonly watch: UnitWatch
  readonly duties: Duties
}

/** What units do in a part of a product, as bits. */
export interface UnitsSeen {
  /** Take a step. */
  readonly taken: number
  /** Can take a step in some state. */
  readonly ever: number
  /** Can take a step in every state. */
  readonly always: number
}

/** Searches the fair cores of one product. */
export class CoreSearch {
  private readonly product: Product
  private readonly components: Components
  private readonly lists: NodeLists
  /** By step, the look in which it was last seen: marks of parts begin again where a larger product is searched. */
  private readonly seenStep: Int32Array
  private looks = 0
  /** For each condition of the automaton, the places where it is met; without those that are met wherever it can go round. */
  private readonly conditions: readonly Uint8Array[]
  /** What the units of a watch do in cores that are looked at again under other assumptions. */
  private readonly known = new WeakMap<FairCore, { readonly watch: UnitWatch; readonly seen: readonly UnitsSeen[] }>()

  constructor(product: Product) {
    this.product = product
    this.lists = nodeListsOf(product.graph)
    this.components = new Components(product, this.lists)
    this.seenStep = new Int32Array(product.graph.steps.length)
    this.conditions = conditionsOf(product)
  }

  /** All fair cores: a node lies in one of them exactly if some fair run that the automaton accepts comes to it forever. */
  coresAmong(reached: Uint8Array, assumed: Assumed): FairCore[] {
    const [found, pending]: [FairCore[], Int32Array[]] = [[], []]
    this.components.amongThese(reached, this.sorting(assumed, found, pending))
    return this.search(pending, found, assumed)
  }

  /** The same where fewer assumptions have led to certain cores, since more of them leave parts of these. */
  coresWithin(cores: readonly FairCore[], assumed: Assumed): FairCore[] {
    const found: FairCore[] = []
    const pending: Int32Array[] = []
    for (const core of cores) {
      this.seenIn(core, assumed)
      const rest = this.look(core, assumed)
      if (rest === core) found.push(core)
      else if (rest.length > 0) pending.push(rest)
    }
    return this.search(pending, found, assumed)
  }

  /** By word, what the units in it do in a core. */
  seenIn(core: FairCore, { watch }: Assumed): readonly UnitsSeen[] {
    const known = this.known.get(core)
    if (known?.watch === watch) return known.seen
    const seen = this.unitsSeen(core, watch, undefined)
    this.known.set(core, { watch, seen })
    return seen
  }

  private search(pending: Int32Array[], found: FairCore[], assumed: Assumed): FairCore[] {
    const sort = this.sorting(assumed, found, pending)
    for (let nodes = pending.pop(); nodes !== undefined; nodes = pending.pop()) this.components.among(nodes, sort)
    return found
  }

  /** Puts a component where it belongs. */
  private sorting(assumed: Assumed, found: FairCore[], pending: Int32Array[]): VisitComponent {
    return (open, first, end) => {
      if (end - first === 1 && !this.leadsToItself(open[first]!)) return
      const component = open.subarray(first, end)
      const rest = this.look(component, assumed)
      // A component is good for the moment.
      if (rest === component) found.push(component.slice())
      else if (rest.length > 0) pending.push(rest)
    }
  }

  /** The component itself if a fair run can loop in all of it, else the part in which it might. */
  private look(component: Int32Array, { watch, duties }: Assumed): Int32Array {
    if (!this.meetsConditions(component)) return nothing
    const known = this.known.get(component)
    const seen = known?.watch === watch ? known.seen : this.unitsSeen(component, watch, duties)
    let rest = component
    for (const [i, word] of watch.words.entries()) {
      const [weak, strong] = [duties.weak[i]!, duties.strong[i]!]
      const { taken, ever, always } = seen[i]!
      if ((weak & ~taken & always) !== 0) return nothing
      const toAvoid = strong & ~taken & ever
      if (toAvoid !== 0) rest = rest.filter(node => (word.possible[this.product.stateOf(node)]! & toAvoid) === 0)
    }
    return rest
  }

  private meetsConditions(component: Int32Array): boolean {
    const { states } = this.product
    return this.conditions.every(isMetIn => {
      for (let i = 0; i < component.length; i++) if (isMetIn[Math.floor(component[i]! / states)] === 1) return true
      return false
    })
  }

  /** Goes through a part until all units of `duties` have been seen to take a step there: then the rest is not complete. */
  private unitsSeen(part: Int32Array, { words }: UnitWatch, duties: Duties | undefined): UnitsSeen[] {
    const { graph, states, mayTake, next } = this.product
    const { starts, transitions } = graph
    const seen = words.map(() => ({ taken: 0, ever: 0, always: -1 }))
    let isDone = duties !== undefined && words.every((_, w) => haveTaken(duties, w, 0))
    if (isDone) return seen
    const mark = this.lists.mark(part)
    const look = ++this.looks
    this.lists.order(part, mark)
    for (let i = 0; i < part.length && !isDone; i++) {
      const node = part[i]!
      const place = node < states ? 0 : Math.floor(node / states)
      const state = node - place * states
      const may = mayTake[place]!
      const places = next[place]!
      for (let w = 0; w < words.length; w++) {
        const possible = words[w]!.possible[state]!
        seen[w]!.ever |= possible
        seen[w]!.always &= possible
      }
      for (let t = starts[state]!; t < starts[state + 1]!; t++) {
        const step = transitions.stepOf(t)
        // Most have been seen already.
        if (this.seenStep[step] === look || may[step] === 0) continue
        if (!this.leadsInto(transitions.targetOf(t), places, mark)) continue
        this.seenStep[step] = look
        for (let w = 0; w < words.length; w++) seen[w]!.taken |= words[w]!.taken[step]!
        isDone = duties !== undefined && words.every((_, w) => haveTaken(duties, w, seen[w]!.taken))
      }
    }
    return seen
  }

  private leadsInto(state: number, places: Int32Array, mark: number): boolean {
    if (state < 0) return false
    const { marks } = this.lists
    for (let k = 0; k < places.length; k++) {
      const node = places[k]! * this.product.states + state
      if (node < this.product.loopCount && marks[node] === mark) return true
    }
    return false
  }

  private leadsToItself(node: number): boolean {
    const { graph, states, mayTake, next } = this.product
    const place = Math.floor(node / states)
    if (!next[place]!.includes(place)) return false
    const state = node - place * states
    for (let t = graph.starts[state]!; t < graph.starts[state + 1]!; t++)
      if (graph.transitions.targetOf(t) === state && mayTake[place]![graph.transitions.stepOf(t)] === 1) return true
    return false
  }
}

function conditionsOf({ automaton, loopCount, states }: Product): Uint8Array[] {
  const places = automaton.nodes.slice(0, loopCount / states)
  return Array.from({ length: automaton.conditions }, (_, i) =>
    Uint8Array.from(places, ({ fulfils }) => (fulfils[i] ? 1 : 0)),
  ).filter(isMet => isMet.includes(0))
}

/** Whether all units of a word of which something is assumed are among those that took a step. */
function haveTaken({ weak, strong }: Duties, word: number, taken: number): boolean {
  return ((weak[word]! | strong[word]!) & ~taken) === 0
}

const nothing = new Int32Array(0)
