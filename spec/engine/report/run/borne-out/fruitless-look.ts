/** Sentences about a process that goes round without an effect, held against the run. */

import { expect } from 'vitest'
import { partAt, showPath } from '../../../../../src/base/plain.ts'
import type { State } from '../../../../../src/machine/machine.ts'
import { harmless } from '../../../../../src/report/text/value.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'
import { expectShown } from './shown.ts'

/** `philosopher 0 finds forks[0].holder = 4 (1) in Loop (6), and changes nothing.`: that is there, that step left it, and no step of its own has an effect. */
export function checkFruitlessLook(witness: Witness, states: readonly State[], text: string): void {
  const { loop, me, steps, reads = [] } = witness
  const k = Number(/\(\{(\d+)\}\), and changes nothing\.$/.exec(text)?.[1]) - 1
  expect(k, text).toBeGreaterThanOrEqual(loop!.from)
  const own = steps.slice(loop!.from).filter(one => one.process === me!.process && one.instance === me!.instance)
  expect(
    own.flatMap(({ changes }) => changes.filter(({ path }) => path.at(-1) !== 'pc')),
    text,
  ).toEqual([])
  const found = [...text.matchAll(/⟦([^⟦]*)⟧ = ⟦([^⟦]*)⟧(?: \(left by \{(\d+)\}\))?/g)]
  expect(found.length, text).toBeGreaterThan(0)
  for (const [, cell, value, writer] of found) {
    const read = reads[k]!.find(({ path }) => harmless(showPath(path)) === cell)!
    expectShown(witness, cell as string, partAt(states[k], read.path), value, text)
    const [left] = writer === undefined ? [] : [Number(writer) - 1]
    expect(read.writer, text).toBe(left ?? null)
  }
}
