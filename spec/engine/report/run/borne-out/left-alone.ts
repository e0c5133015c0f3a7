/** Sentences about what a step left alone that another had changed along with the rest, held against the run. */

import { expect } from 'vitest'
import type { State } from '../../../../../src/machine/machine.ts'
import { showValue } from '../../../../../src/report/text/value.ts'
import { valuesIn } from './shown.ts'

const cell = '[^⟦]*⟦([^⟦]*)⟧(?:\\)|, bookkeeping\\)| \\(bookkeeping\\))?'
const pattern = new RegExp(
  `^⟦[^⟦]*⟧ \\(\\{(\\d+)\\}\\) had changed ${cell} along with ${cell}; ⟦[^⟦]*⟧ \\(\\{(\\d+)\\}\\) changed ${cell} and left ${cell} as it was\\.$`,
)

export function isLeftAlone(text: string): boolean {
  return text.includes(' had changed ') && text.endsWith(' as it was.')
}

/** The first step changed both cells, the other one only one, and nobody has changed the other since. */
export function checkLeftAlone(states: readonly State[], text: string): void {
  const [, model, one, other, step, changed, left] = pattern.exec(text) ?? []
  expect(left, text).toBeDefined()
  const at = (k: number, path: string | undefined): string => showValue(valuesIn(states[k]).get(path as string))
  const changes = (k: number, path: string | undefined): boolean => at(k - 1, path) !== at(k, path)
  expect([changes(Number(model), one), changes(Number(model), other)], text).toEqual([true, true])
  expect([changes(Number(step), changed), changes(Number(step), left)], text).toEqual([true, false])
  expect(at(states.length - 1, left), `${text}: nor since`).toBe(at(Number(step), left))
}
