/** Which steps of a run would have done something else under another value of a constant. */

import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { attempt, type Transition } from '../machine/reference.ts'
import type { BrokenRun } from './broken-run.ts'
import { type Change, difference } from './difference.ts'
import type { HingeStep } from './hinge.ts'
import { labelAfter } from './replay.ts'

export function stepsChanged(
  turned: Machine,
  { states, transitions }: Pick<BrokenRun, 'states' | 'transitions'>,
): HingeStep[] {
  return transitions.flatMap((taken, step) => {
    const changed = stepChanged(turned, states[step] as State, taken)
    return changed === undefined ? [] : [{ step, ...changed }]
  })
}

function stepChanged(turned: Machine, state: State, taken: Transition): Omit<HingeStep, 'step'> | undefined {
  const other = takenAgain(turned, state, taken)
  if (other === 'threw') return undefined
  const didNothing = taken.effect.kind === 'state' && beyondLabel(turned, taken, state, taken.effect.state).length === 0
  if (other === undefined) return { effect: 'waits', ...(didNothing && { isSkipped: true }) }
  if (other.effect.kind !== 'state') return taken.effect.kind === 'state' ? { effect: 'fails' } : undefined
  if (taken.effect.kind !== 'state') return { effect: 'differs' }
  if (other.effect.key === taken.effect.key) return undefined
  const [from, to] = [labelAfter(turned, taken), labelAfter(turned, other)]
  const changes = beyondLabel(turned, taken, taken.effect.state, other.effect.state)
  return {
    effect: 'differs',
    ...(from !== to && to !== undefined && { to }),
    ...(changes.length > 0 && { changes }),
    ...(didNothing && changes.length > 0 && { isSkipped: true }),
  }
}

function takenAgain(turned: Machine, state: State, { mover, script }: Transition): Transition | undefined | 'threw' {
  try {
    const { transition } = attempt(turned, state, mover, script)
    return transition?.effect.kind === 'error' ? 'threw' : transition
  } catch {
    return 'threw'
  }
}

/** What differs between two states apart from the label of the mover. */
function beyondLabel(machine: Machine, { mover }: Transition, before: State, after: State): Change[] {
  const { process, instance } = moverAt(machine, mover)
  return difference(before, after).filter(({ path: [first, second, third] }) => {
    return !(first === process && second === instance && third === 'pc')
  })
}
