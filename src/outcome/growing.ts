/**
 * A cell that got a new value at each of the last levels: the model may be unbounded there.
 *
 * @since 0.2.0
 */
export interface Growing {
  /** `queue[0].items`: where in the state. */
  readonly cell: string
  /** Values that it has had. */
  readonly values: number
  /** Levels in a row at which it got new ones. */
  readonly levels: number
  /** Items of the longest list, where it is a list that got longer. */
  readonly longest?: number
}
