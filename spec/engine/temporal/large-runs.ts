/**
 * Large random models with claims about whole runs, once as models and once as a plain graph of numbers, with a judge of their own. It
 * shares no code with the engines: components by Kosaraju's way, fairness looked at unit by unit.
 */

import fc from 'fast-check'
import { type Model, model, when } from 'interleave-checker'

/** A cell that counts, and goes on from its last value somewhere, or waits there. */
interface Counter {
  readonly size: number
  readonly onFrom: number | null
  /** It counts only while another cell is not at a value. */
  readonly unless: Cell | null
}

interface Cell {
  readonly cell: number
  readonly at: number
}

const forms = ['eventually', 'infinitelyOften', 'eventuallyAlways', 'leadsTo'] as const

interface LargeClaim {
  readonly form: (typeof forms)[number]
  readonly goal: Cell
  readonly given: Cell
  readonly weak: readonly Unit[]
  readonly strong: readonly Unit[]
}

const units = ['counter', 'back'] as const
type Unit = (typeof units)[number]

export interface LargeRuns {
  readonly counters: readonly Counter[]
  /** An action that puts the first cell back. */
  readonly back: { readonly from: number; readonly to: number }
  readonly claims: readonly LargeClaim[]
}

/** `scale` is the product of all sizes, more or less. */
export function largeRuns(scale: number): fc.Arbitrary<LargeRuns> {
  return fc.integer({ min: 3, max: 5 }).chain(cells => {
    const size = Math.max(3, Math.round(scale ** (1 / cells)))
    const cell = fc.record({ cell: fc.nat(cells - 1), at: fc.nat(size - 1) })
    const counter = fc.record({
      size: fc.constant(size),
      onFrom: fc.option(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(size - 1)), { freq: 6 }),
      unless: fc.option(cell),
    })
    const some = fc.subarray([...units])
    const claim = fc.record({ form: fc.constantFrom(...forms), goal: cell, given: cell, weak: some, strong: some })
    return fc.record({
      counters: fc.array(counter, { minLength: cells, maxLength: cells }),
      back: fc.record({ from: fc.nat(size - 1), to: fc.nat(size - 1) }),
      claims: fc.array(claim, { minLength: 6, maxLength: 6 }),
    })
  })
}

interface S {
  n: number[]
  counter: unknown
}

export function buildLargeRuns({ counters, back, claims }: LargeRuns): Model<never, never, string> {
  let made = model('large runs')
    .shared(() => ({ n: counters.map(() => 0) }))
    .process('counter', {
      count: counters.length,
      steps: {
        up: (s, me) => {
          const next = nextOf(counters, s.n, me.id)
          when(next !== null)
          s.n[me.id] = next as number
          return 'up'
        },
      },
    })
    .action('back', s => {
      when(s.n[0] === back.from)
      s.n[0] = back.to
    })
    .mayDeadlock() as never as Record<LargeClaim['form'], (...args: unknown[]) => never>
  for (const [i, { form, goal, given, weak, strong }] of claims.entries()) {
    const isAt =
      ({ cell, at }: Cell) =>
      (s: S) =>
        s.n[cell] === at
    const predicates = form === 'leadsTo' ? [isAt(given), isAt(goal)] : [isAt(goal)]
    made = made[form](`claim ${i}`, ...predicates, { fair: { weak, strong } })
  }
  return made as never
}

function nextOf(counters: readonly Counter[], n: readonly number[], i: number): number | null {
  const { size, onFrom, unless } = counters[i] as Counter
  if (unless !== null && n[unless.cell] === unless.at) return null
  const at = n[i] as number
  return at + 1 < size ? at + 1 : onFrom
}

/** All states that can be reached, by number, with what each mover does there: the counters, and then the action. */
interface PlainGraph {
  readonly states: readonly (readonly number[])[]
  /** `next[state * movers + mover]`, or -1 where the mover can't move. */
  readonly next: Int32Array
  readonly movers: number
}

export function plainGraph({ counters, back }: LargeRuns): PlainGraph {
  const movers = counters.length + 1
  const code = (n: readonly number[]): number => n.reduce((sum, at, i) => sum * (counters[i] as Counter).size + at, 0)
  const first = counters.map(() => 0)
  const numbers = new Map([[code(first), 0]])
  const states = [first]
  const next: number[] = []
  for (const n of states) {
    for (let mover = 0; mover < movers; mover++) {
      const cell = mover === counters.length ? 0 : mover
      const to = mover < counters.length ? nextOf(counters, n, mover) : n[0] === back.from ? back.to : null
      if (to === null) {
        next.push(-1)
        continue
      }
      const changed = n.with(cell, to)
      const known = numbers.get(code(changed))
      next.push(known ?? states.length)
      if (known === undefined) {
        numbers.set(code(changed), states.length)
        states.push(changed)
      }
    }
  }
  return { states, next: Int32Array.from(next), movers }
}

