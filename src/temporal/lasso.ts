/**
 * Runs that go on forever as an engine finds them: a stem, and a loop that it leads to.
 *
 * What is promised where the automaton is exact (exact-automaton.ts: a formula of at most seven predicates and temporal
 * operators) and the graph is small (`maxNodes`, `maxPairs`), and of claims for which any automaton will do: no run that violates the claim and is fair has a shorter stem, and none
 * with that stem has a shorter loop. Elsewhere both are short, and no more than that.
 */

import type { Me } from '../language/claims.ts'
import type { FairUnit } from '../machine/fairness-units.ts'
import type { Move, Run } from '../outcome/outcome.ts'
import type { FairCore } from './fair-cores.ts'
import { FairLoops, type LoopWay, type PairsLeft } from './fair-loop.ts'
import { needsOf } from './needs.ts'
import type { Product } from './product.ts'
import type { RunSteps } from './run-steps.ts'
import type { UnitWatch } from './unit-watch.ts'

/** A run through a graph, by its transitions: first `stem`, then `loop` forever. */
export interface Lasso {
  readonly initial: number
  readonly stem: readonly number[]
  /** At least one. */
  readonly loop: readonly number[]
}

/** Nodes of a product with an exact automaton up to which it is gone through for the sake of a short run. */
export const maxNodes = 4_000_000

/** Pairs of a node and what has been met there that are looked at for the sake of a shortest loop for a claim. */
export const maxPairs = 150_000

/** Places where a loop could begin from which some loop is looked for, where the shortest one is too much to look for. */
const maxTried = 8

/**
 * A fair run with a shortest stem to one of the cores, of which there is one at least, and a short loop; undefined if it would not be
 * shorter than `known`. For a shortest loop, as many pairs are looked at as there are `left`.
 */
export function fairLasso(
  product: Product,
  cores: readonly FairCore[],
  watch: UnitWatch,
  units: readonly FairUnit[],
  known: Lasso | undefined,
  left: PairsLeft,
): Lasso | undefined {
  const stems = new Stems(product, cores, known?.stem.length)
  const loops = new Map<number, FairLoops>()
  let best: { home: number; loop: LoopWay } | undefined
  let tried = 0
  for (const home of stems.homes) {
    const core = stems.coreOf(home)
    const ways =
      loops.get(core) ?? new FairLoops(product, stems.cores, core, needsOf(product, cores[core - 1]!, watch, units))
    loops.set(core, ways)
    const loop = ways.shortestFrom(home, best?.loop.length ?? Number.POSITIVE_INFINITY, left)
    if (loop !== undefined) best = { home, loop }
    else if (left.pairs <= 0) {
      const other = ways.someFrom(home)
      if (best === undefined || other.length < best.loop.length) best = { home, loop: other }
      if (++tried === maxTried) break
    }
  }
  if (best === undefined) return undefined
  const lasso = tightened({ ...stems.to(best.home), loop: best.loop })
  return known === undefined || isShorter(lasso, known) ? lasso : undefined
}

/** The shortest ways from the beginning to the nodes of some cores. */
class Stems {
  /** The nodes of the cores that lie nearest to the beginning; none if they lie further than `most` transitions away. */
  readonly homes: readonly number[]
  /** For each node whose place is in a loop, the number of its core, from 1; 0 for none. */
  readonly cores: Int32Array
  private readonly product: Product
  /** For each node that was found, one more than the node before it; of initial ones, their own. */
  private readonly from: Int32Array

  constructor(product: Product, cores: readonly FairCore[], most = Number.POSITIVE_INFINITY) {
    this.product = product
    this.from = new Int32Array(product.count)
    this.cores = new Int32Array(product.loopCount)
    for (const [number, core] of cores.entries())
      for (let i = 0; i < core.length; i++) this.cores[core[i]!] = number + 1
    this.homes = this.find(most)
  }

  /** The number of the core that a node is in, from 1; 0 for none. */
  coreOf(node: number): number {
    return node < this.cores.length ? this.cores[node]! : 0
  }

  /** A shortest way to a home, in transitions. */
  to(home: number): { readonly initial: number; readonly stem: readonly number[] } {
    const stem: number[] = []
    let node = home
    for (let before = this.before(node); before !== node; before = this.before(node)) {
      this.product.someEdge(before, (to, transition) => {
        if (to === node) stem.push(transition)
        return to === node
      })
      node = before
    }
    return { initial: this.product.stateOf(node), stem: stem.reverse() }
  }

  private before(node: number): number {
    return this.from[node]! - 1
  }

  private find(most: number): number[] {
    let level = [...new Set(this.product.initials)]
    for (const node of level) this.from[node] = node + 1
    for (let depth = 0; level.length > 0 && depth <= most; depth++) {
      const homes = level.filter(node => this.coreOf(node) !== 0)
      if (homes.length > 0) return homes
      level = this.leave(level)
    }
    return []
  }

  private leave(level: readonly number[]): number[] {
    const found: number[] = []
    for (const node of level) {
      this.product.someEdge(node, to => {
        if (this.from[to] === 0) {
          this.from[to] = node + 1
          found.push(to)
        }
        return false
      })
    }
    return found
  }
}

/** Whether its stem is shorter, or of the same length and its loop shorter. */
export function isShorter(a: Lasso, b: Lasso): boolean {
  if (a.stem.length !== b.stem.length) return a.stem.length < b.stem.length
  return a.loop.length < b.loop.length
}

/** The same endless run, with its loop begun as early as it can be, and gone round once. */
export function tightened({ initial, stem, loop }: Lasso): Lasso {
  const shortStem = [...stem]
  let shortLoop = onceRound(loop)
  while (shortStem.length > 0 && shortStem.at(-1) === shortLoop.at(-1)) {
    shortStem.pop()
    shortLoop = [shortLoop.at(-1) as number, ...shortLoop.slice(0, -1)]
  }
  return { initial, stem: shortStem, loop: shortLoop }
}

function onceRound(loop: readonly number[]): readonly number[] {
  for (let length = 1; length <= loop.length / 2; length++) {
    if (loop.length % length === 0 && loop.every((transition, i) => transition === loop[i % length]))
      return loop.slice(0, length)
  }
  return loop
}

/** The run, to be replayed. Where it stays, no move says so. */
export function runOf(graph: RunSteps, { initial, stem, loop }: Lasso, me: Me | undefined): Run {
  const moves = [...stem, ...loop].flatMap(transition => moveOf(graph, transition))
  return { initial, moves, loop: stem.length, ...(me !== undefined && { me }) }
}

/** The move of a transition, or none for a run that stays. */
export function moveOf(graph: RunSteps, transition: number): Move[] {
  const { mover, script } = graph.steps[graph.transitions.stepOf(transition)]!
  return mover < 0 ? [] : [{ mover, script }]
}
