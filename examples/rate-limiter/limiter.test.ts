import { describeSpec } from 'interleave-checker/vitest'
import { expect, test } from 'vitest'
import { RateLimiter } from './limiter.ts'
import * as spec from './model.ts'

describeSpec(spec)

test('many servers at once let as many through as may pass, in each window', async () => {
  const counts = new Map<string, number>()
  const counter = {
    async increment(key: string): Promise<number> {
      await Promise.resolve()
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return counts.get(key) as number
    },
  }
  let time = 0
  const servers = Array.from({ length: 3 }, () => new RateLimiter(counter, 2, 1000, () => time))
  for (time of [0, 1000, 2500]) {
    const passed = await Promise.all([...servers, ...servers].map(server => server.mayPass('client')))
    expect(passed.filter(Boolean)).toHaveLength(2)
  }
})
