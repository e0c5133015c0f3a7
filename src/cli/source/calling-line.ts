import { framesOf } from '../../base/author-location.ts'

/** A line of an author's file. */
export interface CallingLine {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** The number of the author's functions called on the way there. */
  readonly depth: number
  /** The line of the first of them. */
  readonly root: { readonly file: string; readonly line: number }
}

/** Frames that a stack has at most while lines are traced: helpers call helpers. */
const maxFrames = 40

/** The line of the author's innermost function that is currently running. */
export function callingLine(): CallingLine | undefined {
  const frames = framesOf(longStack()).filter(({ kind }) => kind === 'author')
  const [frame, root] = [frames[0], frames.at(-1)]
  if (frame === undefined || root === undefined) return undefined
  return {
    file: frame.path,
    line: frame.line,
    depth: frames.length,
    root: { file: root.path, line: root.line },
  }
}

function longStack(): string | undefined {
  const limit = Error.stackTraceLimit
  try {
    Error.stackTraceLimit = maxFrames
    return new Error().stack
  } finally {
    Error.stackTraceLimit = limit
  }
}
