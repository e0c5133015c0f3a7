import { nextScript } from '../language/control.ts'
import type { Machine, State } from '../machine/machine.ts'
import { attempt, type Transition } from '../machine/reference.ts'

/** How many options are looked at one after the other, and how many of the others at most. */
const most = 100

/** Transitions to be asked for again: all where they are few; of thousands the first ones, and some at equal distances. */
export function someTransitions(machine: Machine, state: State, mover: number): Transition[] {
  const found: Transition[] = []
  let runs = 0
  for (let script: readonly number[] | undefined = []; script !== undefined; ) {
    const { transition, run } = attempt(machine, state, mover, script)
    if (transition !== undefined) found.push(transition)
    script = ++runs < most ? nextScript(run.script, run.widths) : leap(run.script, run.widths)
  }
  return found
}

/** The next script to look at that takes another option at the first `choose`. */
function leap([pick = 0]: readonly number[], [width = 0]: readonly number[]): readonly number[] | undefined {
  const next = pick + Math.ceil(width / most)
  return next < width ? [next] : undefined
}
