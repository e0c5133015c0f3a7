import { coloured, type Paint, plain } from '../report/paint.ts'

/** Where the command prints what it found, and how: apart from stderr, which carries progress and errors. */
export interface Terminal {
  print(text: string): void
  readonly paint: Paint
  /** Columns that a line may have. */
  readonly width: number
}

/** Standard output: in colour on a terminal, unless NO_COLOR is set; 100 columns where there is no terminal. */
export function standardTerminal(): Terminal {
  const { stdout, env } = process
  const hasColour = env.FORCE_COLOR !== undefined || (stdout.isTTY === true && env.NO_COLOR === undefined)
  return {
    print: text => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    paint: hasColour ? coloured : plain,
    width: stdout.columns ?? 100,
  }
}
