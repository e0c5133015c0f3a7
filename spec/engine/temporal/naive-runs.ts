/**
 * What temporal claims and fairness mean, said once more by trying everything: it shares no code with the engines.
 *
 * States are texts. A fair run is known by the set of transitions that it takes again and again, so all sets of
 * transitions are gone through; or runs are gone through up to a length.
 */

import { fairnessIn, isThere, type RandomFormula, type RandomRuns, type RandomStep } from './random-runs.ts'

export interface NaiveState {
  x: number
  y: number
  p: string[]
  q: string[]
}

/** Who takes which step, and picks what; `mover` is null where no step is possible and the run stays. */
interface Step {
  readonly mover: string | null
  readonly label: string | null
  readonly script: string
}

/** A step with where it leads; null where it fails. */
export interface NaiveStep extends Step {
  readonly next: NaiveState | null
}

/** A transition; `to` is null where the step fails. */
export interface Edge extends Step {
  readonly from: number
  readonly to: number | null
}

/** What is there at one time of a run: the state, the step that is taken, whichever of these it is, and all that are possible. */
export interface Moment {
  readonly state: NaiveState
  readonly taken: readonly Step[]
  readonly possible: readonly Step[]
}

export interface Graph {
  readonly states: readonly NaiveState[]
  readonly edges: readonly (readonly Edge[])[]
}

export function naiveGraph(random: RandomRuns): Graph {
  const first: NaiveState = { x: random.initials[0] as number, y: 0, p: Array(random.p.count).fill('l0'), q: ['l0'] }
  const numbers = new Map([[JSON.stringify(first), 0]])
  const states = [first]
  const edges: Edge[][] = []
  for (let from = 0; from < states.length; from++) {
    const out = stepsFrom(random, states[from] as NaiveState).map(({ next, ...step }): Edge => {
      const text = JSON.stringify(next)
      if (next !== null && !numbers.has(text)) {
        numbers.set(text, states.length)
        states.push(next)
      }
      return { from, to: next === null ? null : (numbers.get(text) as number), ...step }
    })
    if (out.length === 0) out.push({ from, to: from, mover: null, label: null, script: '' })
    edges.push(out)
  }
  return { states, edges }
}

/** What is possible in a state. */
export function stepsFrom(random: RandomRuns, state: NaiveState): NaiveStep[] {
  const out: NaiveStep[] = []
  const step = (mover: string, label: string, what: RandomStep, count: number, place?: ['p' | 'q', number]) => {
    if (what.guard !== null && state[what.guard.cell] !== what.guard.is) return
    if (what.fails) {
      out.push({ next: null, mover, label, script: '' })
      return
    }
    const isChosen = what.write?.to === 'chosen'
    for (const pick of isChosen ? [0, 1] : [undefined]) {
      const next = JSON.parse(JSON.stringify(state)) as NaiveState
      if (what.write !== null) next[what.write.cell] = pick ?? (what.write.to as number)
      if (place !== undefined) next[place[0]][place[1]] = labelAfter(label, what, count)
      out.push({ next, mover, label, script: pick === undefined ? '' : String(pick) })
    }
  }
  for (const process of ['p', 'q'] as const) {
    const steps = process === 'p' ? random.p.steps : random.q
    for (const [i, pc] of state[process].entries()) {
      const what = pc === 'done' ? undefined : steps[Number(pc.slice(1))]
      if (what !== undefined) step(`${process} ${i}`, pc, what, steps.length, [process, i])
    }
  }
  if (random.action !== null) step('act', 'act', random.action, 0)
  return out
}

/** What is there when an edge is taken. */
export function momentOf({ states, edges }: Graph, edge: Edge): Moment {
  return { state: states[edge.from] as NaiveState, taken: [edge], possible: edges[edge.from] as Edge[] }
}

function labelAfter(label: string, { goto }: RandomStep, count: number): string {
  if (goto === 'done') return 'done'
  const next = goto ?? Number(label.slice(1)) + 1
  return next < count ? `l${next}` : 'done'
}

