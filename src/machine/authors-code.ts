import type { State } from './machine.ts'

/**
 * What an author wrote, while it runs. Node's inspector looks here for the step or the claim that does not end: properties
 * keep their names where modules are bundled, and variables may not.
 */
export class AuthorsCode {
  /** Which step or claim it is, with its model. */
  readonly what: string
  readonly state: State

  constructor(what: string, state: State) {
    this.what = what
    this.state = state
  }

  runAuthorsCode<T>(code: () => T): T {
    return code()
  }
}
