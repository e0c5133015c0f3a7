/** Random runs through the states of a machine that no search can visit. */

import { RandomNumbers } from '../base/random-numbers.ts'
import { type Claim, isAboutRuns, type JudgedClaim, judgedClaims } from '../language/claims.ts'
import { located } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { Census, ClaimOutcome, Outcome, StopReason, Verdict } from '../outcome/outcome.ts'
import type { Simulation } from '../outcome/simulation.ts'
import { HeapWatch } from '../search/heap-watch.ts'
import { checkLimits, type ExploreOptions, Pacer, type SoFar, StoppedWithin } from '../search/options.ts'
import { StepsTaken } from '../search/steps-taken.ts'
import { confirmRun } from './confirm.ts'
import { MetStates } from './met-states.ts'
import type { NamedRun } from './named-run.ts'
import { RandomRun, type RunEnding, type RunWatch } from './random-run.ts'
import { RunJudge } from './run-judge.ts'
import { Priorities, type Scheduler, uniform } from './scheduler.ts'
import { shortened } from './shorten.ts'
import { type SimulateOptions, simulateOptions } from './simulate-options.ts'

/** The bounds of random runs besides their number. */
export type SimulationLimits = Pick<
  ExploreOptions,
  'allClaims' | 'maxSeconds' | 'maxMemory' | 'heapLimit' | 'signal' | 'onProgress' | 'freshMachine'
>

/** Runs by priorities change them at none to five places, in turn. */
const maxChanges = 5

/**
 * Takes random runs, evaluates claims at each step, and shortens the first run that decides a claim. Stops at a violation,
 * unless all claims are wanted. Claims about infinite runs remain `unknown`.
 */
export async function simulate(
  machine: Machine,
  options: SimulateOptions = {},
  limits: SimulationLimits = {},
): Promise<Outcome> {
  checkLimits(limits)
  try {
    return await new Simulator(machine, options, limits).simulate()
  } catch (error) {
    throw located(error, machine)
  }
}

/** The method `takeRun` and the property `soFar` are known by name to `cli/whereabouts.ts`. */
class Simulator implements RunWatch {
  private readonly machine: Machine
  private readonly limits: SimulationLimits
  private readonly options: ReturnType<typeof simulateOptions>
  private readonly pacer: Pacer
  private readonly heap: HeapWatch
  private readonly judge: RunJudge
  private readonly met = new MetStates()
  private readonly stepsTaken: StepsTaken
  /** By the number of the claim. */
  private readonly runs = new Map<number, NamedRun>()
  private readonly ended: Record<RunEnding, number> = { ended: 0, cut: 0, found: 0 }
  private steps = 0
  private longest = 0
  private byPriorities = 0

  constructor(machine: Machine, options: SimulateOptions, limits: SimulationLimits) {
    this.machine = machine
    this.limits = limits
    this.options = simulateOptions(options)
    this.pacer = new Pacer(limits)
    this.heap = new HeapWatch(limits)
    this.judge = new RunJudge(machine, [...machine.claims.keys()])
    this.stepsTaken = new StepsTaken(machine)
  }

  async simulate(): Promise<Outcome> {
    const stop = await this.takeRuns()
    const { seconds } = this.pacer
    const claims: ClaimOutcome[] = []
    for (const claim of judgedClaims(this.machine.claims)) claims.push(await this.outcomeOf(claim))
    const { model, variant, constants } = this.machine
    const simulation = this.simulation(seconds)
    const warnings: string[] = []
    return {
      model,
      variant,
      constants,
      claims,
      stop,
      census: this.census,
      engine: 'reference',
      seconds,
      neverRan: [],
      warnings,
      simulation,
    }
  }

  /** What would be reported if the runs ended now. */
  get soFar(): SoFar {
    const claims = judgedClaims(this.machine.claims).map(claim => {
      const { name, kind } = claim
      const steps = this.runOf(claim)?.moves.length
      return { name, kind, verdict: verdictOf(claim, steps !== undefined), ...(steps !== undefined && { steps }) }
    })
    return { claims, census: this.census }
  }

  found(claim: number, run: NamedRun): boolean {
    if (!this.runs.has(claim)) this.runs.set(claim, run)
    return this.isDone
  }

