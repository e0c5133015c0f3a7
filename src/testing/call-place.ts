/**
 * The place in a test where something is called that fails later: vitest shows the source at the nearest frame of an error, and after
 * a search the call is no longer on the stack.
 */

import { UsageError } from '../base/errors.ts'

export class CallPlace {
  private readonly frames: string

  /** The place from which `called` was called; it must still be running. */
  constructor(called: (...args: never[]) => unknown) {
    const holder: { stack?: string } = {}
    Error.captureStackTrace(holder, called)
    this.frames = (holder.stack ?? '').split('\n').slice(1).join('\n')
  }

  /** A failure here. */
  failure(text: string): Error {
    return this.moved(new Error(text))
  }

  /** The same error here. A frame of a step that threw is worth more, and stays in front. */
  moved<E>(error: E): E {
    if (!(error instanceof Error)) return error
    const isOurs = error instanceof UsageError || error.constructor === Error
    const head = isOurs ? `${error.name}: ${error.message}` : error.stack
    error.stack = `${head}\n${this.frames}`
    return error
  }
}
