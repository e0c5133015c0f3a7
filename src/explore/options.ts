import { UsageError } from '../base/errors.ts'
import type { Machine } from '../system/machine.ts'
import type { Growing } from './growth.ts'
import type { Outcome, StopReason } from './outcome.ts'

/** Thrown within a piece of work that takes too long: the search stops at the end of the piece before. */
export class StoppedWithin extends Error {
  override readonly name = 'StoppedWithin'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`stopped by the ${reason}`)
    this.reason = reason
  }
}

/** What follows a search that was limited gets at least so many seconds. */
const leastSecondsAfter = 5

/** The seconds that are left of `maxSeconds` for what follows when so many were used: some, in any case. */
export function secondsLeft(maxSeconds: number | undefined, used: number): number | undefined {
  return maxSeconds === undefined ? undefined : Math.max(leastSecondsAfter, maxSeconds - used)
}

/** What a search has seen so far. */
export interface Progress {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** States found and not yet left. */
  readonly frontier: number
  readonly seconds: number
  /** What is done after the search, such as finding a run again; missing while states are searched. */
  readonly phase?: string
  /** Cells that get new values level after level, as far as the engine can tell. */
  readonly growing?: readonly Growing[]
  /** What the search would say if it had to end now; missing where nothing is checked. */
  readonly soFar?: SoFar
}

/** What a search knows before it has ended: nothing holds, but what is violated is. Once it has ended, why it did. */
export type SoFar = Pick<Outcome, 'claims' | 'census'> & { readonly stop?: StopReason }

export interface ExploreOptions {
  /** Go on past violations until every claim has its verdict and its own shortest run. Default: stop at the first. */
  readonly allClaims?: boolean | undefined
  /** Stop when so many states are stored. Default: no limit. */
  readonly maxStates?: number | undefined
  /** Do not leave states that are so many transitions away from the initial ones. Default: no limit. */
  readonly maxDepth?: number | undefined
  /** Stop after so many seconds. Default: no limit. */
  readonly maxSeconds?: number | undefined
  /**
   * Stop before the search holds more than so many bytes: states, index, tables and buffers, not counting what Node
   * itself needs (some 50 MB). Default: no limit.
   */
  readonly maxMemory?: number | undefined
  /** Bytes at which the heap of JavaScript is full and the process would end: the search stops before. Default: no limit. */
  readonly heapLimit?: number | undefined
  /**
   * The footprint engine runs every step of one state in so many as the reference does, and compares; it looks at the
   * first states too. Default 100,000.
   */
  readonly auditEvery?: number | undefined
  /**
   * Makes the machine once more from a fresh copy of the modules that it came from, for steps and claims that depend on
   * variables there to be found out when the search has ended. Default: that is not looked for.
   */
  readonly freshMachine?: (() => Promise<Machine | undefined>) | undefined
  /** Look for claims and steps that read what no state has. Default true. */
  readonly tellsUnknownReads?: boolean | undefined
  /** Give with each claim all its shortest runs, where they are few enough to be looked at. Default: the simplest one. */
  readonly keepShortestRuns?: boolean | undefined
  /** Stops the search where it is when it is aborted. An AbortSignal, by what is read of it: its type is Node's or a browser's. */
  readonly signal?: { readonly aborted: boolean } | undefined
  /** Called now and then while the search runs, and only between two pieces of work. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Throws {@link UsageError} for a limit that is no limit. */
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

/** Watches the limits that a search looks at between two pieces of work, and lets the rest of the program run. */
export class Pacer {
  private readonly options: ExploreOptions
  private readonly startMs = performance.now()
  private nextPauseMs: number
  private nextReportMs = 0

  constructor(options: ExploreOptions) {
    this.options = options
    this.nextPauseMs = this.startMs + Pacer.pauseEveryMs
  }

  // Often enough for Ctrl-C and a progress line, seldom enough to cost nothing.
  private static readonly pauseEveryMs = 100
  private static readonly longMs = 500

  get seconds(): number {
    return (performance.now() - this.startMs) / 1000
  }

  /** Whether it is time to {@link pause}. */
  get isDue(): boolean {
    return performance.now() >= this.nextPauseMs
  }

  /** To be called within a long piece of work; throws {@link StoppedWithin} when time is up. */
  checkTime(): void {
    const { maxSeconds } = this.options
    if (maxSeconds !== undefined && this.seconds >= maxSeconds) throw new StoppedWithin('time limit')
  }

  /** The same for a piece of work within the search: it has to go on for a while before it is worth a word. */
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

  /** Reports progress, lets signals and timers be served, and says why the search must stop now, if it must. */
  async pause(progress: Omit<Progress, 'seconds'>): Promise<StopReason | undefined> {
    this.options.onProgress?.({ ...progress, seconds: this.seconds })
    await new Promise(resolve => setImmediate(resolve))
    this.nextPauseMs = performance.now() + Pacer.pauseEveryMs
    if (this.options.signal?.aborted) return 'interrupted'
    if (this.options.maxSeconds !== undefined && this.seconds >= this.options.maxSeconds) return 'time limit'
    return undefined
  }
}