  took(transition: Transition): void {
    this.steps++
    this.stepsTaken.note(transition)
  }

  readonly check = (): void => this.pacer.checkTime()

  private get census(): Census {
    return { states: this.met.count, transitions: this.steps, depth: this.longest }
  }

  /** Whether all wanted findings have been made. */
  private get isDone(): boolean {
    const { claims } = this.machine
    if (!this.limits.allClaims && [...this.runs.keys()].some(i => claims[i]?.kind !== 'reachable')) return true
    return claims.every((claim, i) => this.runs.has(i) || claim.kind === 'bound')
  }

  private async takeRuns(): Promise<StopReason> {
    try {
      for (let number = 0; number < this.options.runs; number++) {
        this.takeRun(number)
        if (this.isDone) return 'violation'
        const stop = this.pacer.isDue ? await this.pause(number) : undefined
        if (stop !== undefined) return stop
      }
      return 'runs taken'
    } catch (error) {
      if (error instanceof StoppedWithin) return error.reason
      throw error
    }
  }

  private takeRun(number: number): void {
    const { machine, judge, met, options } = this
    const random = new RandomNumbers(options.seed, number)
    const run = new RandomRun(machine, judge, met, this)
    const ending = run.take(this.scheduler(number, random), random, options.depth)
    this.longest = Math.max(this.longest, run.length)
    this.byPriorities += number % 2
    this.ended[ending]++
  }

  /** Every other run goes by priorities, with places to change them anywhere in a run as long as the longest so far. */
  private scheduler(number: number, random: RandomNumbers): Scheduler {
    const { length } = this.machine.movers
    if (number % 2 === 0) return uniform(length, random)
    const changes = ((number - 1) / 2) % (maxChanges + 1)
    return new Priorities(length, random, changes, within(this.longest, random))
  }

  private pause(number: number): Promise<StopReason | undefined> | StopReason {
    if (this.heap.isFull(0)) return 'memory limit'
    const phase = `run ${number + 1} of ${this.options.runs}`
    const { states, transitions, depth } = this.census
    return this.pacer.pause({ states, transitions, depth, frontier: 0, phase, soFar: this.soFar })
  }

  private runOf(claim: Claim): NamedRun | undefined {
    return this.runs.get(this.machine.claims.indexOf(claim))
  }

  private async outcomeOf(claim: JudgedClaim): Promise<ClaimOutcome> {
    const { name, kind } = claim
    const found = this.runOf(claim)
    const verdict = verdictOf(claim, found !== undefined)
    if (found === undefined) return { name, kind, verdict }
    const { machine } = this
    const index = machine.claims.indexOf(claim)
    const { run, isShortest } = await shortened(machine, index, found)
    const fresh = await this.limits.freshMachine?.()
    confirmRun(fresh === undefined ? [machine] : [machine, fresh], index, run)
    return { name, kind, verdict, steps: run.moves.length, run, ...(!isShortest && { mayBeShorter: true }) }
  }

  private simulation(seconds: number): Simulation {
    const { options, ended, met, byPriorities, stepsTaken } = this
    const runs = ended.ended + ended.cut + ended.found
    const rate = (count: number): number => Math.round(count / Math.max(seconds, 0.001))
    const estimate = met.estimate(runs)
    return {
      runs,
      byPriorities,
      cut: ended.cut,
      depth: options.depth,
      seed: options.seed,
      runsPerSecond: rate(runs),
      statesPerSecond: rate(this.steps + runs),
      notTaken: stepsTaken.never(),
      ...(estimate !== undefined && { estimate }),
    }
  }
}

/** A length up to `longest`, one binary order of magnitude as likely as another: most bugs are near the beginning of a run. */
function within(longest: number, random: RandomNumbers): number {
  const orders = 32 - Math.clz32(longest)
  return Math.max(1, longest >>> random.below(orders + 1))
}

function verdictOf(claim: JudgedClaim, isFound: boolean): Verdict {
  if (isAboutRuns(claim)) return 'unknown'
  if (!isFound) return 'not found'
  return claim.kind === 'reachable' ? 'witnessed' : 'violated'
}
