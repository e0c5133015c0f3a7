import type { State } from '../machine/machine.ts'
import type { Permutation } from './permutation.ts'

/** A state that represents all that differ from it only by the names of ids. */
export interface Representative {
  readonly state: State
  /** The renaming to it from the state that it represents. */
  readonly by: Permutation
}

/**
 * Chooses a representative for each orbit, the states that differ only by the names of ids. It is unique, unless there are
 * too many ways to name ids that look alike; then it is one of several.
 */
export interface Representatives {
  of(state: State): Representative
}

/** The most ways to number ids that are tried; if there are more, the first one is taken. */
export const maxWays = 5040
