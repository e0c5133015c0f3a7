import type { State } from '../machine/machine.ts'
import type { Permutation } from './permutation.ts'

/** A state in place of all that differ from it by the names of ids alone. */
export interface Representative {
  readonly state: State
  /** What makes it of the state that it stands for. */
  readonly by: Permutation
}

/**
 * Chooses a state for each orbit: the states that differ by the names of ids alone. The same for all of an orbit, as long
 * as there are not too many ways to name ids that look alike; then it is one of several.
 */
export interface Representatives {
  of(state: State): Representative
}

/** Ways to number ids that are tried; with more, the first one is taken. */
export const mostWays = 5040
