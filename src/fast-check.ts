/**
 * A model drives its implementation: fast-check generates runs of the model, the implementation takes the steps, and what
 * it does must be possible in some run of the model.
 *
 * @module interleave-checker/fast-check
 */

import fc from 'fast-check'
import { UsageError } from './base/errors.ts'
import type { Plain } from './base/plain.ts'
import type { CheckOptions } from './check/check-options.ts'
import { AtOnce, type Beginning } from './conform/at-once.ts'
import { Calls } from './conform/calls.ts'
import {
  type AnyImplementation,
  Implementation,
  notEnabled,
  type StepKey,
  titleOfKey,
} from './conform/implementation.ts'
import { NotAllowed } from './conform/not-allowed.ts'
import { OneByOne, type StepToTake } from './conform/one-by-one.ts'
import { type PlannedStep, plannedRuns, type SuiteCoverage } from './conform/planned-runs.ts'
import type { Frozen, LabelOf, ProcessesOf } from './language/claims.ts'
import type { Model } from './language/model.ts'
import { instantiate, type Setting } from './machine/instantiate.ts'
import { stepTitle } from './witness/witness.ts'

export { NotAllowed, notEnabled }

/**
 * Which step is to be taken.
 *
 * @since 0.2.0
 */
export interface ImplementedCall {
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The options to take, one for each `choose`, if the step `picks`; else none. */
  readonly choices: readonly Plain[]
}

/**
 * How an implementation `R` takes a step of a model with states `S`; `I` is an instance of the process.
 *
 * @since 0.2.0
 */
export interface ImplementedStep<S, R, I, T> {
  /** Takes the step. It may return {@link notEnabled} where the step was not possible. */
  readonly run: (real: R, call: ImplementedCall) => T | typeof notEnabled | Promise<T | typeof notEnabled>
  /** What `run` returns by the model, from the state after the step, the instance, and the state before. Default: anything. */
  readonly returns?: (after: Frozen<S>, me: Frozen<I> & { readonly id: number }, before: Frozen<S>) => NoInfer<T>
  /** Whether the test picks what the step chooses, and passes it to `run`. Default: the implementation chooses. */
  readonly picks?: boolean
  /** Whether `run` is also called where the step is not enabled, and then returns {@link notEnabled}. Default: false. */
  readonly tries?: boolean
}

/**
 * A step of an implementation: {@link ImplementedStep}, or its `run` alone.
 *
 * @since 0.2.0
 */
export type StepImplementation<S, R, I> =
  | ((real: R, call: ImplementedCall) => unknown)
  // biome-ignore lint/suspicious/noExplicitAny: each step may return another type.
  | ImplementedStep<S, R, I, any>

/**
 * What an implementation gets when it is created, so that fast-check can schedule what happens inside.
 *
 * @since 0.2.0
 */
export interface TestControl {
  /** Resolves when the scheduler lets this code go on; at once where calls do not overlap. */
  readonly pause: (label?: string) => Promise<void>
  /** The function with a pause before it returns, as a database or a network has. */
  readonly scheduled: <A extends unknown[], T>(work: (...args: A) => Promise<T>) => (...args: A) => Promise<T>
}

/**
 * An implementation `R` beside its model, with constants `C`, states `S`, variants `V` and actions `A`.
 *
 * @since 0.2.0
 */
