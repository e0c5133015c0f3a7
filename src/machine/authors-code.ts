import type { State } from './machine.ts'

/**
 * An author's code while it runs, one object for each call. Node's inspector looks here for a step or claim that does not
 * return, and notes in `seenMs` when it saw the call first. Bundling keeps the names of properties, but may rename variables.
 */
export class AuthorsCode {
  /** The step or claim, with its model. */
  readonly what: string
  readonly state: State

  constructor(what: string, state: State) {
    this.what = what
    this.state = state
  }

  runAuthorsCode<T>(code: () => T): T {
    const around = running
    running = this
    try {
      return code()
    } finally {
      running = around
    }
  }
}

let running: AuthorsCode | undefined

/** The author's code that runs now. */
export function runningCode(): AuthorsCode | undefined {
  return running
}
