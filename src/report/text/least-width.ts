/** Columns that a run as text needs. */
export const leastWidth = 40
