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

/** What is to be done with the graph of an exhausted search. */
export type WhenExhausted = (graph: ExhaustedGraph) => Promise<RunsJudged>

/** A graph that was searched to its end: every state that can be reached, the initial ones first. */
export class ExhaustedGraph {
  readonly count: number
  /** The states in which the audit evaluates every claim again. */
  readonly sample: readonly StateId[]
  private readonly search: Search
  private readonly graph: EngineGraph

  constructor(search: Search) {
    this.search = search
    this.graph = search.engine.graph(search.levelStarts)
    this.count = search.engine.count
    this.sample = sampleOf(this.count)
  }

  /** Every transition of the graph, counted. */
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
