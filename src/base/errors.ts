/**
 * The three kinds of things that can go wrong, apart from a broken claim, which is a value and never thrown.
 *
 * Each carries a code, so that tests and programs need not read prose, and a message that says what happened, where,
 * and what to try. The command line turns the kind into an exit code and prints the message without a stack.
 */

import type { InternalErrorCode, ModelErrorCode, UsageErrorCode } from './error-codes.ts'

/**
 * The author's error: the model or the spec is wrong. The command exits with 3.
 *
 * @since 0.1.0
 */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  /** What is wrong; see `errorCodes`. */
  readonly code: ModelErrorCode
  /** The place in the author's files, `lock.ts:12`, if known. The message ends with it. */
  readonly where: string | undefined

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions & { readonly where?: string | undefined }) {
    super(options?.where === undefined ? message : `${message} (${options.where})`, options)
    this.code = code
    this.where = options?.where
  }
}

/**
 * The same error with a place at the end of its message. Other errors, and errors that already have a place, are
 * returned unchanged.
 */
export function placed(error: unknown, where: string | undefined): unknown {
  if (!(error instanceof ModelError) || error.where !== undefined || where === undefined) return error
  return new ModelError(error.code, error.message, { cause: error.cause ?? error, where })
}

/**
 * The caller's error: an option or a file that does not exist, or is not what it should be. The command exits with 2.
 *
 * @since 0.1.0
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** What is wrong; see `errorCodes`. */
  readonly code: UsageErrorCode

  constructor(code: UsageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * A bug in this package: something that should be impossible has happened. The command exits with 70.
 *
 * @since 0.2.0
 */
export class InternalError extends Error {
  override readonly name = 'InternalError'
  /** The same for all of them; see `errorCodes`. */
  readonly code: InternalErrorCode = 'internal'
}

/** States that no case is left: the last line of a switch over a closed union. */
export function unreachable(value: never): never {
  throw new InternalError(`a case that should not exist: ${JSON.stringify(value)}`)
}

/** The message of anything thrown, which in JavaScript need not be an Error. */
export function messageOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.message}${stackAdvice(thrown)}`
    if (thrown instanceof Promise) return 'a promise'
    return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown)
  } catch {
    return 'something that cannot be shown'
  }
}

/** V8 reports both causes of a full stack in the same words. */
function stackAdvice({ message }: Error): string {
  if (message !== 'Maximum call stack size exceeded') return ''
  return ': is there an endless recursion, or is a very long list spread into a call, such as choose(...list)?'
}
