import type { State } from '../machine/machine.ts'
import type { ClaimOutcome, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { EngineGraph, StateAnswers, StateQuestion, TransitionReader } from './engine-graph.ts'
import { sampleOf } from './final-audit.ts'
import { type SoFar, StoppedWithin } from './options.ts'
import type { Search } from './search.ts'

/** What is found out of claims about runs when all states are known, before the search is audited. */
export interface RunsJudged {
  /** Why some claims could not be judged. */
  readonly stop?: StopReason | undefined
  /**
   * For each claim, by its number, what it was found to say of each state of the sample, as `asking` tells it; undefined
   * where it was not asked.
   */
  readonly answers: readonly (readonly string[] | undefined)[]
}

/** Judges claims about runs on the graph of a search. */
export interface RunsJudge {
  /** When every state is known. */
  judge(graph: ExploredGraph): Promise<RunsJudged>
  /** When the first states have been left, and the search goes on: whether a run among them violates a claim. */
  findsViolation(part: ExploredGraph): Promise<boolean>
}

/**
 * The states that a search has left, the initial ones first, with all that can be done in them: every state that can be reached, or the
 * first `count` of them.
 */
export class ExploredGraph {
  readonly count: number
  /** Whether there are further states; transitions may lead to them. */
  readonly isPart: boolean
  /** The states in which the audit evaluates every claim again. */
  readonly sample: readonly StateId[]
  private readonly search: Search
  private readonly graph: EngineGraph

  constructor(search: Search, count = search.engine.count) {
    this.search = search
    this.graph = search.engine.graph(search.levelStarts)
    this.count = count
    this.isPart = count < search.engine.count
    this.sample = sampleOf(this.count)
  }

  /** How many transitions there are at most. */
  get transitions(): number {
    return this.search.engine.transitions
  }

  /** Reads the transitions of some states from `from` on; says of how many. */
  read(from: StateId, reader: TransitionReader): number {
    return this.graph.read(from, this.count, reader)
  }

  /** What answers some questions about each state. Good until transitions are read. */
  answers(questions: readonly StateQuestion[]): StateAnswers {
    return this.graph.answers(questions)
  }

  stateAt(state: StateId): State {
    return this.graph.stateAt(state)
  }

  /** Whether a state is outside the bounds, so that its transitions are not known. */
  isCut(state: StateId): boolean {
    return this.search.cut.has(state)
  }

  /** What would be reported if the work ended now. */
  get soFar(): SoFar {
    return this.search.soFar
  }

  /** Notes that a claim about runs is violated, so that this is reported even if the work is cut short. */
  report(violated: ClaimOutcome): void {
    this.search.violatedByRuns.set(violated.name, violated)
  }

  /** To be called now and then: gives others a turn when one is due. Throws {@link StoppedWithin} when a limit is reached. */
  async pause(phase: string): Promise<void> {
    const { pacer, levelStarts, left } = this.search
    if (!pacer.isDue) return
    const stop = await this.search.pause(levelStarts.length - 1, left, phase)
    if (stop !== undefined) throw new StoppedWithin(stop)
  }
}