/** Whether an edge is a step that a name means; `instance` narrows it to one. */
function isMeant(edge: Step, name: string): boolean {
  if (edge.mover === null) return false
  if (name === 'act') return edge.mover === 'act'
  const [process, label] = name.split(': ')
  return edge.mover.split(' ')[0] === process && (label === undefined || edge.label === label)
}

/** What fairness is about, instance by instance: which edges are meant. */
function fairParts(random: RandomRuns): { readonly isStrong: boolean; readonly means: (step: Step) => boolean }[] {
  const { weak, strong } = fairnessIn(random)
  const parts = (given: string, isStrong: boolean) => {
    const name = given.replace('each ', '')
    const instances = name.startsWith('p') ? random.p.count : 1
    const means = (i: number) => (edge: Step) =>
      isMeant(edge, name) && (edge.mover === 'act' || edge.mover?.endsWith(` ${i}`) === true)
    return Array.from({ length: instances }, (_, i) => means(i)).flatMap(isOfOne => {
      if (name === given) return [{ isStrong, means: isOfOne }]
      return ['', '0', '1'].map(script => ({ isStrong, means: (e: Step) => e.script === script && isOfOne(e) }))
    })
  }
  return [...weak.flatMap(name => parts(name, false)), ...strong.flatMap(name => parts(name, true))]
}

/** Whether a run is fair in which these moments come again and again, and no others. */
export function isFair(random: RandomRuns, round: readonly Moment[]): boolean {
  return fairParts(random).every(({ isStrong, means }) => {
    if (round.some(({ taken }) => taken.some(means))) return true
    const isReady = round.map(({ possible }) => possible.some(means))
    return isStrong ? !isReady.includes(true) : isReady.includes(false)
  })
}

export type Predicate = (state: NaiveState) => boolean

export function predicateOf(random: RandomRuns, formula: RandomFormula, me: number): Predicate {
  if (formula.f === 'cell') return state => state[formula.cell] === formula.is
  if (formula.f === 'at') return state => state.p[random.isForEach ? me : 0] === `l${formula.label}`
  throw new Error('no predicate')
}

const maxEdges = 11

/** Every set of edges that a run could take again and again, and that is fair; undefined if there are too many. */
export function fairRounds(random: RandomRuns, graph: Graph): Edge[][] | undefined {
  const all = graph.edges.flat().filter(({ to }) => to !== null)
  // An edge that no way leads back from is in no round.
  const edges = all.filter(({ from, to }) => reach(all, [to as number]).has(from))
  if (edges.length > maxEdges) return undefined
  const rounds: Edge[][] = []
  for (let set = 1; set < 2 ** edges.length; set++) {
    const round = edges.filter((_, i) => (set >> i) % 2 === 1)
    if (
      isConnected(round) &&
      isFair(
        random,
        round.map(edge => momentOf(graph, edge)),
      )
    )
      rounds.push(round)
  }
  return rounds
}

/** Whether a run can take all of these edges again and again: from each there is a way to each other. */
function isConnected(round: readonly Edge[]): boolean {
  const [first] = round as [Edge]
  const there = reach(round, [first.from])
  const back = reach(
    round.map(({ from, to }) => ({ from: to as number, to: from })),
    [first.from],
  )
  return round.every(({ from, to }) => there.has(from) && back.has(to as number))
}

function reach(
  edges: readonly { readonly from: number; readonly to: number | null }[],
  starts: readonly number[],
): Set<number> {
  const seen = new Set(starts)
  for (const state of seen) for (const { from, to } of edges) if (from === state && to !== null) seen.add(to)
  return seen
}

/** The states that can be come to from `starts` through states that `may` be passed. */
export function reachable(graph: Graph, starts: readonly number[], may: (state: number) => boolean): Set<number> {
  return reach(
    graph.edges.flat().filter(({ from, to }) => may(from) && to !== null && may(to)),
    starts.filter(may),
  )
}

