import { UsageError } from '../base/errors.ts'
import type { Machine } from '../machine/machine.ts'
import type { Growing } from '../outcome/growing.ts'
import type { Outcome, StopReason } from '../outcome/outcome.ts'

/** Thrown during a unit of work that takes too long: the search stops after the previous unit. */
export class StoppedWithin extends Error {
  override readonly name = 'StoppedWithin'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`stopped by the ${reason}`)
    this.reason = reason
  }
}

/** What follows a limited search gets at least this many seconds. */
const minSecondsAfter = 5

/** The seconds that are left of `maxSeconds` for what follows the search, or a minimum. */
export function secondsLeft(maxSeconds: number | undefined, used: number): number | undefined {
  return maxSeconds === undefined ? undefined : Math.max(minSecondsAfter, maxSeconds - used)
}

/**
 * What a search has seen so far.
 *
 * @since 0.2.0
 */
export interface Progress {
  /** Distinct states found. */
  readonly states: number
  /** Transitions taken out of them. */
  readonly transitions: number
  /** Transitions from the initial states to the level that is being searched. */
  readonly depth: number
  /** States found and not yet left. */
  readonly frontier: number
  /** Seconds since the search began. */
  readonly seconds: number
  /** What is done after the search, such as reconstructing a run; missing while states are searched. */
  readonly phase?: string
  /** Cells that get new values level after level, as far as the engine can tell. */
  readonly growing?: readonly Growing[]
  /** The result if the search had to end now; missing if nothing is checked. */
  readonly soFar?: SoFar
}

/**
 * What a search knows before it has ended: no claim holds yet, but violations are final. After it has ended, the reason.
 *
 * @since 0.2.0
 */
export type SoFar = Pick<Outcome, 'claims' | 'census'> & { readonly stop?: StopReason }

/**
 * How far a search goes, and who watches it.
 *
 * @since 0.2.0
 */
export interface SearchOptions {
  /** Go on past violations until every claim has its verdict and its own shortest run. Default: false, stop at the first. */
  readonly allClaims?: boolean | undefined
  /** Stop after storing this many states; more than 0. Default: no limit. */
  readonly maxStates?: number | undefined
  /** Do not search deeper than this many transitions from the initial states; 0 or more. Default: no limit. */
  readonly maxDepth?: number | undefined
  /** Stop after this many seconds; more than 0. Default: no limit. */
  readonly maxSeconds?: number | undefined
  /**
   * Stop before the search holds more than this many bytes: states, index, tables and buffers, not counting what Node
   * itself needs (some 50 MB). More than 0. Default: no limit.
   */
  readonly maxMemory?: number | undefined
  /**
   * The reference engine re-expands every Nth state of the footprint engine, and the two are compared; it also re-expands
   * the first states. More than 0. Default: 100,000 states.
   */
  readonly auditEvery?: number | undefined
  /**
   * Which states are left out because others stand for them. Default: `auto` in {@link check} and the command `check`; `none` where
   * a census is compared.
   */
  readonly reduce?: Reduce | undefined
  /**
   * Stops the search when it is aborted. An AbortSignal, by what is read of it: its type is Node's or a
   * browser's. Default: none.
   */
  readonly signal?: { readonly aborted: boolean } | undefined
  /** Called some ten times a second while the search runs, and only between two units of work. Default: no callback. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Which states are left out because others stand for them. `symmetry`: of the states that differ by the names of ids alone one is
 * visited, and a model without symmetric processes is refused. `order`: of steps that have nothing to do with each other, not all
 * orders are visited; claims about endless runs and bounds are refused. `view`: of the states that the model's view does not tell
 * apart one is visited, and a model without a view is refused. `auto`: by the view if the model has one, or else by symmetry,
 * where that is possible. `none`: all are visited.
 *
 * @since 0.2.0
 */
export type Reduce = 'auto' | 'none' | 'symmetry' | 'order' | 'view'

/** When endless runs are looked for while a search goes on, so that a violation near the beginning ends it. */
export interface EarlyLooks {
  /** Among how many states first. */
  readonly first: number
  /** How many times as many states must be known; and how many times as many states are looked at the next time. */
  readonly apart: number
}

/** A search that finds no violation takes longer by a sixteenth of what its claims about runs take. */
export const earlyLooks: EarlyLooks = { first: 1 << 13, apart: 16 }

/** Further options of a search, for the commands. */
export interface ExploreOptions extends SearchOptions {
  /** Bytes at which the heap of JavaScript is full and the process would end: the search stops before. Default: no limit. */
  readonly heapLimit?: number | undefined
  /** When endless runs are looked for while the search goes on; for tests. Default: {@link earlyLooks}. */
  readonly looks?: EarlyLooks | undefined
  /**
   * Builds the machine again from a fresh copy of its modules, so that the audit detects steps and claims that depend on
   * variables there. Default: not checked.
   */
  readonly freshMachine?: (() => Promise<Machine | undefined>) | undefined
  /**
   * Builds the machine from modules that were loaded at other times and with other random numbers, where loading them asks
   * for either. Default: not checked.
   */
  readonly strangeMachines?: (() => Promise<readonly Machine[]>) | undefined
  /** Look for claims and steps that read keys which no state has. Default: true. */
  readonly reportsUnknownReads?: boolean | undefined
  /** Count what states and time go to. Default: false, which costs nothing. */
  readonly profile?: boolean | undefined
  /** Find out which parts of the model are alike, and what is in the way of the others. Default: false. */
  readonly findsSymmetries?: boolean | undefined
  /** Return all shortest runs of each claim, if there are few enough to explore. Default: the simplest one. */
  readonly keepShortestRuns?: boolean | undefined
}

/** Throws {@link UsageError} for an invalid limit. */
export function checkLimits(options: ExploreOptions): void {
  for (const name of ['maxStates', 'maxDepth', 'maxSeconds', 'maxMemory', 'auditEvery'] as const) {
    const limit = options[name]
    const mayBeZero = name === 'maxDepth'
    const isLimit = typeof limit === 'number' && (limit > 0 || (mayBeZero && limit === 0))
    if (limit !== undefined && !isLimit) {
      const rule = `A limit is a positive number${mayBeZero ? ' or 0' : ''}.`
      throw new UsageError('bad-limit', `${name} is ${limit}. ${rule}`)
    }
  }
}

/** Watches the limits between two units of work of a search, and lets the rest of the program run. */
export class Pacer {
  private readonly options: ExploreOptions
  private readonly startMs = performance.now()
  private nextPauseMs: number
  private nextReportMs = 0

