/** Sentences about a step that would have written what nobody did, held against what the step does. */

import { expect } from 'vitest'
import { partAt, showPath } from '../../../../../src/base/plain.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { attempt } from '../../../../../src/machine/reference.ts'
import { harmless } from '../../../../../src/report/text/value.ts'
import { claimAtEnd } from '../../../../../src/witness/claim-at-end.ts'
import { applyChanges } from '../../../../../src/witness/difference.ts'
import type { MissedWrite } from '../../../../../src/witness/missed-write.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'
import { expectShown, moverOf } from './shown.ts'

const cell = '[^⟦]*⟦([^⟦]*)⟧(?:\\)|, bookkeeping\\)| \\(bookkeeping\\))?'
const pattern = new RegExp(
  `⟦[^⟦]*⟧ \\(\\{(\\d+)\\}\\) would have set (?:it|${cell}) to ⟦([^⟦]*)⟧, had it found [^⟦]*⟦([^⟦]*)⟧.* = ⟦([^⟦]*)⟧`,
)

/** The step that a sentence says would have written something, from 0; undefined where it says no such thing. */
export function stepThatWouldHaveSet(text: string): number | undefined {
  const number = pattern.exec(text)?.[1]
  return number === undefined ? undefined : Number(number) - 1
}

/** With the value that it says, the step writes what it says to the cell. */
export function checkWrite(
  { machine, witness, states }: { machine: Machine; witness: Witness; states: readonly State[] },
  { step: k, path, with: given }: MissedWrite,
  of: MissedWrite['path'],
  text: string,
): void {
  const [, , , value, read, other] = pattern.exec(text) ?? []
  const step = witness.steps[k]!
  expect(harmless(showPath(path)).endsWith(read as string), text).toBe(true)
  expectShown(witness, read as string, given, other, text)
  const state = applyChanges(states[k] as State, [{ path, after: given }])
  const { transition } = attempt(machine, state, moverOf(machine, step), step.script)
  expect(transition?.effect.kind, text).toBe('state')
  const after = transition?.effect.kind === 'state' ? transition.effect.state : undefined
  expectShown(witness, showPath(of), partAt(after, of), value, text)
}

/** `put (18) would have set released to 1, had it found count = 1.`: it does, and the claim is true then. */
export function checkMissedByClaim(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const { missed } = witness.slice!
  expect(missed?.step, text).toBe(stepThatWouldHaveSet(text))
  expect(harmless(showPath(missed!.of)), text).toBe(pattern.exec(text)?.[2])
  checkWrite({ machine, witness, states }, missed!, missed!.of, text)
  const end = applyChanges(states.at(-1) as State, [{ path: missed!.of, after: missed!.value }])
  const claim = machine.claims.find(({ name }) => name === witness.claim.name)!
  expect(claimAtEnd(machine, claim, { states: [end], last: undefined, isLast: false }), text).toBe('true')
  expect(
    states.map(state => partAt(state, missed!.of)),
    `${text}: nobody has`,
  ).toEqual(states.map(() => partAt(states[0], missed!.of)))
}
