/** What nodes of trees hold, approximately. */

export const leafBytes = 40
export const nodeBytes = 80

/** How much an array of children grows to have one at `at`: V8 reserves half as much again. */
export function bytesOfSlots(length: number, at: number): number {
  // Beyond such a gap the children are kept in a table.
  if (at - length > 1024) return 50
  return Math.max(0, at - length + 1) * 12 + (length === 0 ? 128 : 0)
}
