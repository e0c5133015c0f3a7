/** Checks arguments, which may be anything in calls from plain JavaScript. */

import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { canonical, describe, NotPlain, showPath } from '../base/plain.ts'

/**
 * Throws {@link ModelError} unless `isRight`. The message names the `call`, what it expects and what it was `given`.
 */
export function requireArgument(isRight: boolean, call: string, wanted: string, given: unknown): void {
  if (isRight) return
  const where = callerLocation()
  throw new ModelError('bad-argument', `${call} expects ${wanted}, but got ${describe(given)}.`, { where })
}

/** Refuses an object with other keys than the `known` ones. */
export function refuseOtherKeys(call: string, wanted: string, given: object, known: readonly string[]): void {
  const other = Object.keys(given).find(key => !known.includes(key))
  if (other === undefined) return
  throw new ModelError('bad-argument', `${call} expects ${wanted}, but got '${other}'.`, { where: callerLocation() })
}

export function requireFunction(call: string, wanted: string, given: unknown): void {
  requireArgument(typeof given === 'function', call, wanted, given)
}

export function requireObject(call: string, wanted: string, given: unknown): void {
  requireArgument(isObject(given), call, wanted, given)
}

/** Whether the value is an object with keys: neither a list nor null. */
export function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

/** Throws {@link ModelError} unless `given` is plain data. */
export function requirePlain(what: string, given: unknown): void {
  try {
    canonical(given)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    const place = { where: callerLocation() }
    throw new ModelError(
      'not-plain-data',
      `${what} are not plain data: ${showPath(error.path)} is ${error.reason}.`,
      place,
    )
  }
}

/** The end of a message about a name that JavaScript never treats as an ordinary key. */
export const noProto = "is named '__proto__', which cannot be a name in JavaScript. Give it another name."
