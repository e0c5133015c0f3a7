/** Sentences about what a run forgot, held against what its steps do with it. */

import { expect } from 'vitest'
import { partAt, showPath } from '../../../../../src/base/plain.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { attempt } from '../../../../../src/machine/reference.ts'
import { harmless, showValue } from '../../../../../src/report/text/value.ts'
import { applyChanges } from '../../../../../src/witness/difference.ts'
import type { Witness, WitnessStep } from '../../../../../src/witness/witness.ts'
import { expectShown, moverOf } from './shown.ts'
import { checkChanged } from './ways-out.ts'

/** `Had x still been 1, enter (step 4) could not have been taken.`: with that value in x, the step does as the sentence says. */
export function checkForgotten(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const [, cell, value, number] =
    /^Had [^⟦]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? still been ⟦([^⟦]*)⟧, ⟦.*\(\{(\d+)\}\) (?:could|would)/.exec(
      text,
    ) ?? []
  const k = Number(number) - 1
  const lost = witness.slice?.steps.flatMap(({ forgot = [] }) => forgot) ?? []
  const found = lost.find(one => one.step === k && harmless(showPath(one.path)) === cell)
  expect(found, text).toBeDefined()
  const { path } = found!
  expectShown(witness, cell, found!.value, value, text)
  const before = states.slice(0, k).map(state => showValue(partAt(state, path)))
  expect(before, `${text}: it was there`).toContain(showValue(found!.value))
  expect(showValue(partAt(states[k], path)), `${text}: and is what it was at first`).toBe(before[0])
  const state = applyChanges(states[k] as State, [{ path, after: found!.value }])
  const step = witness.steps[k] as WitnessStep
  const { transition } = attempt(machine, state, moverOf(machine, step), step.script)
  if (text.includes('could not have been taken')) expect(transition, text).toBeUndefined()
  const to = /have (?:gone on|led back) to ⟦([^⟦]*)⟧/.exec(text)?.[1]
  if (transition?.effect.kind !== 'state') return
  checkChanged(witness, k, transition.effect.state, text)
  if (to === undefined) return
  expect(harmless(String(partAt(transition.effect.state, [step.process!, step.instance, 'pc']))), text).toBe(to)
}
