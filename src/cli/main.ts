#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts'
import { failureOf, reportFailure } from './failure.ts'
import { leave } from './leave.ts'
import { notice } from './notice.ts'
import { startSpareThread } from './spare-thread.ts'
import { standardTerminal } from './terminal.ts'

// A reader that has seen enough (`| head`) is no error of ours; the exit code still tells what was found.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') notice(`the report could not be written: ${error.message}`)
})
// Where even stderr is gone nothing more can be said, and the exit code still tells.
process.stderr.on('error', () => undefined)

const inThreads = ['check', 'explore', 'graph', 'list', 'verify']
if (inThreads.includes(process.argv[2] ?? '')) startSpareThread()
const { program } = await import('./program.ts')

// A missing exit status means that the end of the command was not observed.
let code: number = exitCodes.internal
try {
  await program(standardTerminal(), given => {
    code = given
  }).parseAsync()
} catch (error) {
  code = reportFailure(failureOf(error))
}
// At once when all has been read: code that is still being optimised, or a timer of the author's, keeps nobody waiting.
process.exitCode = code
await leave(code)
