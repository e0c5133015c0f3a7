/** What the states and the time of a search went to, for the author of a model that explodes or crawls. */
export interface Profile {
  /** Those with the most new states first. */
  readonly steps: readonly StepProfile[]
  /** Those first without which there would be the fewest states. */
  readonly parts: readonly PartProfile[]
}

/** One step of all instances of a process, or one action. */
export interface StepProfile {
  /** `process: label`, or the name of the action. */
  readonly step: string
  readonly transitions: number
  /** The states that a transition of this step was the first to reach. */
  readonly newStates: number
  /** Runs that were recorded: one for each footprint and each combination of choices. */
  readonly recordedRuns: number
  /** States in which the step was run without recording it, since its footprints do not repeat. */
  readonly directRuns: number
  /** Seconds in these runs. Following what was recorded is not part of it. */
  readonly seconds: number
}

/** Cells of the state that differ by the places of arrays alone: the same local of all instances, or a set with its members. */
export interface PartProfile {
  /** `process[*].pc`. */
  readonly part: string
  readonly cells: number
  /** Of the cell that has had the most; of a set, the members that it has had. */
  readonly values: number
  /** The same at some of the depths, the last included. */
  readonly growth: readonly { readonly depth: number; readonly values: number }[]
  /** How often all states were packed anew for these cells. */
  readonly layoutChanges: number
  /** About how many states there are if those that differ in this part alone count as one. */
  readonly statesWithout: number
  /** Whether no recorded run of a step has read it; missing where not all runs were recorded. */
  readonly isUnread?: boolean
}
