import type { State } from './machine.ts'

/** The most characters of a state in a message. */
const most = 300

/** A state for a message: as JSON, truncated if it is long. */
export function briefState(state: State): string {
  const text = JSON.stringify(state)
  return text.length <= most ? text : `${text.slice(0, most)}...`
}
