/**
 * The part common to all engines: search level by level, and report the outcome.
 *
 * A level is always finished before the search stops at a violation, so that what is reported lies at the least depth
 * whatever the order of claims and movers, and so that two engines that stop at the same violation have seen the same
 * states.
 */

import type { Path } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import { checkKeyOrder, type Transition } from '../machine/reference.ts'
import type { Growing } from '../outcome/growing.ts'
import type { Census, Outcome, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { auditEnd, sampleOf } from './final-audit.ts'
import { FindingJudge } from './finding-judge.ts'
import { HeapWatch } from './heap-watch.ts'
import { Ledger } from './ledger.ts'
import { type AuditLook, looksAt } from './look.ts'
import { type ExploreOptions, Pacer, type Progress, type SoFar, StoppedWithin, secondsLeft } from './options.ts'
import { OutsideWatch } from './outside-watch.ts'
import { type RetraceLimits, retrace } from './retrace.ts'
import type { SaidOfClaim } from './said.ts'
import type { LevelGraph } from './simplest-run.ts'
import { StepsTaken } from './steps-taken.ts'
import { unknownLabels } from './unknown-labels.ts'
import { unknownReads } from './unknown-reads.ts'

/** States whose steps are re-evaluated for the order of keys. */
const maxLookedAtAgain = 10_000

export abstract class LevelSearch {
  protected readonly machine: Machine
  protected readonly options: ExploreOptions
  private readonly ledger: Ledger
  protected readonly judge: FindingJudge
  protected readonly pacer: Pacer
  protected readonly stepsTaken: StepsTaken
  private readonly heap: HeapWatch
  private readonly outside: OutsideWatch
  private isSearching = true
  private checks = 0
  protected transitions = 0
  /** The number of the first state of each level. */
  readonly levelStarts: StateId[] = [0]

  constructor(machine: Machine, options: ExploreOptions) {
    this.machine = machine
    this.options = options
    this.ledger = new Ledger(machine)
    this.judge = new FindingJudge(machine, this.ledger)
    this.pacer = new Pacer(options)
    this.heap = new HeapWatch(options)
    this.stepsTaken = new StepsTaken(machine)
    this.outside = new OutsideWatch(machine)
  }

  /** The states that have been left: everything that can be done in them has been done. */
  private left: StateId = 0
  private knownDictionaries = 0

  /** The states stored so far. */
  protected abstract get count(): number
  protected abstract enterInitialStates(): void
  /** Follows every transition out of the states from `start` up to `end`; returns the reason if it has to stop early. */
  protected abstract leaveLevel(start: StateId, end: StateId, depth: number): Promise<StopReason | undefined>
  /** The stored state of this number. */
  protected abstract stateOf(id: StateId): State
  /**
   * Repeats what the search did in a state that it has left; throws {@link ModelError} if the result differs, or if the
   * reference now finds other `transitions`.
   */
  protected abstract repeat(id: StateId, transitions: readonly Transition[]): void
  /** Whether every stored state has a record there, with the same keys, and at least one. */
  protected abstract isRecord(path: Path): boolean
  /** The graph of what was found, once the search has stopped. */
  protected abstract graph(): LevelGraph

  async run(): Promise<StopReason> {
    try {
      return await this.searchLevels()
    } catch (error) {
      if (error instanceof StoppedWithin) return error.reason
      throw error
    } finally {
      this.isSearching = false
    }
  }

  /** To be called during possibly long work on a single state: stops the search when its time or memory is used up. */
  protected readonly checkLimits = (): void => {
    if (!this.isSearching) return
    this.pacer.checkTime()
    this.pacer.reportWithin(() => this.progressWithin)
    this.checks++
    if (this.checks % checksPerLook === 0 && this.heap.isFull(this.bytesOutside))
      throw new StoppedWithin('memory limit')
  }

  private async searchLevels(): Promise<StopReason> {
    this.enterInitialStates()
    for (let depth = 0; ; depth++) {
      const start = this.levelStarts[depth] as StateId
      const end = this.count
      if (start === end) {
        this.levelStarts.pop()
        return 'exhausted'
      }
      if (this.shouldStop()) return 'violation'
      if (depth === this.options.maxDepth) return 'depth limit'
      this.levelStarts.push(end)
      const stop = await this.leaveLevel(start, end, depth)
      if (stop !== undefined) return stop
      this.left = end
      this.endLevel()
      this.checkKeyOrders()
    }
  }

  /**
   * Re-evaluates the states left so far when a record turns out to be a dictionary, which was not known when they
   * were left. Only the first ones: dictionaries show early.
   */
  private checkKeyOrders(): void {
    const { dictionaries, movers } = this.machine
    if (dictionaries.size === this.knownDictionaries) return
    this.knownDictionaries = dictionaries.size
    for (let id = 0; id < Math.min(this.left, maxLookedAtAgain); id++) {
      const state = this.stateOf(id)
      for (const mover of movers.keys()) checkKeyOrder(this.machine, state, mover)
    }
  }

  /**
   * Re-evaluates some states before anything is reported of them, unless time has run out. Throws
   * {@link ModelError} if a step or a claim is not a function of the state.
   */
  async audit(stop: StopReason): Promise<void> {
    this.outside.check(() => sampleOf(this.count).map(id => this.stateOf(id)))
    if (stop === 'interrupted' || stop === 'memory limit') return
    const sample = sampleOf(this.left)
    const states = sample.map(id => this.stateOf(id))
    const late = looksAt(this.machine, states, 'late')
    for (const [i, id] of sample.entries()) this.repeat(id, (late[i] as AuditLook).transitions)
    auditEnd(this.machine, { states, late, said: this.said(sample), fresh: await this.options.freshMachine?.() })
  }

  /** Where the search has first found something about each claim, and how much of the sample came before. */
  private said(sample: readonly StateId[]): SaidOfClaim[] {
    return this.machine.claims.map((_, claim) => {
      const finding = this.ledger.finding(claim)
      const [end] = finding?.ends ?? []
      const start = finding === undefined ? this.left : (this.levelStarts[finding.steps] ?? 0)
      return {
        shown: end === undefined ? undefined : { state: this.stateOf(end.state), move: end.move },
        before: sample.filter(id => id < start).length,
      }
    })
  }

  /** Called when a level has been left. */
  protected endLevel(): void {}

  /** Cells that still get new values at every level, where that is known. */
  protected get growing(): readonly Growing[] {
    return []
  }

  /** Bytes held beside the heap of JavaScript. */
  protected get bytesOutside(): number {
    return 0
  }

  /** The outcome, once {@link run} has stopped. */
  protected conclude(stop: StopReason, engine: string): Outcome {
    const { machine } = this
    const keepsAll = this.options.keepShortestRuns ?? false
    const { growing } = this
    const limits = this.retraceLimits(stop)
    const graph = this.graph()
    return {
      model: machine.model,
      variant: machine.variant,
      constants: machine.constants,
      claims: this.ledger.conclude(stop, (finding, claim) => retrace(machine, graph, finding, claim, keepsAll, limits)),
      stop,
      census: this.census,
      engine,
      seconds: this.pacer.seconds,
      neverRan: stop === 'exhausted' ? this.stepsTaken.never() : [],
      warnings: (this.options.tellsUnknownReads ?? true) ? this.unknownReads() : [],
      ...(isLimit(stop) && growing.length > 0 && { growing }),
    }
  }

  protected get secondsForRuns(): number {
    return secondsLeft(this.options.maxSeconds, this.pacer.seconds) ?? Number.POSITIVE_INFINITY
  }

  /** Limits for reconstructing a run: the remaining time, and little memory if little is left. */
  private retraceLimits(stop: StopReason): RetraceLimits {
    const { onProgress } = this.options
    const start = this.pacer.seconds
    const seconds = this.secondsForRuns
    const toSimplify = Math.min(seconds / 2, maxSecondsToSimplify)
    const progress = {
      states: this.count,
      transitions: this.transitions,
      depth: this.levelStarts.length - 1,
      frontier: 0,
    }
    return {
      ...(stop === 'memory limit' && { maxStates: 20_000 }),
      isOver: () => {
        if (onProgress !== undefined) this.pacer.report({ ...progress, phase: 'reconstructing the run' })
        return this.pacer.seconds >= start + seconds
      },
      canSimplify: () => this.pacer.seconds < start + toSimplify,
    }
  }

  private unknownReads(): string[] {
    const { machine, count } = this
    const seen = { count, state: (id: StateId) => this.stateOf(id), isRecord: (path: Path) => this.isRecord(path) }
    return [...unknownReads(machine, seen), ...unknownLabels(machine)]
  }

  /**
   * The result if the search had to end now. The supervisor also reads it, when it ends a search that does not end by
   * itself, since one of its steps does not.
   */
  get soFar(): SoFar {
    return { claims: this.ledger.conclude('interrupted', () => ({})), census: this.census }
  }

  private get progressWithin(): Omit<Progress, 'seconds'> {
    const { count, transitions, soFar } = this
    const phase = 'taking a step with very many options'
    return { states: count, transitions, depth: this.levelStarts.length - 1, frontier: count - this.left, phase, soFar }
  }

  private get census(): Census {
    const { count, transitions } = this
    return { states: count, transitions, depth: this.levelStarts.filter(start => start < count).length - 1 }
  }

  /** Yields to other work; returns the reason if the search has to stop now. The states up to `left` have been left. */
  protected async pause(depth: number, left: StateId): Promise<StopReason | undefined> {
    const { count, transitions, growing, soFar } = this
    if (this.heap.isFull(this.bytesOutside)) return 'memory limit'
    const progress = { states: count, transitions, depth, frontier: count - left, soFar }
    // The command runs nothing beside the search.
    if (this.options.freshMachine === undefined) this.outside.othersRan()
    return this.pacer.pause({ ...progress, ...(growing.length > 0 && { growing }) })
  }

  /** Whether there are as many states as there may be. */
  protected get isFull(): boolean {
    return this.options.maxStates !== undefined && this.count >= this.options.maxStates
  }

  protected shouldStop(): boolean {
    return this.ledger.isComplete || (!this.options.allClaims && this.ledger.hasViolation)
  }
}

/** Reading the heap size takes longer than reading the clock. */
const checksPerLook = 1024

/** After this many seconds, any shortest run replaces the simplest. */
const maxSecondsToSimplify = 60

function isLimit(stop: StopReason): boolean {
  return stop !== 'exhausted' && stop !== 'violation'
}
