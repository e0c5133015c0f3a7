#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts'
import { failureOf, reportFailure } from './failure.ts'
import { leave } from './leave.ts'
import { watchOutput } from './report-reader.ts'
import { startSpareThread } from './spare-thread.ts'
import { standardTerminal } from './terminal.ts'

watchOutput()

const inThreads = ['accept', 'check', 'explore', 'graph', 'list', 'verify']
if (inThreads.includes(process.argv[2] ?? '')) startSpareThread()
const { exitCodeOfParsing, program } = await import('./program.ts')

// The exit code if the command ends without reporting one.
let code: number = exitCodes.internal
try {
  await program(standardTerminal(), given => {
    code = given
  }).parseAsync()
} catch (error) {
  code = exitCodeOfParsing(error) ?? reportFailure(failureOf(error))
}
// Leaves as soon as the output was read: code that is still being optimised, or a timer of the author's, must not delay
// that.
process.exitCode = code
await leave(code)
