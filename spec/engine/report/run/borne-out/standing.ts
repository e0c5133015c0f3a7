/** Sentences about what a loop finds as it had been left before, held against the run. */

import { expect } from 'vitest'
import { doOverlap, showPath } from '../../../../../src/base/plain.ts'
import { harmless } from '../../../../../src/report/text/value.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'

/** `user finds registered = false each time in find (step 23), as bind left it in release (step 6).` */
export function checkStanding({ steps, loop, reads }: Witness, text: string): void {
  const [, cell, reader, writer] =
    /⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))?(?: = ⟦[^⟦]*⟧)? each time(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\), as .* left it(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\)\.$/.exec(
      text,
    ) ?? []
  const [k, left] = [Number(reader) - 1, Number(writer) - 1]
  expect(k, text).toBeGreaterThanOrEqual(loop!.from)
  expect(left, text).toBeLessThan(loop!.from)
  const read = reads?.[k]?.find(one => cell?.includes(harmless(showPath(one.path))) || one.path.at(-1) === cell)
  expect(read, text).toBeDefined()
  const changing = steps.flatMap(({ changes }, j) =>
    j > left && changes.some(change => doOverlap(change.path, read!.path)) ? [j] : [],
  )
  expect(changing, `${text}: nobody has changed it since`).toEqual([])
}
