import { describeSpec } from 'interleave-checker/vitest'
import { expect, test } from 'vitest'
import { Leader } from './lease.ts'
import * as spec from './model.ts'

describeSpec(spec)

test('the run of the bug, on the implementation: a slow clock does not make two leaders', async () => {
  let now = 0
  let expires = 0
  const store = {
    async acquire(_node: string, termMs: number): Promise<boolean> {
      if (now < expires) return false
      expires = now + termMs
      return true
    },
  }
  const times = { termMs: 30, driftMs: 10 }
  const slow = new Leader('slow', store, () => Math.max(0, now - 10), times)
  const other = new Leader('other', store, () => now, times)
  await slow.campaign()
  for (; now < 30; now++) expect(other.leads).toBe(false)
  await other.campaign()
  expect([slow.leads, other.leads]).toEqual([false, true])
})
