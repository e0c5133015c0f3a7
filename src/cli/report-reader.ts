/** Whether the report reaches its reader: without it, the exit code must not say that all is well. */

import { exitCodes } from './exit-codes.ts'
import { notice } from './notice.ts'

let isLost = false

/** Watches standard output and standard error. Call it before anything is printed. */
export function watchOutput(): void {
  process.stdout.on('error', error => {
    // A reader that stops early (`| head`) is not an error; the exit code still reports the result.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE' || isLost) return
    isLost = true
    notice(`the report could not be written: ${error.message}`)
  })
  // If even stderr is closed, only the exit code can report the result.
  process.stderr.on('error', () => undefined)
}

/** The exit code after everything was printed: that of the result, unless it is 0 and nobody can read the report. */
export function codeOfPrinted(code: number): number {
  return isLost && code === exitCodes.allHold ? exitCodes.unwritten : code
}
