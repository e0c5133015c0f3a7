/**
 * Turns a run of representatives into a run of the model: a search renames states after every step, which no step of the
 * model does. Undoing the renamings gives a run that starts in an initial state and consists of steps only.
 */

import { InternalError } from '../base/errors.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf, type Transition, take, transitionsOf } from '../machine/reference.ts'
import type { Move, Run } from '../outcome/outcome.ts'
import { brokenByStep } from './broken-symmetry.ts'
import { composed, inverseOf, type Permutation } from './permutation.ts'
import { Renaming } from './renaming.ts'
import type { Representatives } from './representatives.ts'

/** A run of the model, step by step like one of representatives from `first`, the representative of its initial state. */
export function lifted(machine: Machine, representatives: Representatives, run: Run, first: State): Run {
  const initial = machine.initialStates.findIndex(state => keyOf(representatives.of(state).state) === keyOf(first))
  if (initial < 0) throw new InternalError('no initial state has the representative that a run begins with')
  let state = machine.initialStates[initial] as State
  let representative = first
  // The renaming from the representative to the state of the run.
  let names = inverseOf(representatives.of(state).by)
  const moves: Move[] = []
  for (const move of run.moves) {
    const step = take(machine, representative, move.mover, move.script)
    if (step === undefined) throw new InternalError('a step of a representative cannot be taken again')
    const same = sameStep(machine, state, step, names)
    moves.push({ mover: same.mover, script: same.script })
    if (same.effect.kind !== 'state' || step.effect.kind !== 'state') break
    state = same.effect.state
    const next = representatives.of(step.effect.state)
    names = composed(inverseOf(next.by), names)
    representative = next.state
  }
  return { initial, moves }
}

/** The transition out of `state` that corresponds to `step` under other names. */
function sameStep(machine: Machine, state: State, step: Transition, names: Permutation): Transition {
  const renaming = new Renaming(machine, names)
  const { effect } = step
  const wanted = effect.kind === 'state' ? keyOf(renaming.state(effect.state)) : effect.kind
  const same = transitionsOf(machine, state, renaming.mover(step.mover)).find(
    other => (other.effect.kind === 'state' ? other.effect.key : other.effect.kind) === wanted,
  )
  if (same === undefined) throw brokenByStep(machine, step, names, undefined)
  return same
}
