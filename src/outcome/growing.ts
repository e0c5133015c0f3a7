/**
 * A cell that got a new value at each of the last levels: the model may be unbounded there.
 *
 * @since 0.2.0
 */
export interface Growing {
  /** The place in the state: `queue[0].items`. */
  readonly cell: string
  /** The number of values that it has had. */
  readonly values: number
  /** The number of levels in a row at which it got new values. */
  readonly levels: number
  /** The number of items of the longest list, if it is a list that grew. */
  readonly longest?: number
}
