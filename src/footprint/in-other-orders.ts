/**
 * Whether a step does the same where the keys of dictionaries are in other orders, by runs on plain copies. The reference, which
 * reports a step that does not, takes many times as long.
 */

import { nextScript } from '../language/control.ts'
import { DirectRunner } from '../machine/direct-run.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf } from '../machine/reference.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Layout } from '../state/layout.ts'
import { DirectChanges } from './direct-changes.ts'

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

  constructor(machine: Machine, layout: Layout) {
    this.machine = machine
    this.runner = new DirectRunner(machine)
    this.changes = new DirectChanges(machine, layout)
  }

  /** Yes, if it is plain to see that the step does the same in all orders. */
  areAlike(occasion: StepInState): boolean {
    const others = this.machine.dictionaries.inOtherOrders([occasion.state]).flat()
    if (others.length === 0) return true
    const usual = this.endsIn(occasion.state, occasion)
    return usual !== undefined && others.every(turned => this.endsIn(turned, occasion) === usual)
  }

  /** What all ways through the step lead to, whatever the order of its options; undefined where that is unclear. */
  private endsIn(state: State, { mover, read, check }: StepInState): string | undefined {
    const step = stepOf(moverAt(this.machine, mover), state)
    if (step === undefined || !this.changes.isPossible) return undefined
    const ends: string[] = []
    for (let script: readonly number[] | undefined = []; script !== undefined; ) {
      check?.()
      const run = this.runner.run(state, mover, step, script, 'all')
      // What an assertion says may differ.
      if (run.end === 'unclear' || run.end === 'assertion') return undefined
      if (run.end === 'taken') {
        if (!this.changes.find(this.runner.scratch, state, read)) return undefined
        ends.push(this.changes.writes.map(({ cell, value }) => `${cell}=${value}`).join())
      }
      script = nextScript(run.script, run.widths)
    }
    return ends.sort().join('\n')
  }
}
