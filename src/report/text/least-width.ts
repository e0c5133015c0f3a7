/** The least width of a run as text, in columns. */
export const leastWidth = 40
