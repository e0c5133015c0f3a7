/** Runs that go on for ever as an engine finds them: a stem, and a loop that it leads to. */

import type { Move, Run } from '../explore/outcome.ts'
import type { Me } from '../system/judge.ts'
import type { FairCore, Watched } from './fair-cores.ts'
import { FairLoops, type Way } from './fair-loop.ts'
import type { Product } from './product.ts'
import { type RunStep, type RunSteps, stays } from './run-steps.ts'

/** A run through a graph, by its transitions: first `stem`, then `loop` for ever. */
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
  watched: readonly Watched[],
): Lasso | undefined {
  let best: Lasso | undefined
  for (const [core, homes] of nearestHomes(product, cores)) {
    const loops = new FairLoops(product, core, watched)
    for (const home of homes) {
      const lasso = tightened(lassoOf(product, home, loops.from(home)))
      if (best === undefined || isShorter(lasso, best)) best = lasso
    }
  }
  return best
}

/** The nodes of cores that lie nearest to the beginning, by their core. */
function nearestHomes(product: Product, cores: readonly FairCore[]): Map<FairCore, number[]> {
  const depths = depthsOf(product)
  let least = Number.POSITIVE_INFINITY
  for (const { nodes } of cores) for (const node of nodes) least = Math.min(least, depths[node]!)
  const homes = new Map<FairCore, number[]>()
  let count = 0
  for (const core of cores) {
    const near = core.nodes.filter(node => depths[node] === least && count++ < maxHomes)
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

function lassoOf(product: Product, home: number, loop: Way): Lasso {
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
  const { mover, script } = graph.steps[step] as RunStep
  return [{ mover, script }]
}
