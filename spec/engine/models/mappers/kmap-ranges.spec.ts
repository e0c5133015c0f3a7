import { model } from 'interleave-checker'
import { expect, test } from 'vitest'
import { firstArea } from '../../../../models/kernel/address-space.ts'
import { neverReadsFreedRecord } from '../../../../models/kernel/rules.ts'
import { newTasks } from '../../../../models/kernel/task.ts'
import { type Kmap, list_del_rcu, readKmap, registeredRange } from '../../../../models/mappers/kmap-ranges.ts'
import { failing } from '../verdicts-of.ts'

test('a record that is read after its kfree() is caught, and before it is not', async () => {
  for (const late of [false, true]) {
    const reads = model('reads')
      .shared(() => ({ tasks: newTasks(1), ranges: 0 as number | null, kmaps: [registeredRange(0, 1, firstArea)] }))
      .process('task', {
        locals: () => ({ task: 0 }),
        steps: {
          kfree: s => {
            for (const kmap of s.kmaps) kmap.freed = late
          },
          read: (s, me) => void readKmap(s, me, 0),
        },
      })
      .invariant('alive', neverReadsFreedRecord)
    expect(await failing(reads)).toEqual(late ? ['alive'] : [])
  }
})

test('list_del_rcu() lets a walker at the record move on', () => {
  const list = (): { ranges: number | null; kmaps: Kmap[] } => ({
    ranges: 2,
    kmaps: [
      { ...registeredRange(0, 1, 16), next: null },
      { ...registeredRange(1, 1, 17), next: 0 },
      { ...registeredRange(2, 1, 18), next: 1 },
    ],
  })
  const middle = list()
  list_del_rcu(middle, 1)
  expect(middle.ranges).toBe(2)
  expect(middle.kmaps.map(kmap => kmap.next)).toEqual([null, 0, 0])

  const first = list()
  list_del_rcu(first, 2)
  expect(first.ranges).toBe(1)
  list_del_rcu(first, 1)
  list_del_rcu(first, 0)
  expect(first.ranges).toBeNull()
  expect(first.kmaps.map(kmap => kmap.next)).toEqual([null, 0, 1])
})