export interface ImplementationSource<C, S, V extends string, A extends string, R> {
  /** The variant of the model. Default: null, the model itself. */
  readonly variant?: V | null | undefined
  /** Constants to set in addition. Default: none. */
  readonly set?: CheckOptions<C>['set']
  /** Makes an implementation in its initial state. */
  readonly create: (control: TestControl, constants: C) => R | Promise<R>
  /** How it takes steps, by process and label. Default: unseen, and possible at any time. */
  readonly steps?: {
    readonly [P in ProcessesOf<S>]?: {
      readonly [K in LabelOf<S, P>]?: StepImplementation<S, R, S[P] extends readonly (infer I)[] ? I : never>
    }
  }
  /** How it takes actions. Default: unseen, as other steps. */
  readonly actions?: { readonly [N in A]?: StepImplementation<S, R, unknown> }
  /**
   * What can be seen of it when no call is open, also as a promise, as plain data: cells of the state by name, with the fields of records that
   * are to be compared. Default: nothing.
   */
  readonly observe?: (real: R) => unknown
  /** What `observe` returns in a state of the model. Default: the cells of the same names. */
  readonly expect?: (state: Frozen<S>) => unknown
  /** The most unseen steps between two that are seen. Default: 100. */
  readonly maxUnseen?: number
  /**
   * Milliseconds in which a step must return where steps are taken one by one, so that one that hangs is named before the time of the test
   * is over; `Infinity` for any time. Where calls overlap, a step that hangs is named without a clock. Default: 2000.
   */
  readonly maxStepMs?: number
}

/**
 * How long the runs of a property are.
 *
 * @since 0.2.0
 */
export interface RunLength {
  /** The most steps of a run. Default: 40; 12 where calls overlap. */
  readonly maxSteps?: number
}

/**
 * A planned run of a suite, for a test of its own.
 *
 * @since 0.2.0
 */
export interface SuiteRun {
  /** A title for a test: `run 2 of 3, 17 steps`. */
  readonly title: string
  /** Its steps, as a run names them: `worker 0: take`. */
  readonly steps: readonly string[]
  /**
   * Takes it. Where the implementation chooses otherwise than planned, it ends early.
   *
   * @throws NotAllowed if no run of the model does what the implementation does; after the shortest run that shows it,
   * if there is a shorter one.
   * @since 0.2.0
   */
  run(): Promise<void>
}

/**
 * The model's side of a run, for fast-check: the states in which the implementation may be.
 *
 * @since 0.2.0
 */
export interface ModelSide {
  /** @internal */
  readonly tracked: OneByOne
}

/**
 * The tests of an implementation `R` by its model.
 *
 * @since 0.2.0
 */
export interface ImplementationTests<R> {
  /**
   * The property that the implementation does, step by step, what the model allows. A run that fails is shrunk.
   *
   * @throws UsageError `bad-limit`: a length is not a whole number of at least 1.
   * @since 0.2.0
   */
  oneByOne(options?: RunLength): fc.IAsyncProperty<[Iterable<fc.AsyncCommand<ModelSide, R>>]>

  /**
   * The property that calls which overlap do what the model allows: each must have taken effect at one moment between its
   * beginning and its return, so that together they are a run of the model (linearizability). Each instance has one call
   * open at a time. The scheduler of fast-check orders beginnings and pauses.
   *
   * @throws UsageError `bad-limit`: a length is not a whole number of at least 1.
   * @since 0.2.0
   */
  overlapping(
    options?: RunLength,
  ): fc.IAsyncProperty<[fc.Scheduler, { readonly call: number; readonly pick: number }[]]>

  /**
   * Commands for `fc.asyncModelRun`, one for each step that is implemented.
   *
   * @throws UsageError `bad-limit`: a length is not a whole number of at least 1.
   * @since 0.2.0
   */
  commands(options?: RunLength): fc.Arbitrary<Iterable<fc.AsyncCommand<ModelSide, R>>>

  /**
   * A new implementation and its model, for `fc.asyncModelRun(() => tests.setup(), commands)`.
   *
   * @throws NotAllowed if the implementation does not begin as the model does.
   * @since 0.2.0
   */
  setup(): Promise<{ readonly model: ModelSide; readonly real: R }>

  /**
   * The fewest runs that together take every transition of the model that is implemented; or runs that take every pair of
   * steps of two movers in both orders, wherever both are possible: few, which need not be the fewest.
   *
   * @throws UsageError `bad-limit`: the model has more states than `maxStates`. Default: 10,000.
   * @throws UsageError `empty-suite`: there is nothing to take, so that a suite would have no tests.
   * @throws ModelError if a step of the model is wrong.
   * @since 0.2.0
   */
  suite(
    coverage: 'every transition' | 'every pair',
    options?: { readonly maxStates?: number },
  ): Promise<readonly SuiteRun[]>
}