/** Whether some fair run violates a claim. */
export function isViolatedPlainly(graph: PlainGraph, { form, goal, given, weak, strong }: LargeClaim): boolean {
  const isAt = ({ cell, at }: Cell) => graph.states.map(n => n[cell] === at)
  const good = isAt(goal)
  const isFair = (among: readonly number[]) => fairIn(graph, among, weak, strong)
  const isBad = (state: number): boolean => good[state] === false
  const all = [...graph.states.keys()]
  switch (form) {
    case 'infinitelyOften':
      return isFair(all.filter(isBad)).length > 0
    case 'eventuallyAlways':
      return isFair(all).some(core => core.some(isBad))
    case 'eventually':
      return isFair(from(graph, [0].filter(isBad), isBad)).length > 0
    case 'leadsTo': {
      const isGiven = isAt(given)
      return (
        isFair(
          from(
            graph,
            all.filter(state => isGiven[state] && isBad(state)),
            isBad,
          ),
        ).length > 0
      )
    }
  }
}

/** Where a state leads to; to itself, if nothing is possible there. */
function targets({ next, movers }: PlainGraph, state: number): number[] {
  const to = [...next.subarray(state * movers, (state + 1) * movers)].filter(one => one >= 0)
  return to.length === 0 ? [state] : to
}

function from(graph: PlainGraph, starts: readonly number[], may: (state: number) => boolean): number[] {
  const found = new Set(starts)
  for (const state of found) for (const to of targets(graph, state)) if (may(to)) found.add(to)
  return [...found]
}

/** The largest sets of states among some, all of which a fair run can visit forever. */
function fairIn(graph: PlainGraph, among: readonly number[], weak: readonly Unit[], strong: readonly Unit[]) {
  const cores: number[][] = []
  const pending = [among]
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    for (const component of componentsIn(graph, part)) {
      const rest = lookedAt(graph, component, weak, strong)
      if (rest === component) cores.push(component)
      else if (rest.length > 0) pending.push(rest)
    }
  }
  return cores
}

function lookedAt(graph: PlainGraph, component: number[], weak: readonly Unit[], strong: readonly Unit[]): number[] {
  const { next, movers } = graph
  const inside = new Set(component)
  if (!component.some(state => targets(graph, state).some(to => inside.has(to)))) return []
  let rest = component
  for (let mover = 0; mover < movers; mover++) {
    const unit: Unit = mover === movers - 1 ? 'back' : 'counter'
    const can = (state: number): boolean => next[state * movers + mover]! >= 0
    const isTaken = component.some(state => inside.has(next[state * movers + mover]!))
    if (isTaken) continue
    if (weak.includes(unit) && component.every(can)) return []
    if (strong.includes(unit) && component.some(can)) rest = rest.filter(state => !can(state))
  }
  return rest
}

/** Strongly connected components, by a walk forward that notes when it leaves a state, and walks back in the reverse order. */
function componentsIn(graph: PlainGraph, part: readonly number[]): number[][] {
  const inside = new Set(part)
  const before = new Map<number, number[]>(part.map(state => [state, []]))
  const to = new Map(part.map(state => [state, targets(graph, state).filter(one => inside.has(one))]))
  for (const [state, nexts] of to) for (const one of nexts) (before.get(one) as number[]).push(state)
  const placed = new Set<number>()
  return leavingOrder(part, to)
    .reverse()
    .flatMap(root => {
      if (placed.has(root)) return []
      placed.add(root)
      const component = [root]
      for (const state of component)
        for (const earlier of before.get(state) as number[]) {
          if (placed.has(earlier)) continue
          placed.add(earlier)
          component.push(earlier)
        }
      return [component]
    })
}

function leavingOrder(part: readonly number[], to: ReadonlyMap<number, readonly number[]>): number[] {
  const met = new Set<number>()
  const left: number[] = []
  for (const root of part) {
    if (met.has(root)) continue
    met.add(root)
    const way = [{ state: root, edge: 0 }]
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const next = (to.get(last.state) as readonly number[])[last.edge++]
      if (next === undefined) {
        left.push(last.state)
        way.pop()
      } else if (!met.has(next)) {
        met.add(next)
        way.push({ state: next, edge: 0 })
      }
    }
  }
  return left
}
