import type { Path } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { Growing } from '../outcome/growing.ts'
import type { Effort } from '../outcome/outcome.ts'
import type { Profile } from '../outcome/profile.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { Representatives } from '../symmetry/representatives.ts'
import type { CutStates } from './cut-states.ts'
import type { EngineGraph } from './engine-graph.ts'
import type { FindingJudge } from './finding-judge.ts'
import type { KeyReaders } from './key-readers.ts'
import type { Novelty } from './novelty.ts'
import type { ExploreOptions, Pacer } from './options.ts'
import type { StepsTaken } from './steps-taken.ts'
import type { Views } from './views.ts'

/**
 * What finds states: everything that a search needs from it. States are numbered as they are found; an engine leaves them in
 * that order, so that two engines give the same numbers, evaluate the same claims, and stop at the same place.
 */
export interface Engine {
  readonly name: string
  /** The states stored so far. */
  readonly count: number
  /** The transitions taken so far. */
  readonly transitions: number
  /** Bytes held beside the heap of JavaScript. */
  readonly bytesOutside: number
  /** Cells that still get new values at every level, if known. */
  readonly growing: readonly Growing[]
  /** What the search cost, as far as the engine counts it. */
  readonly effort: Effort | undefined
  /** What the states and the time went to, if a profile is wanted and the engine has one. */
  readonly profile: Profile | undefined
  enterInitialStates(): void
  /**
   * Follows every transition out of some states, of `from` and as many after it as are best taken together, none of them
   * beyond `end`; says how many they were. Throws {@link StoppedWithin} where memory is used up.
   */
  leave(from: StateId, end: StateId, depth: number): number
  /** Called when a level has been left. */
  endLevel(): void
  /** Throws {@link ModelError} if a state has a list where a step has stored a set. */
  refuseBrokenSets(): void
  /** Called when the search has stopped: notes the steps that have been taken, where that was put off. */
  endSearch(): void
  /** The stored state of this number. */
  stateOf(id: StateId): State
  /**
   * Repeats what was done in a state that has been left; throws {@link ModelError} if the result differs, or if the
   * reference now finds other `transitions`.
   */
  repeat(id: StateId, transitions: readonly Transition[]): void
  /** Which states stand for which; undefined if all are stored. */
  readonly representatives: Representatives | undefined
  /** Whether all states stored behave like the states that they stand for, or those of a sample do, as far as is known. */
  readonly compared: 'all' | 'sample'
  /** Which states are taken for others by the view of the model; undefined if none are. */
  readonly views: Views | undefined
  /** How many states a stored state stands for: 1 where all are stored, undefined where that is not known. */
  statesOf(id: StateId): number | undefined
  /** Whether there is a record in every state stored, with the same keys, and at least one. */
  isRecord(path: Path): boolean
  /** The graph of the states found. Valid between two calls of {@link leave}. */
  graph(levelStarts: readonly StateId[]): EngineGraph
}

/** What a search passes to its engine. */
export interface EngineParts {
  readonly machine: Machine
  readonly options: ExploreOptions
  readonly pacer: Pacer
  /** Takes the answers of claims. */
  readonly judge: FindingJudge
  readonly stepsTaken: StepsTaken
  /** Which states are stored as one; undefined if none are. */
  readonly reducedBy: 'symmetry' | 'view' | undefined
  readonly novelty: Novelty
  readonly keyReaders: KeyReaders
  /** The states from which no step is to be taken. */
  readonly cut: CutStates
  /** Call it during possibly long work on a single state: throws {@link StoppedWithin} when a limit is reached. */
  readonly check: () => void
}
