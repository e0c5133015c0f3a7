/** A schedule once more, under another value of a constant. */

import { ModelError } from '../base/errors.ts'
import { isSamePlain, partAt } from '../base/plain.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { attempt, stepOf, type Transition } from '../machine/reference.ts'
import type { Change } from './difference.ts'
import type { RunFootprints } from './run-footprints.ts'

export interface Replay {
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
  /** The first step of the run that could not be taken, and the state in which it waits. */
  readonly held: { readonly step: number; readonly state: State } | undefined
  /** The first step of the run that leads its process to another label, and the state in which it does. */
  readonly diverted: { readonly step: number; readonly state: State; readonly to: string } | undefined
}

/** The movers of the run once more in the same order, those left out that can't move; undefined where the model throws. */
export function replayed(
  turned: Machine,
  { initial, transitions }: { readonly initial: number; readonly transitions: readonly Transition[] },
): Replay | undefined {
  const states = [turned.initialStates[initial] ?? (turned.initialStates[0] as State)]
  const taken: Transition[] = []
  let held: Replay['held']
  let diverted: Replay['diverted']
  try {
    for (const [step, planned] of transitions.entries()) {
      const state = states.at(-1) as State
      const isPlanned = stepOf(moverAt(turned, planned.mover), state) === planned.step
      const transition = takenAlike(turned, state, planned)
      if (transition === undefined) {
        if (isPlanned) held ??= { step, state }
        continue
      }
      if (transition.effect.kind !== 'state') return undefined
      const to = labelAfter(turned, transition)
      if (isPlanned && to !== undefined && to !== labelAfter(turned, planned)) diverted ??= { step, state, to }
      taken.push(transition)
      states.push(transition.effect.state)
    }
    return { states, transitions: taken, held, diverted }
  } catch {
    // No run has come to such a state, and the author's code may rely on that.
    return undefined
  }
}

/** The step with the same options, by their numbers; undefined where it has to wait, or where there are fewer options. */
export function takenAlike(
  machine: Machine,
  state: State,
  { mover, script }: Pick<Transition, 'mover' | 'script'>,
): Transition | undefined {
  try {
    return attempt(machine, state, mover, script).transition
  } catch (error) {
    // What `choose` says of an option that is not there: it is one of the run, not of this state.
    if (error instanceof ModelError && error.code === 'impure') return undefined
    throw error
  }
}

/** The label of the process after its step; undefined for an action, and where no state follows. */
export function labelAfter(machine: Machine, { mover, effect }: Transition): string | undefined {
  const { process, instance } = moverAt(machine, mover)
  if (process === null || effect.kind !== 'state') return undefined
  return (effect.state[process] as { pc: string }[])[instance]?.pc
}

/** Which of some cells a step finds otherwise in a state of a replay than in the run. */
export function foundOtherwise(
  footprints: RunFootprints,
  cells: readonly number[],
  step: number,
  state: State,
): Change[] {
  return cells.flatMap((cell): Change[] => {
    const { path, member, value } = footprints.describe(cell, step)
    const after = partAt(state, path)
    const isSame = member !== undefined || after === undefined || isSamePlain(value, after)
    return isSame ? [] : [{ path, before: value, after }]
  })
}
