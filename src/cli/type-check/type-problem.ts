import { relative } from 'node:path'
import { count } from '../../report/text/count.ts'

/** An error that TypeScript reports in a file. */
export interface TypeProblem {
  /** The absolute path of the file: a spec or one of its imports. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** TypeScript's code, such as `TS2339`. */
  readonly code: string
  /** The message, in several lines if TypeScript goes into detail. */
  readonly message: string
}

/** The most problems that are printed for people; programs get all of them. */
const maxShown = 5
/** The most lines of a message; the rest of a long message repeats whole types. */
const maxLines = 6

/** A text about type errors: their consequence, and the first of them with their places. */
export function typeProblemsToText(problems: readonly TypeProblem[], consequence: string): string {
  const rest = problems.length - maxShown
  return [
    `types do not check (${count(problems.length, 'error')}), ${consequence}:`,
    ...problems.slice(0, maxShown).map(toText),
    ...(rest > 0 ? [`and ${count(rest, 'more error')}`] : []),
    '(--no-types skips this check)',
  ].join('\n')
}

function toText({ file, line, column, code, message }: TypeProblem): string {
  const lines = message.split('\n')
  const shownLines = lines.length > maxLines ? [...lines.slice(0, maxLines), '  ...'] : lines
  return `${shown(file)}:${line}:${column} ${code}: ${shownLines.join('\n')}`
}

/** The problems for programs, with paths relative to the working directory, like all paths in the output. */
export function typeProblemsToJson(problems: readonly TypeProblem[]): readonly TypeProblem[] {
  return problems.map(problem => ({ ...problem, file: shown(problem.file) }))
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}
