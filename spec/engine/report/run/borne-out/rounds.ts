/** Sentences about steps that repeat before the end, held against the run. */

import { expect } from 'vitest'
import type { State } from '../../../../../src/machine/machine.ts'
import { moverName, type Witness } from '../../../../../src/witness/witness.ts'
import { valuesIn } from './shown.ts'

/** `Steps 4 to 15 repeat the same 3 steps 4 times; from round to round x rises from 1 to 5.` */
export function checkRounds({ steps }: Witness, states: readonly State[], text: string): void {
  const [, first, last, length, times] =
    /^Steps (\d+) to (\d+) repeat the same (\d+) steps? (\d+) times/.exec(text) ?? []
  const [from, to, round] = [Number(first) - 1, Number(last), Number(length)]
  expect(to - from, text).toBe(round * Number(times))
  const names = steps.map(step => JSON.stringify([moverName(step), step.step]))
  for (let k = from + round; k < to; k++) expect(names[k], `${text}: step ${k + 1}`).toBe(names[k - round])
  for (const [, cell, way, start, end] of text.matchAll(/⟦([^⟦]*)⟧ (rises|falls) from ⟦([^⟦]*)⟧ to ⟦([^⟦]*)⟧/g)) {
    const starts = Array.from({ length: Number(times) + 1 }, (_, i) => states[from + i * round])
    const values = starts.map(state => Number(valuesIn(state).get(cell as string)))
    expect([values[0], values.at(-1)], text).toEqual([Number(start), Number(end)])
    const sorted = values.toSorted((a, b) => (way === 'rises' ? a - b : b - a))
    expect(values, text).toEqual(sorted)
  }
}
