/**
 * Replays only the slice of a witness: the other steps are left out, and the program counters of their processes are
 * set.
 */

import { expect } from 'vitest'
import { judgeInvariant, judgeReachable, judgeTransition } from '../../../src/machine/judge.ts'
import { type InstanceState, type Machine, moverAt, type State } from '../../../src/machine/machine.ts'
import { attempt, transitionsOf } from '../../../src/machine/reference.ts'
import { stepName } from '../../../src/machine/step-name.ts'
import { stepTitle, type Witness, type WitnessStep } from '../../../src/witness/witness.ts'

/** Fails unless the steps of the slice can be taken without the others, and show the same result as the whole run. */
export function expectSliceShows(machine: Machine, witness: Witness): void {
  const kept = witness.steps.filter((_, k) => witness.slice?.steps[k]?.role !== undefined)
  const claim = machine.claims.find(({ name }) => name === witness.claim.name)
  let before = witness.initial
  let state = witness.initial
  let last: WitnessStep | undefined
  let ended: string = 'state'
  for (const step of kept) {
    const mover = moverOf(machine, step)
    before = standing(state, step)
    const { transition } = attempt(machine, before, mover, step.script)
    expect(transition, `${stepTitle(step)} is enabled without the steps that do not matter`).toBeDefined()
    const effect = transition?.effect
    ended = effect?.kind ?? 'disabled'
    if (effect?.kind === 'state') state = effect.state
    last = step
  }
  const what = `'${witness.claim.name}' is shown by ${kept.length} of ${witness.steps.length} steps`
  switch (claim?.kind) {
    case 'invariant':
      expect(judgeInvariant(machine, claim, state), what).toBe('false')
      break
    case 'reachable':
      expect(judgeReachable(machine, claim, state), what).toBe('true')
      break
    case 'transition': {
      const mover = moverAt(machine, moverOf(machine, last as WitnessStep))
      const step = stepName(mover, (last as WitnessStep).step)
      expect(judgeTransition(machine, claim, before, state, step), what).toBe('false')
      break
    }
    case 'deadlock':
      for (const waiting of witness.waiting ?? []) {
        const stuck = transitionsOf(machine, standing(state, waiting), moverOf(machine, waiting))
        expect(stuck, what).toEqual([])
      }
      break
    default:
      expect(ended, what).toBe(claim?.kind)
  }
}

type Stands = { readonly process: string | null; readonly instance: number; readonly step: string }

function moverOf(machine: Machine, { process, instance, step }: Stands): number {
  return machine.movers.findIndex(mover =>
    process === null
      ? mover.kind === 'action' && mover.name === step
      : mover.process === process && mover.instance === instance,
  )
}

/** The state with the instance that takes a step standing at it. */
function standing(state: State, { process, instance, step }: Stands): State {
  if (process === null) return state
  const instances = state[process] as readonly InstanceState[]
  return { ...state, [process]: instances.map((one, i) => (i === instance ? { ...one, pc: step } : one)) }
}
