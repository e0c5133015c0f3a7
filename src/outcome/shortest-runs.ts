/** All shortest runs to what was found, as a search keeps them for those who merge or count them. */

import type { Move } from './outcome.ts'

/** A state by its number in the order of the search. */
export type StateId = number

/** Where a run that shows something ends: in a state, or in a transition out of it that leads nowhere. */
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

/** All shortest runs to a finding, merged: every way from layer to layer to one of the ends is one of them. */
export interface ShortestRuns {
  /** The transitions from the states at distance `k` to those at distance `k + 1`. */
  readonly layers: readonly (readonly InnerEdge[])[]
  /** A last transition that leads nowhere, or that is itself what was found, is in an end and in no layer. */
  readonly ends: readonly End[]
}
