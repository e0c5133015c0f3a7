/** Searches that go on at once in one program. */

import { check, model, when } from 'interleave-checker'
import { expect, test } from 'vitest'

const counter = (most: number) =>
  model('counter', { most })
    .shared(() => ({ x: 0 }))
    .action('count', (s, c) => {
      when(s.x < c.most)
      s.x++
    })
    .mayDeadlock()
    .invariant('small', (s, c) => s.x < c.most)

test.each(['footprint', 'reference'] as const)('do not take the clocks of others for writes: %s', async engine => {
  const outcomes = await Promise.all([3, 3, 4, 5, 30, 300].map(most => check(counter(most), { engine })))
  expect(outcomes.map(({ counterexamples }) => counterexamples[0]?.steps.length ?? 0)).toEqual([3, 3, 4, 5, 30, 300])
})
