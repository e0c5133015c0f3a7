import type { SettingResult } from '../report/ci/ci-report.ts'
import { coloured, type Paint, plain } from '../report/text/paint.ts'
import type { Progress } from '../search/options.ts'
import type { OutcomeSoFar, Searched, TerminalFacts } from './thread-messages.ts'

/** The destination of the report, and its look. Progress and errors go to stderr instead. */
export interface Terminal {
  print(text: string): void
  readonly paint: Paint
  /** The width of a line. */
  readonly width: number
}

/** The terminal as a command in a thread sees it, with the supervisor behind it. */
export interface SupervisedTerminal extends Terminal {
  /** Prints a piece of a long text. Await it, so that output is not produced faster than it is consumed. */
  write(text: string): Promise<void>
  /** Aborted by Ctrl-C, or at the time limit: the results so far must be reported. */
  readonly signal: AbortSignal
  /** Announces the next activity, to be read after "while": it is reported if it does not end. */
  doing(what: string): void
  /** Announces the files on which the spec depends. */
  loaded(files: readonly string[]): void
  /** Announces the setting that is being checked, with what is known about it. */
  setting(outcome: OutcomeSoFar): void
  progress(title: string, progress: Progress): void
  /** The same in words. */
  worded(text: string, seconds: number): void
  progressOver(): void
  searched(soFar: Searched): void
  /** Passes the result of a setting to reporters; the last one counts. */
  result(result: SettingResult): void
  /** Announces that the verdicts of a setting have been printed, and their exit code. */
  verdict(code: number): void
}

/** Standard output: in colour on a terminal, unless NO_COLOR is set; 100 columns where there is no terminal. */
export function standardTerminal(): Terminal {
  const { stdout } = process
  const { hasColour, width } = terminalFacts()
  return {
    print: text => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    paint: paintOf(hasColour),
    width,
  }
}

export function terminalFacts(): TerminalFacts {
  const { stdout, env } = process
  const hasColour = env.FORCE_COLOR !== undefined || (stdout.isTTY === true && env.NO_COLOR === undefined)
  return { hasColour, width: stdout.columns ?? 100 }
}

export function paintOf(hasColour: boolean): Paint {
  return hasColour ? coloured : plain
}
