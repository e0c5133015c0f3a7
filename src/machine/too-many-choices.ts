/** A step may be taken in many ways from one state, within a limit: each is a separate run, and is held in memory. */

import { ModelError } from '../base/errors.ts'
import { briefState } from './brief-state.ts'
import type { State } from './machine.ts'

/** The most runs of one step from one state, with all combinations of its choices. */
const maxWays = 2 ** 20

/** Throws {@link ModelError} if a step needs more than this many runs from a state. */
export function refuseMoreWays(ways: number, where: () => string, state: State): void {
  if (ways < maxWays) return
  throw tooManyChoices(where(), `has more than ${maxWays} combinations of choices`, state)
}

/** `what` says what is too many. */
export function tooManyChoices(where: string, what: string, state: State, cause?: Error): ModelError {
  return new ModelError(
    'too-many-choices',
    `${where} ${what}, in the state ${briefState(state)}. Make each turn of a loop a step of its own, or choose from fewer options.`,
    { cause },
  )
}
