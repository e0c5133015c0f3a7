/** What `action` throws. Throws itself where nothing is thrown, so that a test cannot pass by nothing happening. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** What `promise` is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const settled = await promise.then(
    () => undefined,
    error => ({ error }),
  )
  if (settled === undefined) throw new Error('the promise was not rejected')
  return settled.error
}
