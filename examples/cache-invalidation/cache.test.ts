import { describeSpec } from 'interleave-checker/vitest'
import { expect, test } from 'vitest'
import { Cache } from './cache.ts'
import * as spec from './model.ts'

describeSpec(spec)

test('the run of the bug, on the implementation: what was loaded before a write does not stay', async () => {
  let database = 0
  const pending: (() => void)[] = []
  const cache = new Cache(() => {
    const value = database
    return new Promise<number>(resolve => pending.push(() => resolve(value)))
  })
  const slow = cache.get('k') // miss, load
  database = 1 // store
  cache.delete('k') // invalidate
  for (const resolve of pending) resolve() // fill
  expect(await slow).toBe(0)
  const later = cache.get('k')
  for (const resolve of pending) resolve()
  expect(await later).toBe(1)
})
