/** One run of a checker that saw a whole machine, and what it took. */
export interface CountedRun {
  readonly states: number
  readonly transitions: number
  /** The whole process, from its start to its exit. */
  readonly seconds: number
  readonly processorSeconds: number
  /** What the checker itself says that it searched for. */
  readonly searchSeconds: number
  readonly peakBytes: number
}
