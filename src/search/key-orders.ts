/** Whether what an author wrote depends on the order of keys, asked again of a state that was left before. */

import type { Claim } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import { checkKeyOrder, everyChoice, stepOf, type Transition } from '../machine/reference.ts'
import { claimText, refuseKeyOrder } from '../machine/steady.ts'
import type { KeyReaders } from './key-readers.ts'
import { answerOf, evaluatorOf } from './questions.ts'

/** Throws {@link ModelError} if a step or a claim depends on the order of the keys of dictionaries in this state. */
export function refuseKeyOrders(machine: Machine, state: State, readers: KeyReaders): void {
  const movers = [...machine.movers.entries()].filter(([mover, moving]) => {
    const step = stepOf(moving, state)
    return step !== undefined && readers.hasStep(mover, step)
  })
  const claims = machine.claims.filter((_, i) => readers.hasClaim(i))
  // States in other orders take time in their size.
  if (movers.length + claims.length === 0 || machine.dictionaries.inOtherOrders([state]).length === 0) return
  for (const [mover] of movers) checkKeyOrder(machine, state, mover)
  for (const claim of claims) refuseInState(machine, claim, state)
  const ofTransitions = claims.filter(({ kind }) => kind === 'transition')
  if (ofTransitions.length === 0) return
  const transitions = machine.movers.flatMap((_, mover) => everyChoice(machine, state, mover))
  for (const claim of ofTransitions)
    for (const transition of transitions) refuseInTransition(machine, claim, state, transition)
}

function refuseInState(machine: Machine, claim: Claim, state: State): void {
  const question = evaluatorOf(claim)
  if (question === undefined) return
  const evaluate = ([s]: readonly State[]) => question(machine, s as State)
  refuseKeyOrder(machine, claimText(machine, claim.name), [state], evaluate, evaluate([state]))
}

function refuseInTransition(machine: Machine, claim: Claim, state: State, transition: Transition): void {
  const { effect } = transition
  if (effect.kind !== 'state') return
  const evaluate = ([before, after]: readonly State[]) => {
    return answerOf(machine, claim, before as State, { ...transition, effect: { ...effect, state: after as State } })
  }
  const states = [state, effect.state]
  refuseKeyOrder(machine, claimText(machine, claim.name), states, evaluate, evaluate(states))
}
