/**
 * Whether a step does the same where the keys of dictionaries are in other orders, by runs on plain copies. The reference, which
 * reports a step that does not, takes many times as long.
 */

import { nextScript } from '../language/control.ts'
import { DirectRunner } from '../machine/direct-run.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf } from '../machine/reference.ts'
import type { ReadCell } from '../state/codec.ts'
import type { DirectChanges } from './direct-changes.ts'
import type { Write } from './step-leaf.ts'

/** A step in a state whose cells are read. */
export interface StepInState {
  readonly mover: number
  readonly state: State
  readonly read: ReadCell
  /** Called between the runs of a step with many choices; it may throw to stop. */
  readonly check?: (() => void) | undefined
}

export class InOtherOrders {
  private readonly machine: Machine
  private readonly runner: DirectRunner
  private readonly changes: DirectChanges

  /** Values that `changes` has found for the state as it is stored are not looked up again. */
  constructor(machine: Machine, changes: DirectChanges) {
    this.machine = machine
    this.runner = new DirectRunner(machine)
    this.changes = changes
  }

  /**
   * Yes, if it is plain to see that the step does the same in all orders. `ends` are what each way through it writes where it is
   * taken, if all are known.
   */
  areAlike(occasion: StepInState, ends?: readonly (readonly Write[])[]): boolean {
    const others = this.machine.dictionaries.inOtherOrders([occasion.state]).flat()
    if (others.length === 0) return true
    const usual = ends === undefined ? this.endsIn(occasion.state, occasion) : ends.map(endText).sort().join('\n')
    return usual !== undefined && others.every(turned => this.endsIn(turned, occasion) === usual)
  }

  /** What all ways through the step lead to, whatever the order of its options; undefined where that is unclear. */
  private endsIn(state: State, { mover, state: stored, read, check }: StepInState): string | undefined {
    const step = stepOf(moverAt(this.machine, mover), state)
    if (step === undefined || !this.changes.isPossible) return undefined
    const ends: string[] = []
    for (let script: readonly number[] | undefined = []; script !== undefined; ) {
      check?.()
      const run = this.runner.run(state, mover, step, script, 'all')
      // What an assertion says may differ.
      if (run.end === 'unclear' || run.end === 'assertion') return undefined
      if (run.end === 'taken') {
        const turnedFrom = state === stored ? undefined : stored
        if (!this.changes.find(this.runner.scratch, state, read, turnedFrom)) return undefined
        ends.push(endText(this.changes.writes))
      }
      script = nextScript(run.script, run.widths)
    }
    return ends.sort().join('\n')
  }
}

function endText(writes: readonly Write[]): string {
  return writes.map(({ cell, value }) => `${cell}=${value}`).join()
}
