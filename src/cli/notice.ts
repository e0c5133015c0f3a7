import { showMessage } from '../report/text/value.ts'

/** Says something on stderr, where nothing that a program reads is. */
export function notice(message: string): void {
  process.stderr.write(`interleave: ${showMessage(message)}\n`)
}