/**
 * An implementation beside its model, for tests that the model drives.
 *
 * @example
 * const tests = implement(queue, {
 *   create: ({ scheduled }) => new JobQueue(scheduled(load)),
 *   steps: { worker: { take: (jobs, { instance }) => jobs.take(instance), finish: (jobs, { instance }) => jobs.finish(instance) } },
 *   actions: { 'lease runs out': jobs => jobs.expire() },
 *   observe: jobs => ({ results: jobs.results }),
 * })
 * test('step by step', () => fc.assert(tests.oneByOne()))
 * test('overlapping', () => fc.assert(tests.overlapping()))
 * test.for(await tests.suite('every transition'))('$title', ({ run }) => run())
 *
 * @throws UsageError `not-a-model`: `model` is none; `bad-option`: a process, step or action does not exist, or a part has
 * the wrong type; `unknown-variant`, `unknown-constant`, `bad-constant`: the model does not have it, or not of that type;
 * `bad-limit`: `maxUnseen` is not a whole number.
 * @throws ModelError where the model itself is wrong.
 * @since 0.2.0
 */
export function implement<C, S, V extends string, A extends string, R>(
  model: Model<C, S, V, A>,
  source: ImplementationSource<NoInfer<C>, NoInfer<S>, NoInfer<V>, NoInfer<A>, R>,
): ImplementationTests<R> {
  const machine = instantiate(model, source as Setting)
  const implementation = new Implementation(machine, source as unknown as AnyImplementation)
  const limits = {
    unseen: lengthOf('maxUnseen', source.maxUnseen, 100, 0),
    states: mostStates,
    stepMs: stepTimeOf(source.maxStepMs),
  }
  return new Tests<R>(implementation, limits)
}

/** The most states in which an implementation may be at one moment. */
const mostStates = 20_000

type Limits = ConstructorParameters<typeof OneByOne>[1]
type ControlledBy = (control: TestControl) => Promise<unknown>

class Tests<R> implements ImplementationTests<R> {
  private readonly implementation: Implementation
  private readonly limits: Limits
  private readonly create: ControlledBy

  constructor(implementation: Implementation, limits: Limits) {
    this.implementation = implementation
    this.limits = limits
    this.create = async control => implementation.create(control, implementation.machine.constants)
  }

  oneByOne(options: RunLength = {}): fc.IAsyncProperty<[Iterable<fc.AsyncCommand<ModelSide, R>>]> {
    return fc.asyncProperty(this.commands(options), commands => fc.asyncModelRun(() => this.setup(), commands))
  }

  overlapping({ maxSteps }: RunLength = {}): fc.IAsyncProperty<[fc.Scheduler, Beginning[]]> {
    const beginning = fc.record({ call: fc.nat(99), pick: fc.nat(99) })
    const beginnings = fc.array(beginning, { maxLength: lengthOf('maxSteps', maxSteps, 12), size: 'max' })
    return fc.asyncProperty(fc.scheduler(), beginnings, (scheduler, chosen) => this.overlap(scheduler, chosen))
  }

  commands({ maxSteps }: RunLength = {}): fc.Arbitrary<Iterable<fc.AsyncCommand<ModelSide, R>>> {
    const all = this.implementation.keys.map(key => {
      const picks = this.implementation.handler(key)?.picks === true ? fc.nat(99) : fc.constant(0)
      return picks.map(pick => new TakeStep<R>({ ...key, pick }))
    })
    return fc.commands(all, { maxCommands: lengthOf('maxSteps', maxSteps, 40), size: 'max' })
  }

  async setup(): Promise<{ readonly model: ModelSide; readonly real: R }> {
    const real = await this.create(immediately)
    const tracked = new OneByOne(this.implementation, this.limits)
    await tracked.begin(real)
    return { model: { tracked }, real: real as R }
  }

