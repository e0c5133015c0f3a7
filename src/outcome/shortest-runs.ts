/** All shortest runs to a finding, as a search stores them for merging and counting. */

import type { Move } from './outcome.ts'

/** The number of a state in the order of the search. */
export type StateId = number

/** The end of a run that shows something: a state, or a transition out of it that leads to no state. */
export interface End {
  readonly state: StateId
  readonly move?: Move
}

/** A transition from one state to another. */
export interface InnerEdge {
  readonly from: StateId
  readonly move: Move
  readonly to: StateId
}

/** All shortest runs to a finding, merged: each path through the layers to one of the ends is one of them. */
export interface ShortestRuns {
  /** The transitions from the states at distance `k` to those at distance `k + 1`. */
  readonly layers: readonly (readonly InnerEdge[])[]
  /**
   * The ends of the runs. A last transition that leads to no state, or that is itself the finding, is here and in no
   * layer.
   */
  readonly ends: readonly End[]
}
