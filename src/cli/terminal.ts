import { coloured, type Paint, plain } from '../report/text/paint.ts'
import type { Progress, SoFar } from '../search/options.ts'
import type { OutcomeSoFar, TerminalFacts } from './thread-messages.ts'

/** Where the command prints what it found, and how: apart from stderr, which carries progress and errors. */
export interface Terminal {
  print(text: string): void
  readonly paint: Paint
  /** Columns that a line may have. */
  readonly width: number
}

/** The terminal as a command in a thread sees it, with the supervisor behind it. */
export interface SupervisedTerminal extends Terminal {
  /** Prints a piece of a long text; to be awaited, so that nothing is made faster than it is taken. */
  write(text: string): Promise<void>
  /** Aborted by Ctrl-C, or when all the time is used up: what is known is to be reported. */
  readonly signal: AbortSignal
  /** Says what is done next, as it is said after "while": where it doesn't end, that is reported. */
  doing(what: string): void
  /** Says which setting is being checked, and what is known of it. */
  setting(outcome: OutcomeSoFar): void
  progress(title: string, progress: Progress): void
  progressOver(): void
  searched(soFar: SoFar): void
  /** Says that the verdicts of a setting have been printed, and the exit code that they stand for. */
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
