import type { Plain } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import { attempt } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { Edge, LevelGraph } from './simplest-run.ts'

/** The step of a transition, which may be taken from many states. */
export interface TakenStep extends Omit<Edge, 'to'> {
  /** The first values that it picks, as many as the reader asks for. */
  readonly options?: readonly Plain[]
}

/** Takes the transitions of a graph, state by state. */
export interface TransitionReader {
  /** How many of the values that a step picks the reader wants to know. */
  choicesOf(mover: number, step: string): number
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
  answer(state: State): boolean
}

/** Answers questions about states. */
export interface StateAnswers {
  /**
   * Answers about the states from `from` up to `to`, which are at most {@link maxStatesAtOnce}: enters 1 or 0 for each of them into the list
   * of each question. Throws {@link ModelError} where an answer depends on more than the state.
   */
  enter(from: StateId, to: StateId, lists: readonly Uint8Array[]): void
}

/** The most states for which questions are answered at once. */
export const maxStatesAtOnce = 256

/** A searched graph that can be gone through as a whole, and asked about its states. */
export interface EngineGraph extends LevelGraph {
  /** Reads the transitions of states from `from` on, none of them beyond `end`, but at least of one; says of how many. */
  read(from: StateId, end: StateId, reader: TransitionReader): number
  /** What answers some questions about each state. Good until transitions are read. */
  answers(questions: readonly StateQuestion[]): StateAnswers
  stateAt(state: StateId): State
}

/** The first values that a move picks in a state. The path of a step through its tree does not say: equal parts of trees are merged. */
export function optionsPicked(
  machine: Machine,
  state: State,
  { mover, script }: Move,
  choices: number,
): readonly Plain[] {
  return attempt(machine, state, mover, script).transition?.options.slice(0, choices) ?? []
}
