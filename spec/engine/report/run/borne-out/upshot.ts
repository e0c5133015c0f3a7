/** Sentences about what a run comes to, and what was yet to come, held against its end. */

import { expect } from 'vitest'
import { showPath } from '../../../../../src/base/plain.ts'
import type { State } from '../../../../../src/machine/machine.ts'
import { harmless, shorten, showName, showValue } from '../../../../../src/report/text/value.ts'
import { applyChanges } from '../../../../../src/witness/difference.ts'
import { moverName, type Witness } from '../../../../../src/witness/witness.ts'
import { expectShown, valuesIn } from './shown.ts'

/** `So x = 1 and y = 2: the claim "c" is broken.` */
export function checkUpshot(witness: Witness, states: readonly State[], text: string): void {
  const end = witness.claim.kind === 'transition' ? states.at(-2) : states.at(-1)
  const values = [
    ...text.matchAll(
      /(?:^So |^That was while |, | and )[^⟦,]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? = ⟦([^⟦]*)⟧/g,
    ),
  ]
  for (const [, cell, value] of values) expectShown(witness, cell, valuesIn(end).get(cell as string), value, text)
  const sets = [...text.matchAll(/⟦([^⟦]*)⟧\S* has ((?:⟦[^⟦]*⟧(?:, | and )?)+)/g)]
  for (const [, cell, members = ''] of sets) {
    const shown = [...members.matchAll(/⟦([^⟦]*)⟧(?! (?:=|has) )/g)].map(([, member]) => member)
    const all = (valuesIn(end).get(cell as string) as unknown[]).map(member => shorten(showValue(member), 60))
    expect(all, text).toEqual(expect.arrayContaining(shown))
  }
  const unset = /(?:, and |^That was while |^So )((?:(?!, and ).)*), as from the beginning:/.exec(text)?.[1] ?? ''
  for (const [, cell] of unset.matchAll(/⟦([^⟦]*)⟧\S* = /g)) {
    const history = states.map(state => showValue(valuesIn(state).get(cell as string)))
    expect(new Set(history).size, `${text}: ${cell} is as from the beginning`).toBe(1)
  }
  const labels = [...text.matchAll(/⟦([^⟦]*)⟧ (?:is at ⟦([^⟦]*)⟧|has ended)/g)]
  for (const [, mover, label = 'done'] of labels) {
    const [, name = '', instance] = /^(.*) (\d+)$/.exec(mover as string) ?? []
    const found = Object.entries(end as State).find(([key]) => harmless(key) === name)
    const { pc } = (found as [string, { pc: string }[]])[1][Number(instance)] as { pc: string }
    expect(label === 'done' ? pc : shorten(showValue(pc), 60), text).toBe(label)
  }
  expect(values.length + labels.length + sets.length, text).toBeGreaterThan(0)
  expect(text, 'it names the claim').toContain(`⟦${shorten(showName(witness.claim.name), 80)}⟧`)
}

/** `server 0 had yet to set x to 2 in store.`: at the end it stands there, and that value was never in the cell. */
export function checkYetToCome(witness: Witness, states: readonly State[], text: string): void {
  const [, mover, its, cell = '', value, label] =
    /^⟦([^⟦]*)⟧ had yet to set (its )?[^⟦]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? to ⟦([^⟦]*)⟧ in ⟦([^⟦]*)⟧\.$/.exec(
      text,
    ) ?? []
  const pending = (witness.pending ?? []).find(
    one => showName(one.step) === label && [moverName(one), one.process].map(harmless).includes(mover as string),
  )
  expect(pending, text).toBeDefined()
  const after = applyChanges(states.at(-1) as State, pending!.changes)
  const own = its === undefined ? '' : `${showPath([pending!.process, pending!.instance])}.`
  const path = `${own}${cell}`
  expectShown(witness, cell, valuesIn(after).get(path), value, text)
  expect(
    states.map(state => showValue(valuesIn(state).get(path))),
    text,
  ).not.toContain(showValue(valuesIn(after).get(path)))
}
