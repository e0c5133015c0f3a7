import { describeSpec } from 'interleave-checker/vitest'
import { expect, test } from 'vitest'
import * as spec from './model.ts'
import { goOff, Table } from './shift.ts'

describeSpec(spec)

test('the run of the bug, on the implementation: the second commit fails, and then sees that nobody else is left', () => {
  const all = ['ann', 'bob']
  const table = new Table()
  const first = table.begin()
  for (const doctor of all) first.write(doctor, true)
  first.commit()
  const [ann, bob] = all.map(doctor => goOff(table, doctor, all)) // both begin
  expect(ann?.commit()).toBe(true)
  expect(bob?.commit()).toBe(false)
  expect(goOff(table, 'bob', all).commit()).toBe(true)
  expect(all.filter(doctor => table.begin().read(doctor))).toEqual(['bob'])
})
