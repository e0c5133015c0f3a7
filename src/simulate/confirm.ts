/** Confirms a run that random runs have found: it must show the same whenever and wherever it is taken again. */

import { ModelError } from '../base/errors.ts'
import type { Machine, State } from '../machine/machine.ts'
import { transitionsOf } from '../machine/reference.ts'
import { randomError } from '../machine/steady.ts'
import { withStrangeClock } from '../machine/strange-clock.ts'
import type { Run } from '../outcome/outcome.ts'
import { RunJudge } from './run-judge.ts'

/**
 * Throws {@link ModelError} if the run does not decide the claim in one of the machines, of which one may be from a fresh copy of the
 * model's modules, or does so only at some time, or by random numbers: it is no run of the model then.
 */
export function confirmRun(machines: readonly Machine[], claim: number, run: Run): void {
  for (const machine of machines) {
    for (const end of ['early', 'late'] as const) {
      const { value: isShown, random } = withStrangeClock(end, () => shows(machine, claim, run))
      if (random !== undefined)
        throw randomError(`model '${machine.model}': a step or a claim of the run found`, random)
      if (!isShown) throw notAgain(machine, claim)
    }
  }
}

function notAgain({ model, claims }: Machine, claim: number): ModelError {
  return new ModelError(
    'impure',
    `model '${model}': the run found for '${claims[claim]?.name}' does something else when it is taken again. A step or a claim depends on more than the state: look for variables outside the model that change, and dates.`,
  )
}

/** Whether the run, taken step by step, decides the claim, and not before its end. */
function shows(machine: Machine, claim: number, { initial, moves }: Run): boolean {
  const judge = new RunJudge(machine, [claim])
  let state = machine.initialStates[initial] as State
  for (const [i, { mover, script }] of moves.entries()) {
    if (judge.state(state).length > 0) return false
    const transition = transitionsOf(machine, state, mover).find(other => String(other.script) === String(script))
    if (transition === undefined) return false
    const isLast = i === moves.length - 1
    if (judge.transition(state, transition).length > 0) return isLast
    if (transition.effect.kind !== 'state') return false
    state = transition.effect.state
  }
  const isStill = () => machine.movers.every((_, mover) => transitionsOf(machine, state, mover).length === 0)
  return judge.state(state).length > 0 || (isStill() && judge.end(state).length > 0)
}
