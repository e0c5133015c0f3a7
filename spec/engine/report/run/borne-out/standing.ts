/** Sentences about what a loop finds as it had been left before, held against the run. */

import { expect } from 'vitest'
import { canonical, partAt, showPath } from '../../../../../src/base/plain.ts'
import type { State } from '../../../../../src/machine/machine.ts'
import { harmless, showValue } from '../../../../../src/report/text/value.ts'
import { statesOf, type Witness } from '../../../../../src/witness/witness.ts'

/** `user finds registered = false each time in find (step 23), as bind left it in release (step 6).` */
export function checkStanding(witness: Witness, text: string): void {
  const { loop, reads } = witness
  const [, cell, reader, writer] =
    /⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))?(?: = ⟦[^⟦]*⟧)? each time(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\), as .* left it(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\)\.$/.exec(
      text,
    ) ?? []
  const [k, left] = [Number(reader) - 1, Number(writer) - 1]
  expect(k, text).toBeGreaterThanOrEqual(loop!.from)
  expect(left, text).toBeLessThan(loop!.from)
  const read = reads?.[k]?.find(one => cell?.includes(harmless(showPath(one.path))) || one.path.at(-1) === cell)
  expect(read, text).toBeDefined()
  const { path, member } = read!
  const valueIn = (state: State): string => {
    const value = partAt(state, path)
    return member === undefined
      ? showValue(value)
      : String((value as unknown[]).some(one => canonical(one) === canonical(member)))
  }
  const since = statesOf(witness).slice(left + 1)
  expect(new Set(since.map(valueIn)).size, `${text}: nobody has changed it since`).toBe(1)
}
