/** Watches state outside the model while a search runs, and says which step or claim wrote to it. */

import { putBuiltInsBack } from '../base/built-ins.ts'
import { ModelError } from '../base/errors.ts'
import type { Machine, State } from '../machine/machine.ts'
import { Outside } from '../machine/outside.ts'
import { questionsOf } from './questions.ts'

/** Compares what is outside the model with a record made before the search. */
export class OutsideWatch {
  private readonly before = new Outside()
  private readonly machine: Machine
  private isAlone = true

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** Other code of the program may have run: what was written may be its doing. */
  othersRan(): void {
    this.isAlone = false
  }

  /**
   * Throws {@link ModelError} if a step or a claim has written to something outside the model, which is put back. Where
   * others ran too, it must be seen to do so again in one of the states given, and what they wrote stays.
   */
  check(states: () => readonly State[]): void {
    // First, since what follows works with them. In a program, others may have changed them.
    const changed = this.isAlone ? putBuiltInsBack() : undefined
    const now = new Outside()
    const written = this.before.putBack() ?? changed
    if (written === undefined) return
    const writer = this.writer(states())
    if (!this.isAlone) now.putBack()
    if (!this.isAlone && writer === undefined) return
    throw outsideError(writer ?? { what: `model '${this.machine.model}': a step or a claim`, written })
  }

  private writer(states: readonly State[]): { what: string; written: string } | undefined {
    for (const { what, answer } of states.flatMap(state => questionsOf(this.machine, state))) {
      const before = new Outside()
      try {
        answer()
      } catch {
        // Other faults of the step or claim are detected elsewhere.
      }
      const changed = this.isAlone ? putBuiltInsBack() : undefined
      const written = before.putBack() ?? changed
      if (written !== undefined) return { what, written }
    }
    return undefined
  }
}

function outsideError({ what, written }: { what: string; written: string }): ModelError {
  return new ModelError(
    'impure',
    `${what} writes ${written}, which is state outside the model and shared by all its states. Put it into the state.`,
  )
}
