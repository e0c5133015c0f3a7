/** Models whose only step is the one of a test. */

import { expect } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import { model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine, State } from '../../../src/machine/machine.ts'
import { transitionsOf } from '../../../src/machine/reference.ts'
import { thrownBy } from '../base/thrown-by.ts'

export interface Shared {
  // biome-ignore lint/suspicious/noExplicitAny: many a test stores what the types would refuse
  x: any
  list: number[]
  items: { n: number }[]
}
export type Me = { my: number; readonly id: number; readonly pc: string }
export type AnyStep = (s: Shared & { p: { pc: string; my: number }[] }, me: Me, c: { limits: number[] }) => unknown

/** A machine of two instances at `step`, which is followed by `next` and `last`. */
export function machineWith(step: AnyStep): Machine {
  const steps = { step, next: () => {}, last: () => {} }
  return instantiate(
    model('m', { limits: [1, 2] })
      .shared((): Shared => ({ x: 0, list: [3, 1, 2], items: [{ n: 1 }, { n: 2 }] }))
      .process('p', { count: 2, locals: () => ({ my: 5 }), steps: steps as never }),
  )
}

export const first = (machine: Machine) => machine.initialStates[0] as State

/** The one transition by which instance 0 takes `step`. */
export function taken(step: AnyStep) {
  const machine = machineWith(step)
  const transitions = transitionsOf(machine, first(machine), 0)
  expect(transitions).toHaveLength(1)
  return transitions[0]?.effect
}

/** The state that `step` of instance 0 leads to. */
export function stateAfter(step: AnyStep): State & Shared & { p: { pc: string; my: number }[] } {
  const effect = taken(step)
  if (effect?.kind !== 'state') throw new Error(`no state follows, but: ${JSON.stringify(effect)}`)
  return effect.state as never
}

/** The error of the model that `step` of instance 0 is. */
export function mistake(step: AnyStep): unknown {
  const machine = machineWith(step)
  const error = thrownBy(() => transitionsOf(machine, first(machine), 0))
  expect(error).toBeInstanceOf(ModelError)
  return error
}
