/** Runs that go on forever as an engine finds them: a stem, and a loop that it leads to. */

import type { Me } from '../language/claims.ts'
import { type FairUnit, matches } from '../machine/fairness-units.ts'
import type { Move, Run } from '../outcome/outcome.ts'
import { type FairCore, fairCores, type WatchedUnit } from './fair-cores.ts'
import { FairLoops, type LoopWay } from './fair-loop.ts'
import type { Truth } from './labelling.ts'
import { type Product, smallProductOf } from './product.ts'
import { RunSteps, stays, type TakenStep } from './run-steps.ts'

/** A run through a graph, by its transitions: first `stem`, then `loop` forever. */
export interface Lasso {
  readonly initial: number
  readonly stem: readonly number[]
  /** At least one. */
  readonly loop: readonly number[]
}

/** Nodes in which a loop may begin, of which the one with the shortest loop is taken. */
const maxHomes = 24

/** A fair run with a shortest stem to a loop, and among these one with a short loop; undefined if there is none. */
export function fairLasso(
  product: Product,
  cores: readonly FairCore[],
  watched: readonly WatchedUnit[],
): Lasso | undefined {
  let best: FoundLoop | undefined
  for (const [core, homes] of nearestHomes(product, cores)) {
    const loops = new FairLoops(product, core, watched)
    for (const home of homes) {
      const lasso = tightened(lassoOf(product, home, loops.from(home, lastTransitionTo(product, home))))
      if (best === undefined || isShorter(lasso, best.lasso)) best = { lasso, core, home, loops }
    }
  }
  if (best === undefined) return undefined
  const others = [withShorterStem(product, cores, watched, best.lasso), withStemInLoop(product, watched, best)]
  return others.reduce<Lasso>((least, one) => (one !== undefined && isShorter(one, least) ? one : least), best.lasso)
}

/** Any fair run, found quickly: it may be far longer than it need be. */
export function someFairLasso(
  product: Product,
  cores: readonly FairCore[],
  watched: readonly WatchedUnit[],
): Lasso | undefined {
  const [core] = cores
  if (core === undefined) return undefined
  const home = core.nodes.reduce((least, node) => Math.min(least, node))
  return lassoOf(product, home, new FairLoops(product, core, watched).someFrom(home))
}

interface FoundLoop {
  readonly lasso: Lasso
  readonly core: FairCore
  /** The node of the core that its stem leads to. */
  readonly home: number
  readonly loops: FairLoops
}

/** The end of a stem can be part of the loop, if the loop can come back to where it begins, and the whole gets no longer. */
function withStemInLoop(
  product: Product,
  watched: readonly WatchedUnit[],
  { lasso, core, home, loops }: FoundLoop,
): Lasso | undefined {
  const { initial, stem } = lassoOf(product, home, [])
  const states = new Set(Array.from(core.nodes, node => product.states[node]!))
  for (let length = 0; length < lasso.stem.length; length++) {
    const state = length === 0 ? initial : product.graph.targets[stem[length - 1]!]!
    if (!states.has(state)) continue
    const way = loops.to(home, node => product.states[node] === state)
    const loop = [...stem.slice(length), ...way.map(edge => product.transitions[edge]!)]
    const found = { initial, stem: stem.slice(0, length), loop }
    if (length + loop.length > lasso.stem.length + lasso.loop.length) continue
    if (isAccepted(product, found) && watched.every(({ unit }) => isFairTo(product.graph, found, unit))) return found
  }
  return undefined
}

/** Whether a run is fair to a unit. */
export function isFairTo(graph: RunSteps, { loop }: Lasso, unit: FairUnit): boolean {
  const isMeant = graph.stepsOf(step => matches(unit, step))
  if (loop.some(transition => isMeant[graph.taken[transition]!] === 1)) return true
  const possible = loop.map(transition => graph.isPossible(isMeant, graph.targets[transition]!))
  return unit.strength === 'weak' ? possible.includes(false) : !possible.includes(true)
}

/** Loops that are tried in place of the end of a stem. */
const maxTried = 60

