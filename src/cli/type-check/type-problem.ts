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
/** The most characters of a type in a message; what tells one type from another is nearly always said in a shorter line. */
const maxType = 60

/** A text about type errors: their consequence, and the first of them with their places. */
export function typeProblemsToText(problems: readonly TypeProblem[], consequence: string): string {
  const rest = problems.length - maxShown
  return [
    `types do not check (${count(problems.length, 'error')}), ${consequence}:`,
    ...problems.slice(0, maxShown).map(toText),
    ...(rest > 0 ? [`and ${count(rest, 'more error')}`] : []),
    ...(problems.every(isOfFile) ? [] : ['(--no-types skips this check)']),
  ].join('\n')
}

/** Whether a file cannot be parsed, or is not there: that does not go away without the check. */
function isOfFile({ code }: TypeProblem): boolean {
  return /^TS1\d{3}$/.test(code) || code === 'TS6053' || code === 'TS2307'
}

function toText({ file, line, column, code, message }: TypeProblem): string {
  return `${shown(file)}:${line}:${column} ${code}: ${briefly(message)}`
}

/**
 * What is wrong, in two lines: the first one, and where types had to be cut in it, the last one, which is about the smallest part
 * that does not fit.
 */
function briefly(message: string): string {
  const [first = '', ...details] = message.split('\n')
  const head = withShortTypes(first)
  const last = details.at(-1)
  return last === undefined || head === first ? head : `${head}\n  ${withShortTypes(last.trim())}`
}

/** TypeScript quotes types and names like 'this'; the quotes of strings in a type are double ones. */
function withShortTypes(line: string): string {
  return line.replace(/'([^']*)'/g, (quoted, type: string) =>
    type.length > maxType ? `'${type.slice(0, maxType)}...'` : quoted,
  )
}

/** The problems for programs, with paths relative to the working directory, like all paths in the output. */
export function typeProblemsToJson(problems: readonly TypeProblem[]): readonly TypeProblem[] {
  return problems.map(problem => ({ ...problem, file: shown(problem.file) }))
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}
