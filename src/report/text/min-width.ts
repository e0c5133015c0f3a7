/** The least width of a run as text, in columns. */
export const minWidth = 40
