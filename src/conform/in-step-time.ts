/** A step of an implementation that does not return, where nothing else can happen that it might wait for. */

import { clearTimeout, setTimeout } from 'node:timers'

/** What becomes of a promise that is not settled in time. */
export const late: unique symbol = Symbol('late')

/** The value of `work`, or {@link late} after `mostMs`. A clock that the tests have replaced is not asked. */
export async function inStepTime<T>(work: Promise<T>, mostMs: number): Promise<T | typeof late> {
  if (mostMs === Number.POSITIVE_INFINITY) return work
  let timer: NodeJS.Timeout | undefined
  const waiting = new Promise<typeof late>(resolve => {
    timer = setTimeout(() => resolve(late), mostMs)
  })
  try {
    return await Promise.race([work, waiting])
  } finally {
    clearTimeout(timer)
  }
}
