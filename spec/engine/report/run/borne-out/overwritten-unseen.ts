/** Sentences about what the last step overwrote without a look at it, held against the run. */

import { expect } from 'vitest'
import { doOverlap, showPath } from '../../../../../src/base/plain.ts'
import type { State } from '../../../../../src/machine/machine.ts'
import { harmless } from '../../../../../src/report/text/value.ts'
import { moverName, type Witness } from '../../../../../src/witness/witness.ts'
import { expectShown, valuesIn } from './shown.ts'

const pattern =
  /^⟦[^⟦]*⟧ \(\{(\d+)\}\) did not look at [^⟦]*⟦([^⟦]*)⟧.*, which ⟦[^⟦]*⟧ had set to ⟦([^⟦]*)⟧.*? \(\{(\d+)\}\), and ⟦[^⟦]*⟧ then changed to ⟦([^⟦]*)⟧.*? \(\{(\d+)\}\)\.$/

export function isUnseen(text: string): boolean {
  return text.includes(' did not look at ')
}

/** The step did not read the cell; its process had set it before, and another one then changed it. */
export function checkUnseen(witness: Witness, states: readonly State[], text: string): void {
  const [, last, cell, set, own, changed, other] = pattern.exec(text) ?? []
  expect(cell, text).toBeDefined()
  const at = (number: string | undefined): number => Number(number) - 1
  const valueAt = (k: number): unknown => valuesIn(states[k]).get(cell as string)
  const read = witness.slice!.steps[at(last)]!.reads
  const isIt = ({ path }: { readonly path: readonly (string | number)[] }): boolean => harmless(showPath(path)) === cell
  const path = witness.steps[at(last)]!.changes.find(isIt)?.path
  expect(path, `${text}: it changed that`).toBeDefined()
  expect(
    read.some(one => doOverlap(one.path, path!)),
    text,
  ).toBe(false)
  expectShown(witness, cell as string, valueAt(at(own) + 1), set, text)
  expectShown(witness, cell as string, valueAt(at(other) + 1), changed, text)
  const [mine, others, lastOne] = [own, other, last].map(number => moverName(witness.steps[at(number)]!))
  expect([mine === lastOne, others === lastOne, at(own) < at(other)], text).toEqual([true, false, true])
}
