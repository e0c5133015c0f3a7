/**
 * Whether what logs say is a run of a model.
 *
 * The search goes level by level: after `k` events, it knows all ways of having taken `k` of them, in the order of each log
 * and in any order between logs, and for each way the states in which the system may then be. So nothing that is possible is
 * left out, and only one level is kept.
 */

import type { Machine } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { isSeenState, isSeenStep, type LogSighting } from './log-map.ts'
import type { LogSource } from './log-source.ts'
import {
  Possibilities,
  type Possible,
  type PossibleStates,
  TooManyPossibilities,
  type UnseenLimits,
} from './possible-states.ts'

/** One way of having taken some events of each log. */
export interface Merged {
  /** The number of events taken, by log. */
  readonly taken: readonly number[]
  readonly states: PossibleStates
}

/** The end of an acceptance. */
export interface Acceptance {
  readonly isAccepted: boolean
  /** The number of events that were taken, of all logs. */
  readonly events: number
  /** The ways that came furthest, each with the states in which the system may be, and unseen steps. */
  readonly furthest: readonly Merged[]
  /** Whether more unseen steps in a row than the limit might have helped. */
  readonly wasCut: boolean
  /** Whether there were more possibilities than the limit after the last event that was taken. */
  readonly isTooMany: boolean
  readonly isInterrupted: boolean
}

export interface AcceptanceOptions extends UnseenLimits {
  /** Whether a step may happen without an event. */
  readonly isUnseen: (transition: Transition) => boolean
  readonly signal: AbortSignal
  readonly onProgress: (events: number, states: number) => void
}

/** A run is remembered for at least this many events back. */
const remembered = 100
/** Between two looks at the signal. */
const pauseEveryMs = 100
/** Between two looks at the clock, in states after an event. */
const statesPerLook = 512

export async function acceptance(
  machine: Machine,
  logs: readonly LogSource[],
  options: AcceptanceOptions,
): Promise<Acceptance> {
  return new Accepting(machine, logs, options).run()
}

class Accepting {
  private readonly possibilities: Possibilities
  private readonly logs: readonly LogSource[]
  private readonly options: AcceptanceOptions
  private level: readonly Merged[]
  private events = 0
  /** Where the runs that are remembered begin. */
  private beginnings: RememberedStart[] = []
  private pausedAt = Number.NEGATIVE_INFINITY
  private statesSinceLook = statesPerLook

  constructor(machine: Machine, logs: readonly LogSource[], options: AcceptanceOptions) {
    this.possibilities = new Possibilities(machine, options.isUnseen, options)
    this.logs = logs
    this.options = options
    this.level = [{ taken: logs.map(() => 0), states: this.possibilities.initial }]
  }

  async run(): Promise<Acceptance> {
    try {
      return await this.search()
    } catch (error) {
      if (!(error instanceof TooManyPossibilities)) throw error
      return this.end(false, { isTooMany: true })
    }
  }

  private async search(): Promise<Acceptance> {
    for (;;) {
      await this.read()
      if (this.mayPause() && (await this.isStopped())) return this.end(false, { isInterrupted: true })
      this.level = this.level.map(({ taken, states }) => ({ taken, states: this.possibilities.withUnseen(states) }))
      if (this.level.every(({ taken }) => this.nextOf(taken).length === 0)) return this.end(true)
      const next = this.following()
      if (next.length === 0) return this.end(false)
      this.level = next
      this.events++
      if (this.events % remembered === 0) this.forget()
    }
  }

  private end(isAccepted: boolean, why: Partial<Acceptance> = {}): Acceptance {
    const { events, level: furthest } = this
    const { wasCut } = this.possibilities
    return { isAccepted, events, furthest, wasCut, isTooMany: false, isInterrupted: false, ...why }
  }

  /** Reads the events that may come next. */
  private async read(): Promise<void> {
    for (const [i, log] of this.logs.entries()) {
      for (const { taken } of this.level) if (!log.has(taken[i] as number)) await log.reach(taken[i] as number)
    }
  }

  private nextOf(taken: readonly number[]): { readonly log: number; readonly seen: LogSighting }[] {
    return this.logs.flatMap((source, log) => {
      const seen = source.at(taken[log] as number)
      return seen === undefined ? [] : [{ log, seen }]
    })
  }

  /** The next level: one event more, of any log. */
  private following(): Merged[] {
    const found = new Map<string, { readonly taken: readonly number[]; readonly states: Map<string, Possible> }>()
    let states = 0
    for (const { taken, states: before } of this.level) {
      for (const { log, seen } of this.nextOf(taken)) {
        const after = this.after(before, seen)
        if (after.size === 0) continue
        const now = taken.map((count, i) => (i === log ? count + 1 : count))
        const known = found.get(String(now)) ?? { taken: now, states: new Map() }
        for (const [key, one] of after) if (isBetter(one, known.states.get(key))) known.states.set(key, one)
        found.set(String(now), known)
        states += after.size
        if (states > this.options.states)
          throw new TooManyPossibilities(`more than ${this.options.states} possibilities`)
      }
    }
    return [...found.values()]
  }

  private after(states: PossibleStates, seen: LogSighting): PossibleStates {
    if (seen.step === undefined) return new Map([...states].filter(([, { state }]) => isSeenState(seen, state)))
    return this.possibilities.after(states, transition => isSeenStep(this.possibilities.machine, seen, transition))
  }

  /** Cuts off what is older than the last two times, of logs and of runs. */
  private forget(): void {
    for (const [i, log] of this.logs.entries())
      log.forget(Math.min(...this.level.map(({ taken }) => taken[i] as number)))
    for (const start of this.beginnings) start.from = undefined
    this.beginnings = []
    this.level = this.level.map(({ taken, states }) => {
      return { taken, states: new Map([...states].map(([key, one]) => [key, this.begin(one)])) }
    })
  }

  private begin(from: Possible): Possible {
    const beginning = new RememberedStart(from)
    this.beginnings.push(beginning)
    return beginning
  }

  /** A level of several logs may take a second, and one of a single log a microsecond. */
  private mayPause(): boolean {
    for (const { states } of this.level) this.statesSinceLook += states.size
    if (this.statesSinceLook < statesPerLook) return false
    this.statesSinceLook = 0
    return performance.now() - this.pausedAt >= pauseEveryMs
  }

  private async isStopped(): Promise<boolean> {
    this.pausedAt = performance.now()
    const states = this.level.reduce((sum, one) => sum + one.states.size, 0)
    this.options.onProgress(this.events, states)
    await new Promise<void>(resolve => setImmediate(resolve))
    return this.options.signal.aborted
  }
}

/** Of two ways to a state, the one with fewer unseen steps is kept. */
function isBetter({ unseen = 0 }: Possible, known: Possible | undefined): boolean {
  return known === undefined || unseen < (known.unseen ?? 0)
}

/** A state whose past is remembered for a while. */
class RememberedStart implements Possible {
  readonly state: Possible['state']
  from: Possible | undefined
  readonly unseen: number
  readonly steps: number

  constructor(from: Possible) {
    this.state = from.state
    this.unseen = from.unseen ?? 0
    this.steps = from.steps ?? 0
    this.from = from
  }
}

/** The remembered run to a possible state: where it begins, and its steps. */
export function rememberedRun(
  end: Possible,
  most: number,
): { readonly start: Possible; readonly steps: readonly Transition[] } {
  const steps: Transition[] = []
  let start = end
  while (start.from !== undefined && steps.length < most) {
    if (start.by !== undefined) steps.push(start.by)
    start = start.from
  }
  return { start, steps: steps.reverse() }
}
