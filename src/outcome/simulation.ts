/**
 * What random runs covered, in place of a search that ends. They can find violations, and prove nothing.
 *
 * @since 0.2.0
 */
export interface Simulation {
  /** Runs that were taken. */
  readonly runs: number
  /** Those of them whose steps were taken by random priorities (PCT); in the others every mover was as likely as the next. */
  readonly byPriorities: number
  /** Runs that were cut after `depth` steps; the others ended by themselves. */
  readonly cut: number
  /** The most steps of a run. */
  readonly depth: number
  /** The seed: with the same one, the same runs are taken on every machine. */
  readonly seed: number
  /** Runs taken each second. */
  readonly runsPerSecond: number
  /** States met each second, those met before included. */
  readonly statesPerSecond: number
  /** Steps and actions that no run took, as `process: label`. They may be possible. */
  readonly notTaken: readonly string[]
  /** How many states there may be; missing if too few runs, or too many states, were counted. */
  readonly estimate?: StateEstimate
}

/**
 * An estimate of the states that runs of this length can meet, from those that few of them met: if most states were met by one
 * run only, there must be many more. It is the lower bound of Chao (Biometrics 43, 1987): distinct states, and of those that
 * one run met and those that two met, the square of the first by twice the second.
 *
 * @since 0.2.0
 */
export interface StateEstimate {
  /** At least about this many states. */
  readonly states: number
  /** Distinct states that were met by one run only. */
  readonly once: number
  /** Distinct states that were met by two runs. */
  readonly twice: number
}