/** A lasso: edges one after the other, from `loop` on again and again. */
export interface NaiveLasso {
  readonly edges: readonly Edge[]
  readonly loop: number
}

/** A run that goes on with the moment `loop` after its last moment. */
export interface NaiveRun {
  readonly moments: readonly Moment[]
  readonly loop: number
}

/** The run of a lasso, whose loop is gone round `rounds` times more before it. */
export function runAlong({ edges, loop }: NaiveLasso, rounds: number, seen: (edge: Edge) => Moment): NaiveRun {
  const more = Array.from({ length: rounds }, () => edges.slice(loop)).flat()
  return { moments: [...edges, ...more].map(seen), loop: loop + more.length }
}

/** All lassos of at most `most` edges; `visit` says whether to stop. */
export function eachLasso(graph: Graph, most: number, visit: (lasso: NaiveLasso) => boolean): boolean {
  const way: Edge[] = []
  const go = (state: number): boolean => {
    for (const edge of graph.edges[state] as Edge[]) {
      if (edge.to === null) continue
      way.push(edge)
      for (let loop = 0; loop < way.length; loop++) {
        if ((way[loop] as Edge).from === edge.to && visit({ edges: [...way], loop })) return true
      }
      if (way.length < most && go(edge.to)) return true
      way.pop()
    }
    return false
  }
  return go(0)
}

/** For each place of a lasso, whether a formula is true of the run from there on, by the words of its definition. */
export function truthAt(random: RandomRuns, run: NaiveRun, formula: RandomFormula, me: number): boolean[] {
  const { moments, loop } = run
  const folded = (k: number): number => (k < moments.length ? k : loop + ((k - loop) % (moments.length - loop)))
  const of = (part: RandomFormula): Truth => {
    const truth = truthAt(random, run, part, me)
    return k => truth[folded(k)] as boolean
  }
  const places = moments.map((_, k) => k)
  // Whatever comes later comes within two rounds.
  const later = (k: number): number[] => Array.from({ length: 2 * moments.length }, (_, i) => k + i)
  switch (formula.f) {
    case 'cell':
    case 'at': {
      const isTrue = predicateOf(random, formula, me)
      return moments.map(({ state }) => isTrue(state))
    }
    case 'taken':
    case 'enabled': {
      const which = formula.f === 'taken' ? 'taken' : 'possible'
      const isNamed = (step: Step): boolean => isThere(random, formula.steps) && isMeant(step, formula.steps)
      return moments.map(moment => moment[which].some(isNamed))
    }
    case 'not':
    case 'always':
    case 'eventually': {
      const part = of(formula.part)
      if (formula.f === 'not') return places.map(k => !part(k))
      return places.map(k => (formula.f === 'always' ? later(k).every(part) : later(k).some(part)))
    }
    case 'once':
    case 'historically':
    case 'since': {
      const left = 'left' in formula ? of(formula.left) : () => true
      const right = of('left' in formula ? formula.right : formula.part)
      if (formula.f === 'historically') return places.map(k => places.slice(0, k + 1).every(right))
      const isBetween = (j: number, k: number): boolean => places.slice(j + 1, k + 1).every(left)
      return places.map(k => places.slice(0, k + 1).some(j => right(j) && isBetween(j, k)))
    }
    case 'and':
    case 'or':
    case 'implies':
    case 'until':
    case 'release': {
      const joined = joins[formula.f](of(formula.left), of(formula.right), later)
      return places.map(joined)
    }
  }
}

type Truth = (k: number) => boolean

const joins: Record<
  'and' | 'or' | 'implies' | 'until' | 'release',
  (left: Truth, right: Truth, later: (k: number) => number[]) => Truth
> = {
  and: (left, right) => k => left(k) && right(k),
  or: (left, right) => k => left(k) || right(k),
  implies: (left, right) => k => !left(k) || right(k),
  until: (left, right, later) => k => later(k).some(j => right(j) && later(k).every(i => i >= j || left(i))),
  release: (left, right, later) => k => later(k).every(j => right(j) || later(k).some(i => i < j && left(i))),
}
