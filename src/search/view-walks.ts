/**
 * Random runs of a model whose states are counted by view. What a view hides, such as a counter, may matter only far beyond the
 * states that were stored, so each state of a run is compared with the one that stands for it.
 */

import { ModelError } from '../base/errors.ts'
import { RandomNumbers } from '../base/random-numbers.ts'
import { briefState } from '../machine/brief-state.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { transitionsWithin } from './questions.ts'
import type { Views } from './views.ts'

const runs = 16
const steps = 64

/**
 * To be called when all views were found. Throws {@link ModelError} `broken-view`.
 */
export function walkViews(machine: Machine, views: Views, stateOf: (id: StateId) => State): void {
  const random = new RandomNumbers(1, 0)
  for (let run = 0; run < runs; run++) {
    let state = pickedFrom(machine.initialStates, random)
    for (let step = 0; state !== undefined && step < steps; step++) {
      views.compare(stateOf(idOf(machine, views, state)), state)
      state = pickedFrom(successorsOf(machine, state), random)
    }
  }
}

function idOf(machine: Machine, views: Views, state: State): StateId {
  const id = views.idOf(views.textOf(state))
  if (id !== undefined) return id
  throw new ModelError(
    'broken-view',
    `model '${machine.model}': the view hides something on which it depends what can happen: by other runs with the same views a state is reached that has none of the views found, ${briefState(state)}. Let the view show it; '--reduce none' visits every state.`,
  )
}

function successorsOf(machine: Machine, state: State): State[] {
  return [...machine.movers.keys()]
    .flatMap(mover => transitionsWithin(machine, state, mover))
    .flatMap(({ effect }) => (effect.kind === 'state' ? [effect.state] : []))
}

function pickedFrom(states: readonly State[], random: RandomNumbers): State | undefined {
  return states.length === 0 ? undefined : states[random.below(states.length)]
}
