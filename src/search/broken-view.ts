/** Compares two states that a view does not tell apart: the same must be possible in both, and claims must say the same. */

import { ModelError } from '../base/errors.ts'
import { briefState } from '../machine/brief-state.ts'
import type { Machine, State } from '../machine/machine.ts'
import { claimText } from '../machine/steady.ts'
import type { ViewText } from '../machine/view.ts'
import { stepAt } from './look.ts'
import { answerIn, answerOf, transitionsWithin } from './questions.ts'

/** Throws {@link ModelError} `broken-view` with both states. */
export function refuseBrokenView(machine: Machine, textOf: ViewText, stored: State, merged: State): void {
  const broken = (what: string): ModelError =>
    new ModelError(
      'broken-view',
      `model '${machine.model}': the view does not tell two states apart in which ${what}. The states: ${briefState(stored)} and ${briefState(merged)}. Let the view show what makes the difference; '--reduce none' visits every state.`,
    )
  for (const claim of machine.claims) {
    if (claim.kind !== 'transition' && answerIn(machine, claim, stored, []) !== answerIn(machine, claim, merged, []))
      throw broken(`${claimText(machine, claim.name)} gives different answers`)
  }
  for (const mover of machine.movers.keys()) {
    if (waysOf(machine, textOf, stored, mover) !== waysOf(machine, textOf, merged, mover))
      throw broken(`${stepAt(machine, stored, mover)} does different things`)
  }
}

/** What a mover can do, as far as the view and the claims about transitions tell: the same exactly if the texts are. */
function waysOf(machine: Machine, textOf: ViewText, state: State, mover: number): string {
  const ways = transitionsWithin(machine, state, mover).map(transition => {
    const { step, effect } = transition
    const answers = machine.claims.map(claim => String(answerOf(machine, claim, state, transition)))
    return JSON.stringify([step, effect.kind === 'state' ? textOf(effect.state) : effect.kind, answers])
  })
  return [...new Set(ways)].sort().join('\n')
}
