#!/usr/bin/env node
import { messageOf } from '../base/errors.ts'
import { showMessage } from '../report/value.ts'
import { exitCodeOfError, exitCodes } from './exit-codes.ts'
import { notice } from './notice.ts'
import { program } from './program.ts'
import { standardTerminal } from './terminal.ts'

// A reader that has seen enough (`| head`) is no error of ours.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(exitCodes.allHold)
  throw error
})

try {
  await program(standardTerminal(), code => {
    process.exitCode = code
  }).parseAsync()
} catch (error) {
  const code = exitCodeOfError(error)
  notice(messageOf(error))
  if (code === exitCodes.internal) {
    process.stderr.write(
      `This is a bug of Interleave. Please report it with the spec and this stack:\n${showMessage(String((error as Error)?.stack))}\n`,
    )
  }
  process.exitCode = code
}
