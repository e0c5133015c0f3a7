/**
 * A search, whatever its engine: level by level through the states, and what is said of it in the end.
 *
 * A level is always finished before the search stops at a violation, so that what is reported lies at the least depth
 * whatever the order of claims and movers, and so that two engines that stop at the same violation have seen the same
 * states.
 */

import type { Machine } from '../machine/machine.ts'
import type { Census, ClaimOutcome, Outcome, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { OutOfMemory } from '../state/heap.ts'
import { ClockWatch } from './clock-watch.ts'
import { CutStates } from './cut-states.ts'
import { auditSample } from './end-audit.ts'
import type { Engine, EngineParts } from './engine.ts'
import { ExploredGraph, type RunsJudge, type RunsJudged } from './explored-graph.ts'
import { sampleOf } from './final-audit.ts'
import { FindingJudge } from './finding-judge.ts'
import { HeapWatch } from './heap-watch.ts'
import { refuseKeyOrders } from './key-orders.ts'
import { KeyReaders } from './key-readers.ts'
import { Ledger } from './ledger.ts'
import { Novelty } from './novelty.ts'
import {
  type EarlyLooks,
  type ExploreOptions,
  earlyLooks,
  Pacer,
  type Progress,
  type SoFar,
  StoppedWithin,
} from './options.ts'
import { OutsideWatch } from './outside-watch.ts'
import { outcomeByView, reducedOutcome } from './reduced-outcome.ts'
import { reductionOf } from './reduction.ts'
import { outcomeOf } from './search-outcome.ts'
import { StepsTaken } from './steps-taken.ts'
import { symmetriesIn } from './symmetries-in.ts'
import { walkViews } from './view-walks.ts'

/** States that are looked at again for the order of keys: dictionaries show early, and this takes a second at most. */
const maxLookedAtAgain = 10_000

/** News that are kept where all of them may be wanted. */
const keptForSymmetries = 4096

/** A look at the heap takes some microseconds, as long as a hundred looks at the clock. */
const checksPerLook = 1024

/**
 * The methods below are known by name to `cli/whereabouts.ts`, which finds them on the stack of a thread that does not
 * stop, and reads `soFar` of their object.
 */
export class Search<E extends Engine = Engine> {
  readonly machine: Machine
  readonly options: ExploreOptions
  readonly engine: E
  readonly ledger: Ledger
  readonly pacer: Pacer
  readonly stepsTaken: StepsTaken
  readonly novelty: Novelty
  readonly keyReaders = new KeyReaders()
  /** Which steps and claims ask for the time. */
  readonly clock = new ClockWatch()
  readonly cut = new CutStates()
  /** The number of the first state of each level. */
  readonly levelStarts: StateId[] = [0]
  /** The states that have been left: everything that can be done in them has been done. */
  left: StateId = 0
  /** Claims about runs that are known to be violated, by name, without their runs. */
  readonly violatedByRuns = new Map<string, ClaimOutcome>()
  private readonly goesOn: boolean
  private readonly heap: HeapWatch
  private readonly outside: OutsideWatch
  private isSearching = true
  private readonly looks: EarlyLooks
  /** Among how many states endless runs are looked for next. */
  private nextLook: number
  private checks = 0
  private knownDictionaries = 0

  /** With `goesOn`, the search visits all states, whatever it finds. */
  constructor(machine: Machine, options: ExploreOptions, engine: (parts: EngineParts) => E, goesOn = false) {
    this.machine = machine
    this.options = options
    this.goesOn = goesOn
    this.looks = options.looks ?? earlyLooks
    this.nextLook = this.looks.first
    this.ledger = new Ledger(machine)
    this.pacer = new Pacer(options)
    this.heap = new HeapWatch(options)
    this.stepsTaken = new StepsTaken(machine)
    this.novelty = new Novelty(options.findsSymmetries === true ? keptForSymmetries : undefined)
    this.outside = new OutsideWatch(machine)
    const { pacer, stepsTaken, novelty, keyReaders, cut } = this
    const { by } = reductionOf(machine, options)
    const reducedBy = by === 'symmetry' || by === 'view' ? by : undefined
    const judge = new FindingJudge(machine, this.ledger, cut)
    const check = (): void => this.check()
    this.engine = engine({ machine, options, pacer, judge, stepsTaken, novelty, keyReaders, cut, reducedBy, check })
  }

  /**
   * Searches, looks at some states again, and says what came of it. Where all states were found, `runs` are judged before that, so that
   * what was asked for their sake is looked at again too.
   */
  async explore(runs?: RunsJudge): Promise<Outcome> {
    const stop = await this.searchLevels(runs)
    const judged =
      stop === 'exhausted' && runs !== undefined
        ? await this.clock.during(() => runs.judge(new ExploredGraph(this)))
        : undefined
    await this.auditSearch(judged?.stop ?? stop, judged?.answers)
    const outcome = this.concludeSearch(stop)
    return this.options.findsSymmetries === true ? { ...outcome, symmetries: await symmetriesIn(this) } : outcome
  }

  async searchLevels(runs?: RunsJudge): Promise<StopReason> {
    try {
      return await this.clock.during(() => this.leaveLevels(runs))
    } catch (error) {
      if (error instanceof StoppedWithin) return error.reason
      if (error instanceof OutOfMemory) return 'memory limit'
      throw error
    } finally {
      this.isSearching = false
    }
  }

  /**
   * Looks at some states again before anything is reported, unless the search was interrupted or is out of memory. Throws
   * {@link ModelError} where a step or a claim is not a function of the state.
   */
  async auditSearch(stop: StopReason, answersOfRuns?: RunsJudged['answers']): Promise<void> {
    const { engine } = this
    this.clock.refuseRandom()
    this.outside.check(() => sampleOf(engine.count).map(id => engine.stateOf(id)))
    if (stop === 'interrupted' || stop === 'memory limit') return
    await auditSample(this, answersOfRuns)
    if (stop === 'exhausted' && engine.views !== undefined)
      walkViews(this.machine, engine.views, id => engine.stateOf(id))
    // The audit may have shown where sets are stored.
    engine.refuseBrokenSets()
  }

  /** What came of it. Finding runs again takes the seconds that are left, unless others are given. */
  concludeSearch(stop: StopReason, secondsForRuns?: number): Outcome {
    const outcome = outcomeOf(this, stop, secondsForRuns)
    const reduction = reductionOf(this.machine, this.options)
    const { representatives, views } = this.engine
    if (views !== undefined) return outcomeByView(this.machine, outcome, views)
    if (representatives !== undefined) return reducedOutcome(this, representatives, outcome)
    return reduction.by === 'none' ? { ...outcome, reduction } : outcome
  }

  /**
   * What would be reported if the search ended now. The main thread reads it, too, where it ends a thread whose step or
   * claim does not return.
   */
  get soFar(): SoFar {
    const claims = this.ledger.conclude('interrupted', this.cut.count > 0, () => ({}))
    return { claims: claims.map(claim => this.violatedByRuns.get(claim.name) ?? claim), census: this.census }
  }

  get census(): Census {
    const { count, transitions } = this.engine
    return { states: count, transitions, depth: this.levelStarts.filter(start => start < count).length - 1 }
  }

  private get progressWithin(): Omit<Progress, 'seconds'> {
    const { soFar, left, levelStarts } = this
    const { count, transitions } = this.engine
    const phase = 'taking the steps of one state'
    return { states: count, transitions, depth: levelStarts.length - 1, frontier: count - left, phase, soFar }
  }

  private async leaveLevels(runs: RunsJudge | undefined): Promise<StopReason> {
    const { engine, levelStarts } = this
    engine.enterInitialStates()
    for (let depth = 0; ; depth++) {
      const start = levelStarts[depth] as StateId
      const end = engine.count
      if (start === end) {
        levelStarts.pop()
        return 'exhausted'
      }
      if (!this.goesOn && this.isDone) return 'violation'
      if (depth === this.options.maxDepth) return 'depth limit'
      levelStarts.push(end)
      const stop = await this.leaveLevel(start, end, depth)
      if (stop !== undefined) return stop
      this.left = end
      engine.endLevel()
      this.checkKeyOrders()
      if (runs !== undefined && !this.goesOn && !this.isDone && (await this.isViolatedEarly(runs))) return 'violation'
    }
  }

  /** Whether a run among the first states violates a claim, if it is time to look. */
  private async isViolatedEarly(runs: RunsJudge): Promise<boolean> {
    const { engine, nextLook, left, machine, looks } = this
    const isDue = engine.count >= looks.apart * nextLook && left >= nextLook
    if (this.options.allClaims || !isDue) return false
    this.nextLook *= looks.apart
    return nextLook >= machine.initialStates.length && runs.findsViolation(new ExploredGraph(this, nextLook))
  }

  /** Leaves the states from `start` up to `end`; says why, if it has to stop before. */
  private async leaveLevel(start: StateId, end: StateId, depth: number): Promise<StopReason | undefined> {
    const { engine, pacer } = this
    for (let from = start; from < end; ) {
      from += engine.leave(from, end, depth)
      if (this.isFull && from < engine.count) return 'state limit'
      if (!pacer.isDue) continue
      const stop = await this.pause(depth, from)
      if (stop !== undefined) return stop
    }
    return undefined
  }

  /** Whether all is found that was looked for. */
  private get isDone(): boolean {
    return this.ledger.isComplete || (!this.options.allClaims && this.ledger.hasViolation)
  }

  /** Whether there are as many states as there may be. */
  private get isFull(): boolean {
    return this.options.maxStates !== undefined && this.engine.count >= this.options.maxStates
  }

  /** Gives others a turn; says why, if the search has to stop now. The states up to `left` have been left. */
  async pause(depth: number, left: StateId, phase?: string): Promise<StopReason | undefined> {
    const { soFar } = this
    const { count, transitions, growing, bytesOutside } = this.engine
    if (this.heap.isFull(bytesOutside)) return 'memory limit'
    const progress = { states: count, transitions, depth, frontier: count - left, soFar, ...(phase && { phase }) }
    // The command runs nothing beside the search.
    if (this.options.freshMachine === undefined) this.outside.othersRan()
    return this.clock.aside(() => this.pacer.pause({ ...progress, ...(growing.length > 0 && { growing }) }))
  }

  private check(): void {
    if (!this.isSearching) return
    this.pacer.checkTime()
    this.pacer.reportWithin(() => this.progressWithin)
    this.checks++
    if (this.checks % checksPerLook === 0 && this.heap.isFull(this.engine.bytesOutside))
      throw new StoppedWithin('memory limit')
  }

  /**
   * Looks again at the states left so far when a record has turned out to be a dictionary, which nobody knew when they
   * were left: at steps and claims. Only at the first ones: dictionaries show early.
   */
  private checkKeyOrders(): void {
    const { dictionaries } = this.machine
    if (dictionaries.size === this.knownDictionaries) return
    this.knownDictionaries = dictionaries.size
    const again = Math.min(this.left, maxLookedAtAgain)
    for (let id = 0; id < again; id++)
      if (!this.cut.has(id)) refuseKeyOrders(this.machine, this.engine.stateOf(id), this.keyReaders)
  }
}