  async suite(
    coverage: SuiteCoverage,
    { maxStates }: { readonly maxStates?: number } = {},
  ): Promise<readonly SuiteRun[]> {
    if (!['every transition', 'every pair'].includes(coverage))
      throw new UsageError(
        'bad-option',
        `a suite is of 'every transition' or of 'every pair', but not of '${coverage}'.`,
      )
    const runs = await plannedRuns(this.implementation, coverage, lengthOf('maxStates', maxStates, 10_000))
    if (runs.length === 0) throw nothingToTake(coverage)
    return runs.map((steps, i) => ({
      title: `run ${i + 1} of ${runs.length}, ${steps.length} steps`,
      steps: steps.map(titleOfPlanned),
      run: () => this.takeOrShorten(steps),
    }))
  }

  private async overlap(scheduler: fc.Scheduler, chosen: readonly Beginning[]): Promise<void> {
    const real = await this.create(controlledBy(scheduler))
    const calls = new Calls(this.implementation, this.limits)
    const atOnce = new AtOnce(this.implementation, calls, real)
    scheduler.scheduleSequence(chosen.map(one => ({ label: 'begin', builder: async () => atOnce.begin(one) })))
    await scheduler.waitIdle()
    await atOnce.finish()
  }

  /** Takes a planned run; one that fails is replaced by a shorter one that ends in the same step, if that fails too. */
  private async takeOrShorten(steps: readonly PlannedStep[]): Promise<void> {
    const failure = await this.take(steps)
    if (failure === undefined) return
    const last = steps[failure.at]
    const shorter = last === undefined ? [] : [...last.shortest(), last]
    const again = shorter.length > 0 && shorter.length <= failure.at ? await this.take(shorter) : undefined
    throw again?.error ?? failure.error
  }

  private async take(steps: readonly PlannedStep[]): Promise<{ error: unknown; at: number } | undefined> {
    const { model, real } = await this.setup()
    for (const [at, step] of steps.entries()) {
      if (!model.tracked.canTake(step)) return undefined
      try {
        await model.tracked.take(real, step)
      } catch (error) {
        return { error, at }
      }
      if (!model.tracked.mayBeIn(step.leadsTo)) return undefined
    }
    return undefined
  }
}

/** A command of fast-check: one step of one mover. */
class TakeStep<R> implements fc.AsyncCommand<ModelSide, R> {
  private readonly step: StepToTake

  constructor(step: StepToTake) {
    this.step = step
  }

  check({ tracked }: ModelSide): boolean {
    return tracked.canTake(this.step)
  }

  run({ tracked }: ModelSide, real: R): Promise<void> {
    return tracked.take(real, this.step)
  }

  toString(): string {
    return this.step.pick === 0 ? titleOfKey(this.step) : `${titleOfKey(this.step)} (pick ${this.step.pick})`
  }
}

/** A list of no tests would pass without a word. */
function nothingToTake(coverage: SuiteCoverage): UsageError {
  const why =
    coverage === 'every pair'
      ? "no two steps that are implemented, of different movers, can be taken one after the other in both orders. Use 'every transition'."
      : 'the model can take no step that is implemented.'
  return new UsageError('empty-suite', `a suite of ${coverage} has no runs: ${why}`)
}

function titleOfPlanned({ pick, ...key }: PlannedStep): string {
  return stepTitle({ ...(key as StepKey), choices: pick as readonly Plain[], script: [] })
}

const immediately: TestControl = { pause: async () => undefined, scheduled: work => work }

function controlledBy(scheduler: fc.Scheduler): TestControl {
  return {
    pause: (label = 'pause') => scheduler.schedule(Promise.resolve(), label),
    scheduled: work => scheduler.scheduleFunction(work),
  }
}

function stepTimeOf(given = 2000): number {
  if (typeof given === 'number' && given > 0) return given
  throw new UsageError('bad-limit', `maxStepMs must be a number above 0, or Infinity, but got ${String(given)}.`)
}

function lengthOf(name: string, given: number | undefined, usual: number, least = 1): number {
  const length = given ?? usual
  if (Number.isInteger(length) && length >= least) return length
  throw new UsageError('bad-limit', `${name} must be a whole number of at least ${least}, but got ${String(given)}.`)
}
