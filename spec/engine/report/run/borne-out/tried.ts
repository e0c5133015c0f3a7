/** What is said of a run for which no way out was found. */

import { expect } from 'vitest'
import type { Machine } from '../../../../../src/machine/machine.ts'
import { shorten, showName, showValue } from '../../../../../src/report/text/value.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'

/** `with c = true, the same schedule goes wrong, too`: the model allows that value, which it has not, and none of them is a way out. */
export function checkTried(machine: Machine, { hinges, tried = [] }: Witness, text: string): void {
  expect(hinges, text).toEqual([])
  const names = tried.map(({ constant, value }) => {
    expect(showValue(machine.constants[constant]), text).not.toBe(showValue(value))
    expect(machine.under({ [constant]: value as never }).movers.length, text).toBe(machine.movers.length)
    return `${showName(constant)} = ${shorten(showValue(value), 40)}`
  })
  const named = [...text.matchAll(/⟦([^⟦]*)⟧/g)].map(([, one]) => one)
  const more = Number(/ or (\d+) more, the same /.exec(text)?.[1] ?? 0)
  for (const one of named) expect(names, text).toContain(one)
  expect(named.length + more, text).toBe(names.length)
}
