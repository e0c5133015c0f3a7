/**
 * Shortest runs that differ in more than the order of independent steps.
 *
 * Two neighbouring steps of a run are independent if different movers take them and neither reads or writes a cell that
 * the other writes. Runs that differ only by swaps of such neighbours are one run to a reader: a trace in the sense of
 * Mazurkiewicz (1977). For each trace, only its lexicographic normal form by the order of movers is searched for: no
 * step can be moved forward, past steps that are all independent of it, to a place before a step of a later mover
 * (Anisimov and Knuth 1979). Prefixes of normal forms are normal forms, so other runs are abandoned early. A last step
 * that is itself the violation stays last, since it depends on the whole state.
 */

import { areIndependent, type StepCells, StepCellsOf } from '../footprint/step-cells.ts'
import type { Machine } from '../machine/machine.ts'
import { type ClaimOutcome, type Move, moveText, type Run } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { MergedRuns, type RunEdge } from './merged-runs.ts'

export interface DistinctRuns {
  /** The simplest run, and as many others as were requested and found, the most different ones first. */
  readonly runs: readonly Run[]
  /** How many there are, or how many were found before the limit. */
  readonly found: number
  /** Whether all were found. */
  readonly isAll: boolean
}

export interface DistinctLimits {
  /** The most transitions on shortest runs that are considered. Default 20,000. */
  readonly maxEdges?: number | undefined
  /** The longest runs that are considered. Default 500. */
  readonly maxSteps?: number | undefined
  /** The number of runs after which the search for more stops. Default 2,000, fewer for runs of more than 30 steps. */
  readonly maxRuns?: number | undefined
  /** The most transitions followed in the search for them. Default 200,000. */
  readonly maxFollowed?: number | undefined
}

/** A step of a run with the cells that it reads and writes. */
interface RunEvent {
  readonly edge: RunEdge
  readonly label: string
  readonly cells: StepCells | undefined
}

/** One of the runs that differ only in the order of independent steps. */
interface EventTrace {
  readonly start: StateId
  readonly events: readonly RunEvent[]
}

/**
 * At most `wanted` shortest runs to the finding of a claim, the simplest first, no two of which differ only in the
 * order of independent steps.
 *
 * Each of the others is the remaining run that differs most from the nearest run already chosen (in steps that only one
 * of the two takes): farthest-first selection (Gonzalez 1985). Ties are decided by fewer context switches, then by the
 * order of movers. Each run is shown with few context switches. Requires an outcome with all its shortest runs; without
 * them, or if they have too many transitions, only the simplest run is returned.
 */
export function distinctRuns(
  machine: Machine,
  { run, shortestRuns }: ClaimOutcome,
  wanted: number,
  limits: DistinctLimits = {},
): DistinctRuns {
  if (run === undefined) return { runs: [], found: 0, isAll: true }
  const { maxEdges = 20_000, maxSteps = 500 } = limits
  const alone = { runs: [run], found: 1, isAll: false }
  if (shortestRuns === undefined || run.moves.length > maxSteps) return alone
  const merged = new MergedRuns(machine, shortestRuns)
  if (merged.edgeCount > maxEdges) return alone
  const search = new TraceSearch(machine, merged, limits)
  const { traces, isAll } = search.all(run.moves.length)
  const simplest = search.canonicalOf(run)
  const others = traces.filter(trace => textOf(trace) !== simplest)
  const chosen = mostDifferent(
    traces.find(trace => textOf(trace) === simplest),
    others,
    wanted - 1,
  )
  return {
    runs: [run, ...chosen.map(trace => runOf(merged, trace))],
    found: others.length + 1,
    isAll,
  }
}

class TraceSearch {
  private readonly merged: MergedRuns
  private readonly limits: DistinctLimits
  private readonly cellsOf: StepCellsOf
  private readonly events = new Map<RunEdge, RunEvent>()

  constructor(machine: Machine, merged: MergedRuns, limits: DistinctLimits) {
    this.merged = merged
    this.limits = limits
    this.cellsOf = new StepCellsOf(
      machine,
      merged.nodes.map(id => merged.stateOf(id)),
    )
  }

  /** Enumerates every trace of the given length once, depth first. */
  all(steps: number): { traces: EventTrace[]; isAll: boolean } {
    const { merged } = this
    // Comparing the steps of a run pairwise takes quadratic time.
    const affordable = Math.max(10, Math.min(2000, Math.floor(2_000_000 / (steps * steps))))
    const { maxRuns = affordable, maxFollowed = 200_000 } = this.limits
    const traces: EventTrace[] = []
    let followed = 0
    let isAll = true
    const visit = (start: StateId, state: StateId | undefined, events: readonly RunEvent[]): void => {
      if (state === undefined || merged.goals.has(state)) {
        traces.push({ start, events })
        return
      }
      for (const edge of merged.edgesFrom(state)) {
        if (traces.length >= maxRuns || followed >= maxFollowed) {
          isAll = false
          return
        }
        followed++
        const event = this.eventOf(edge)
        if (keepsOrder(events, event)) visit(start, edge.to, [...events, event])
      }
    }
    for (const start of merged.starts) visit(start, start, [])
    return { traces, isAll }
  }

  /** A text that identifies the trace of a run. */
  canonicalOf(run: Run): string {
    const events: RunEvent[] = []
    let state: StateId | undefined = run.initial
    for (const move of run.moves) {
      const edge: RunEdge = this.merged.edgeBy(state, move)
      events.push(this.eventOf(edge))
      state = edge.to
    }
    return textOf({ start: run.initial, events: new Reordering(events).least() })
  }

