import { ModelError } from '../../../src/base/errors.ts'

/**
 * The error that `action` throws. Throws itself if there is none, so that a test cannot pass because nothing happened.
 *
 * The place at the end of the message of a {@link ModelError}, which is a line of the test, is taken off; `where` keeps it.
 */
export function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return withoutPlace(error)
  }
  throw new Error('nothing was thrown')
}

/** What `promise` is rejected with, likewise. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const settled = await promise.then(
    () => undefined,
    error => ({ error }),
  )
  if (settled === undefined) throw new Error('the promise was not rejected')
  return withoutPlace(settled.error)
}

function withoutPlace(error: unknown): unknown {
  if (error instanceof ModelError && error.where !== undefined)
    error.message = error.message.slice(0, -` (${error.where})`.length)
  return error
}
