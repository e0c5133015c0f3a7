#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts'
import { failureOf, reportFailure } from './failure.ts'
import { leave } from './leave.ts'
import { notice } from './notice.ts'
import { startSpareThread } from './spare-thread.ts'
import { standardTerminal } from './terminal.ts'

// A reader that stops early (`| head`) is not an error; the exit code still reports the result.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') notice(`the report could not be written: ${error.message}`)
})
// If even stderr is closed, only the exit code can report the result.
process.stderr.on('error', () => undefined)

const inThreads = ['check', 'explore', 'graph', 'list', 'verify']
if (inThreads.includes(process.argv[2] ?? '')) startSpareThread()
const { program } = await import('./program.ts')

// The exit code if the command ends without reporting one.
let code: number = exitCodes.internal
try {
  await program(standardTerminal(), given => {
    code = given
  }).parseAsync()
} catch (error) {
  code = reportFailure(failureOf(error))
}
// Leaves as soon as the output was read: code that is still being optimised, or a timer of the author's, must not delay
// that.
process.exitCode = code
await leave(code)