  constructor(options: ExploreOptions) {
    this.options = options
    this.nextPauseMs = this.startMs + Pacer.pauseEveryMs
  }

  // Often enough for Ctrl-C and a progress line, rarely enough to cost nothing.
  private static readonly pauseEveryMs = 100
  private static readonly longMs = 500

  get seconds(): number {
    return (performance.now() - this.startMs) / 1000
  }

  /** Whether it is time to {@link pause}. */
  get isDue(): boolean {
    return performance.now() >= this.nextPauseMs
  }

  /** Call it during a long unit of work; throws {@link StoppedWithin} when time is up. */
  checkTime(): void {
    const { maxSeconds } = this.options
    if (maxSeconds !== undefined && this.seconds >= maxSeconds) throw new StoppedWithin('time limit')
  }

  /** The same for a part of the search: it is reported only after it has taken a while. */
  reportWithin(progress: () => Omit<Progress, 'seconds'>): void {
    const now = performance.now()
    if (now < Math.max(this.nextReportMs, this.nextPauseMs + Pacer.longMs)) return
    this.options.onProgress?.({ ...progress(), seconds: this.seconds })
    this.nextReportMs = now + Pacer.longMs
  }

  /** For work that follows the search and cannot be interrupted: reports it, if a report is due. */
  report(progress: Omit<Progress, 'seconds'>): void {
    if (!this.isDue) return
    this.options.onProgress?.({ ...progress, seconds: this.seconds })
    this.nextPauseMs = performance.now() + Pacer.pauseEveryMs
  }

  /** Reports progress, lets signals and timers run, and returns the reason if the search must stop now. */
  async pause(progress: Omit<Progress, 'seconds'>): Promise<StopReason | undefined> {
    this.options.onProgress?.({ ...progress, seconds: this.seconds })
    await new Promise(resolve => setImmediate(resolve))
    this.nextPauseMs = performance.now() + Pacer.pauseEveryMs
    if (this.options.signal?.aborted) return 'interrupted'
    if (this.options.maxSeconds !== undefined && this.seconds >= this.options.maxSeconds) return 'time limit'
    return undefined
  }
}
