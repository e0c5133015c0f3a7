/** Taking a step of a run in another state, with the same choices. */

import { canonical } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import { type Attempt, attempt, type Transition } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'

/** What was chosen, as texts, and from how many options. */
interface PickedOptions {
  readonly options: readonly string[]
  readonly widths: readonly number[]
}

/**
 * A step as it was taken in a state of a run. Options are distinguished by what they are, since their numbers shift where a set that the
 * step picks from has another member, or one less.
 */
export class SameChoices {
  private readonly machine: Machine
  private readonly move: Move
  private readonly chosen: PickedOptions

  constructor(machine: Machine, state: State, move: Move) {
    this.machine = machine
    this.move = move
    this.chosen = chosenIn(this.attempt(state, move.script))
  }

  /** The same step in another state; undefined where it is not enabled with these choices. */
  in(state: State): Transition | undefined {
    const direct = this.chosen.options.length === 0 ? this.attempt(state, []) : this.direct(state)
    if (direct !== undefined && this.isAlike(direct)) return direct.transition
    return this.byOptions(state)
  }

  /** With the same numbers; undefined where there are not that many options. */
  private direct(state: State): Attempt | undefined {
    try {
      return this.attempt(state, this.move.script)
    } catch {
      return undefined
    }
  }

  /** Whether no option differs from the one chosen, unless it is the option itself that has become another. */
  private isAlike({ run }: Attempt): boolean {
    return run.options.every(
      (option, i) => canonical(option) === this.chosen.options[i] || run.widths[i] === this.chosen.widths[i],
    )
  }

  private byOptions(state: State): Transition | undefined {
    let script: readonly number[] = []
    for (const option of this.chosen.options) {
      const next = this.pick(state, script, option)
      if (next === undefined) return undefined
      script = next
    }
    return this.attempt(state, script).transition
  }

  private pick(state: State, before: readonly number[], wanted: string): readonly number[] | undefined {
    const depth = before.length
    const width = this.attempt(state, before).run.widths[depth] ?? 0
    for (let pick = 0; pick < width; pick++) {
      const script = [...before, pick]
      const option = this.attempt(state, script).run.options[depth]
      if (option !== undefined && canonical(option) === wanted) return script
    }
    return undefined
  }

  private attempt(state: State, script: readonly number[]): Attempt {
    return attempt(this.machine, state, this.move.mover, script)
  }
}

function chosenIn({ run }: Attempt): PickedOptions {
  return { options: run.options.map(option => canonical(option)), widths: run.widths }
}
