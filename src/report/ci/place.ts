/** A place in a file of the author's, as tools that read reports want it. */
export interface ReportPlace {
  /** The path, with slashes. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column?: number
}

/** Reads `lock.ts:14` or `lock.ts:14:9`. */
export function placeOf(where: string | undefined): ReportPlace | undefined {
  const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(where ?? '') ?? []
  if (file === undefined) return undefined
  return { file, line: Number(line), ...(column !== undefined && { column: Number(column) }) }
}

/** The first place that a message names, such as the one in brackets at the end of an error about a model. */
export function placeIn(message: string): ReportPlace | undefined {
  return placeOf(/[\w./@-]+\.[cm]?[jt]sx?:\d+(?::\d+)?/.exec(message)?.[0])
}
