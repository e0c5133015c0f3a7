import { ModelError, messageOf } from '../base/errors.ts'
import { showMessage } from '../report/text/value.ts'
import { exitCodeOfError, exitCodes } from './exit-codes.ts'
import { notice } from './notice.ts'
import type { TaskFailure } from './thread-messages.ts'

export function failureOf(error: unknown): TaskFailure {
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error)
  return {
    code: exitCodeOfError(error),
    message: messageOf(error),
    stack,
    where: error instanceof ModelError ? error.where : undefined,
  }
}

/** Prints an error on stderr, and returns its exit code. */
export function reportFailure({ code, message, stack }: TaskFailure): number {
  notice(message)
  if (code === exitCodes.internal) {
    process.stderr.write(
      `This is a bug in Interleave. Please report it with the spec and this stack:\n${showMessage(stack)}\n`,
    )
  }
  return code
}
