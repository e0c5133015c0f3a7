import type { State } from '../machine/machine.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { Edge, LevelGraph } from './simplest-run.ts'

/** The step of a transition, which may be taken from many states. */
export type TakenStep = Omit<Edge, 'to'>

/** Takes the transitions of a graph, state by state. */
export interface TransitionReader {
  /** The number by which the reader knows a step. */
  numberOf(step: TakenStep): number
  /** One more transition out of the state that is read: the number of its step, and where it leads to; -1 if it fails. */
  transition(step: number, to: number): void
  /** That was all that can be done in the state. */
  endState(): void
}

/** A question about states that a claim asks. */
export interface StateQuestion {
  readonly claim: string
  ask(state: State): boolean
}

/** A searched graph that can be gone through as a whole, and asked about its states. */
export interface EngineGraph extends LevelGraph {
  /** Reads the transitions of states from `from` on, none of them beyond `end`, but at least of one; says of how many. */
  read(from: StateId, end: StateId, reader: TransitionReader): number
  /**
   * What answers a question for each state. Good until transitions are read. It throws {@link ModelError} where the answer
   * depends on more than the state.
   */
  asker(question: StateQuestion): (state: StateId) => boolean
}