/**
 * The automaton may come to a core later than the run comes to states that it could go round in. So the stem is cut where
 * some core has its state, and if the run that goes round from there is accepted too, that is the shorter lasso.
 */
function withShorterStem(
  product: Product,
  cores: readonly FairCore[],
  watched: readonly WatchedUnit[],
  { initial, stem }: Lasso,
): Lasso | undefined {
  let tried = 0
  for (let length = 0; length < stem.length; length++) {
    const state = length === 0 ? initial : product.graph.targets[stem[length - 1]!]!
    for (const core of cores) {
      const homes = [...core.nodes].filter(node => product.states[node] === state && tried++ < maxTried)
      const loops = homes.length === 0 ? undefined : new FairLoops(product, core, watched)
      const found = homes
        .map(home => loops?.from(home, stem[length - 1]).map(edge => product.transitions[edge]!) ?? [])
        .sort((a, b) => a.length - b.length)
        .map(loop => ({ initial, stem: stem.slice(0, length), loop }))
        .find(lasso => isAccepted(product, lasso))
      if (found !== undefined) return tightened(found)
    }
  }
  return undefined
}

/** Whether the automaton of a product accepts a run. */
export function isAccepted({ graph, automaton, truths }: Product, { initial, stem, loop }: Lasso): boolean {
  const transitions = [...stem, ...loop]
  const passed = transitions.map((_, k) => (k === 0 ? initial : graph.targets[transitions[k - 1]!]!))
  const alone = new RunSteps({
    states: passed.length,
    initials: 1,
    starts: Int32Array.from({ length: passed.length + 1 }, (_, k) => k),
    targets: Int32Array.from(passed, (_, k) => (k + 1 < passed.length ? k + 1 : stem.length)),
    taken: Int32Array.from(transitions, transition => graph.taken[transition]!),
    steps: graph.steps,
  })
  const own = truths.map(({ by, of }): Truth => ({ by, of: by === 'step' ? of : Uint8Array.from(passed, s => of[s]!) }))
  return fairCores(smallProductOf(alone, automaton, own), []).length > 0
}

/** The nodes of cores that lie nearest to the beginning, by their core. */
function nearestHomes(product: Product, cores: readonly FairCore[]): Map<FairCore, number[]> {
  const depths = depthsOf(product)
  let least = Number.POSITIVE_INFINITY
  for (const { nodes } of cores) for (const node of nodes) least = Math.min(least, depths[node]!)
  const homes = new Map<FairCore, number[]>()
  let count = 0
  for (const core of cores) {
    const near = [...core.nodes].filter(node => depths[node] === least && count++ < maxHomes)
    if (near.length > 0) homes.set(core, near)
  }
  return homes
}

/** Whether its stem is shorter, or of the same length and its loop shorter. */
export function isShorter(a: Lasso, b: Lasso): boolean {
  if (a.stem.length !== b.stem.length) return a.stem.length < b.stem.length
  return a.loop.length < b.loop.length
}

/** For each node the number of edges from the beginning. */
function depthsOf({ count, foundFrom }: Product): Int32Array {
  const depths = new Int32Array(count)
  for (let node = 0; node < count; node++) {
    const from = foundFrom[node]!
    depths[node] = from < 0 ? 0 : depths[from]! + 1
  }
  return depths
}

/** With it at the end of the loop too, the loop begins before it. */
function lastTransitionTo({ foundBy, transitions }: Product, node: number): number | undefined {
  return transitions[foundBy[node]!]
}

function lassoOf(product: Product, home: number, loop: LoopWay): Lasso {
  const stem: number[] = []
  let first = home
  for (; product.foundFrom[first]! >= 0; first = product.foundFrom[first]!)
    stem.push(product.transitions[product.foundBy[first]!]!)
  return {
    initial: product.states[first]!,
    stem: stem.reverse(),
    loop: loop.map(edge => product.transitions[edge]!),
  }
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

export function moveOf(graph: RunSteps, transition: number): Move[] {
  const step = graph.taken[transition]!
  if (step === stays) return []
  const { mover, script } = graph.steps[step] as TakenStep
  return [{ mover, script }]
}
