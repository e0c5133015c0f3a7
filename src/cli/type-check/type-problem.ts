import { relative } from 'node:path'
import { count } from '../../report/text/count.ts'

/** What TypeScript finds wrong in a file. */
export interface TypeProblem {
  /** The absolute path of the file, which is a spec or something that it imports. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** What TypeScript calls it, such as `TS2339`. */
  readonly code: string
  /** In several lines where TypeScript goes into detail. */
  readonly message: string
}

/** How many problems are printed for people; programs get all of them. */
const mostTold = 5
/** The rest of a long message repeats whole types. */
const mostLines = 6

/** That types do not check, with what follows from that, and the first problems with their places. */
export function typeProblemsToText(problems: readonly TypeProblem[], consequence: string): string {
  const rest = problems.length - mostTold
  return [
    `types do not check (${count(problems.length, 'error')}), ${consequence}:`,
    ...problems.slice(0, mostTold).map(toText),
    ...(rest > 0 ? [`and ${count(rest, 'more error')}`] : []),
    '(--no-types skips this check)',
  ].join('\n')
}

function toText({ file, line, column, code, message }: TypeProblem): string {
  const lines = message.split('\n')
  const told = lines.length > mostLines ? [...lines.slice(0, mostLines), '  ...'] : lines
  return `${shown(file)}:${line}:${column} ${code}: ${told.join('\n')}`
}

/** The problems for programs, their files relative to the working directory as all files of the output are. */
export function typeProblemsToJson(problems: readonly TypeProblem[]): readonly TypeProblem[] {
  return problems.map(problem => ({ ...problem, file: shown(problem.file) }))
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}