  private eventOf(edge: RunEdge): RunEvent {
    const known = this.events.get(edge)
    if (known !== undefined) return known
    const { from, move, to } = edge
    const label = this.merged.transition(edge).step
    const cells = to === undefined ? undefined : this.cellsOf.of(this.merged.stateOf(from), move.mover, move.script)
    const event = { edge, label, cells }
    this.events.set(edge, event)
    return event
  }
}

/** Whether `events` followed by `event` is still a normal form. */
function keepsOrder(events: readonly RunEvent[], event: RunEvent): boolean {
  for (let i = events.length - 1; i >= 0; i--) {
    const before = events[i] as RunEvent
    if (!mayBeSwapped(before, event)) return true
    if (moverOf(before) > moverOf(event)) return false
  }
  return true
}

function mayBeSwapped(a: RunEvent, b: RunEvent): boolean {
  return moverOf(a) !== moverOf(b) && areIndependent(a.cells, b.cells)
}

function moverOf({ edge }: RunEvent): number {
  return edge.move.mover
}

/** Orders the events of a trace so that there are few context switches. */
class Reordering {
  private readonly events: readonly RunEvent[]
  /** For each event, the earlier events that must stay before it. */
  private readonly needs: readonly (readonly number[])[]
  private readonly taken = new Set<number>()

  constructor(events: readonly RunEvent[]) {
    this.events = events
    this.needs = events.map((event, i) =>
      events.slice(0, i).flatMap((before, k) => (mayBeSwapped(before, event) ? [] : [k])),
    )
  }

  /** The order that always takes the next possible event of the first mover. */
  least(): RunEvent[] {
    return this.order(ready => ready.reduce((a, b) => (this.mover(b) < this.mover(a) ? b : a)))
  }

  /** The order that continues with a mover as long as possible, and then with the one that can continue longest. */
  withFewSwitches(): RunEvent[] {
    let last = -1
    return this.order(ready => {
      const next = ready.find(i => this.mover(i) === last) ?? ready.reduce((a, b) => (this.isBetter(b, a) ? b : a))
      last = this.mover(next)
      return next
    })
  }

  private order(choose: (ready: readonly number[]) => number): RunEvent[] {
    const order: RunEvent[] = []
    this.taken.clear()
    while (order.length < this.events.length) {
      const next = choose(this.events.flatMap((_, i) => (!this.taken.has(i) && this.isReady(i) ? [i] : [])))
      this.taken.add(next)
      order.push(this.events[next] as RunEvent)
    }
    return order
  }

  private isReady(i: number, taken: ReadonlySet<number> = this.taken): boolean {
    return (this.needs[i] ?? []).every(k => taken.has(k))
  }

  private isBetter(i: number, than: number): boolean {
    const more = this.inARow(i) - this.inARow(than)
    return more > 0 || (more === 0 && this.mover(i) < this.mover(than))
  }

  /** The number of steps that the mover of an event can take in a row. */
  private inARow(first: number): number {
    const taken = new Set(this.taken)
    const own = this.events.flatMap((_, i) => (i >= first && this.mover(i) === this.mover(first) ? [i] : []))
    for (const i of own) {
      if (!this.isReady(i, taken)) break
      taken.add(i)
    }
    return taken.size - this.taken.size
  }

  private mover(i: number): number {
    return moverOf(this.events[i] as RunEvent)
  }
}

function textOf({ start, events }: EventTrace): string {
  return [start, ...events.map(({ edge }) => moveText(edge.move))].join(' ')
}

/** Picks traces one by one, each as far as possible from those picked before. */
function mostDifferent(first: EventTrace | undefined, others: readonly EventTrace[], wanted: number): EventTrace[] {
  const left = others.map(trace => {
    const events = new Reordering(trace.events).withFewSwitches()
    return { trace: { ...trace, events }, steps: stepsOf(trace), switches: switchesOf(events), distance: Infinity }
  })
  const chosen: EventTrace[] = []
  let last = first === undefined ? undefined : stepsOf(first)
  while (chosen.length < wanted && left.length > 0) {
    if (last !== undefined) for (const one of left) one.distance = Math.min(one.distance, difference(one.steps, last))
    const best = left.reduce((a, b) =>
      b.distance > a.distance || (b.distance === a.distance && b.switches < a.switches) ? b : a,
    )
    chosen.push(best.trace)
    last = best.steps
    left.splice(left.indexOf(best), 1)
  }
  return chosen
}

/** The steps of all movers, whatever their order: each step with its occurrence number. */
function stepsOf({ start, events }: EventTrace): ReadonlySet<string> {
  const counts = new Map<string, number>()
  return new Set([
    `from ${start}`,
    ...events.map(event => {
      const text = `${event.label} ${moveText(event.edge.move)}`
      const count = counts.get(text) ?? 0
      counts.set(text, count + 1)
      return `${text} ${count}`
    }),
  ])
}

function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const onlyIn = (x: ReadonlySet<string>, y: ReadonlySet<string>) => [...x].filter(step => !y.has(step)).length
  return onlyIn(a, b) + onlyIn(b, a)
}

function switchesOf(events: readonly RunEvent[]): number {
  return events.filter((event, i) => i > 0 && moverOf(event) !== moverOf(events[i - 1] as RunEvent)).length
}

function runOf(merged: MergedRuns, { start, events }: EventTrace): Run {
  const moves = events.map(({ edge }) => edge.move)
  const shortest: Move[][] = []
  let state: StateId | undefined = start
  for (const move of moves) {
    const edge: RunEdge = merged.edgeBy(state, move)
    shortest.push(merged.edgesFrom(edge.from).map(other => other.move))
    state = edge.to
  }
  return { initial: start, moves, shortest }
}
