import { disown } from '../base/disown.ts'
import type { ModelErrorCode } from '../base/error-codes.ts'
import { ModelError, messageOf } from '../base/errors.ts'

/**
 * Calls a function of the author's that makes a part of the machine. `where` names the part, `under` the constants.
 *
 * @throws {ModelError} `code` if it throws.
 */
export function evaluatePart<T>(code: ModelErrorCode, where: string, under: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof ModelError) throw error
    disown(error)
    throw new ModelError(code, `${where} could not be created, ${under}: ${messageOf(error)}.`, { cause: error })
  }
}
