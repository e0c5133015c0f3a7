/** A mistake that somebody could make in this code, and the tests that must go red for it. */
export interface PlantedBug {
  /** What goes wrong. */
  readonly bug: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly text: string
  readonly instead: string
  /** Test files, one of which must go red at least. */
  readonly tests: readonly string[]
  /** Whether the tests run the built command, so that the copy must be built. */
  readonly isBuilt?: true
}
