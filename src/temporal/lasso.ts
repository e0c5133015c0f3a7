/**
 * Runs that go on forever as an engine finds them: a stem, and a loop that it leads to.
 *
 * What is promised where the automaton is exact (exact-automaton.ts: a formula of at most seven predicates and temporal
 * operators) and the graph is small (`maxNodes`, `maxPairs`): no run that violates the claim and is fair has a shorter stem, and none
 * with that stem has a shorter loop. Elsewhere both are short, and no more than that.
 */

import type { Me } from '../language/claims.ts'
import type { FairUnit } from '../machine/fairness-units.ts'
import type { Move, Run } from '../outcome/outcome.ts'
import type { FairCore } from './fair-cores.ts'
import { FairLoops, type LoopWay } from './fair-loop.ts'
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

/** Pairs of a node and what has been met there that are looked at for the sake of a shortest loop. */
const maxPairs = 150_000

/** Places where a loop could begin from which some loop is looked for, where the shortest one is too much to look for. */
const maxTried = 8

/** A fair run with a shortest stem to one of the cores, of which there is one at least, and a short loop. */
export function fairLasso(
  product: Product,
  cores: readonly FairCore[],
  watch: UnitWatch,
  units: readonly FairUnit[],
): Lasso {
  const stems = new Stems(product, cores)
  const loops = new Map<FairCore, FairLoops>()
  let best: { home: number; loop: LoopWay } | undefined
  const left = { pairs: maxPairs }
  let tried = 0
  for (const home of stems.homes) {
    const core = stems.coreOf(home)
    const ways = loops.get(core) ?? new FairLoops(product, core, watch, units)
    loops.set(core, ways)
    const loop = ways.shortestFrom(home, best?.loop.length ?? Number.POSITIVE_INFINITY, left)
    if (loop !== undefined) best = { home, loop }
    else if (left.pairs <= 0) {
      const other = ways.someFrom(home)
      if (best === undefined || other.length < best.loop.length) best = { home, loop: other }
      if (++tried === maxTried) break
    }
  }
  const { home, loop } = best as { home: number; loop: LoopWay }
  return tightened({ ...stems.to(home), loop })
}

/** The shortest ways from the beginning to the nodes of some cores. */
class Stems {
  /** The nodes of the cores that lie nearest to the beginning. */
  readonly homes: readonly number[]
  private readonly product: Product
  private readonly cores: readonly FairCore[]
  /** For each node the number of its core, from 1; 0 for none. */
  private readonly coreNumbers: Int32Array
  /** For each node that was found, one more than the node before it; of initial ones, their own. */
  private readonly from: Int32Array

  constructor(product: Product, cores: readonly FairCore[]) {
    this.product = product
    this.cores = cores
    this.from = new Int32Array(product.count)
    this.coreNumbers = new Int32Array(product.count)
    for (const [number, core] of cores.entries())
      for (let i = 0; i < core.length; i++) this.coreNumbers[core[i]!] = number + 1
    this.homes = this.find()
  }

  coreOf(home: number): FairCore {
    return this.cores[this.coreNumbers[home]! - 1]!
  }

  /** A shortest way to a home, in transitions. */
  to(home: number): { readonly initial: number; readonly stem: readonly number[] } {
    const stem: number[] = []
    let node = home
    for (let before = this.before(node); before !== node; before = this.before(node)) {
      const edge = this.product.edgesOf(before).find(({ to }) => to === node) as { transition: number }
      stem.push(edge.transition)
      node = before
    }
    return { initial: this.product.stateOf(node), stem: stem.reverse() }
  }

  private before(node: number): number {
    return this.from[node]! - 1
  }

  private find(): number[] {
    let level = [...new Set(this.product.initials)]
    for (const node of level) this.from[node] = node + 1
    while (level.length > 0) {
      const homes = level.filter(node => this.coreNumbers[node] !== 0)
      if (homes.length > 0) return homes
      level = level.flatMap(node => this.leave(node))
    }
    return []
  }

  private leave(node: number): number[] {
    const found: number[] = []
    for (const { to } of this.product.edgesOf(node)) {
      if (this.from[to] !== 0) continue
      this.from[to] = node + 1
      found.push(to)
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
  const { mover, script } = graph.steps[graph.taken[transition]!]!
  return mover < 0 ? [] : [{ mover, script }]
}
