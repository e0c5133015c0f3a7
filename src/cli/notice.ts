import { showMessage } from '../report/text/value.ts'

/** Prints a notice on stderr, which is not for programs. */
export function notice(message: string): void {
  process.stderr.write(`interleave: ${showMessage(message)}\n`)
}
