/** The censuses of QRCU, which other checkers give for the same machine, state for state. */

import { describe, expect, it, test } from 'vitest'
import { qrcu } from '../../../models/rcu/qrcu.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import { expectSameOutcome } from './same-outcome.ts'

test.each([
  [1, 1, [285, 472, 24]],
  [2, 1, [5157, 11345, 41]],
  [1, 2, [27269, 64479, 47]],
])(
  'qrcu with %d readers and %d updaters holds, with the census of other checkers',
  async (readers, updaters, census) => {
    const outcome = await explore(instantiate(qrcu, { set: { readers, updaters } }))
    expect(outcome.stop).toBe('exhausted')
    expect(Object.values(outcome.census)).toEqual(census)
    expect(outcome.claims.map(claim => claim.verdict)).toEqual(['holds', 'holds', 'holds'])
  },
)

test.each([
  [1, 1, [245, 391, 22]],
  [2, 1, [4745, 10301, 39]],
])('qrcu without re-summation holds for %d readers and %d updaters', async (readers, updaters, census) => {
  const outcome = await explore(instantiate(qrcu, { variant: 'no re-summation', set: { readers, updaters } }))
  expect(outcome.stop).toBe('exhausted')
  expect(Object.values(outcome.census)).toEqual(census)
  expect(outcome.claims.map(claim => claim.verdict)).toEqual(['holds', 'holds', 'holds'])
})

test('qrcu without re-summation fails for 1 reader and 2 updaters, in 18 steps', async () => {
  const machine = instantiate(qrcu, { variant: 'no re-summation', set: { readers: 1, updaters: 2 } })
  const outcome = await explore(machine)
  expect(outcome.stop).toBe('violation')
  expect(outcome.claims.map(({ name, verdict, steps }) => [name, verdict, steps])).toEqual([
    ['no deadlock', 'unknown', undefined],
    ['no assertion fails', 'violated', 18],
    ['no step throws', 'unknown', undefined],
  ])
  expect(outcome.census.depth).toBe(18)
})

describe('the footprint engine and the reference', () => {
  it.each([
    [1, 1, null],
    [2, 1, null],
    [1, 2, 'no re-summation'],
  ])('agree on QRCU with %i readers and %i updaters, variant %s', async (readers, updaters, variant) => {
    const machine = instantiate(qrcu, { variant, set: { readers, updaters } })
    await expectSameOutcome(machine, {}, { chunkStates: 64, indexEntries: 2, linearStates: 1, walkedStates: 1 })
  })

  it('count QRCU with 2 readers and 2 updaters as other checkers do', async () => {
    const { census } = await explore(instantiate(qrcu, { set: { readers: 2, updaters: 2 } }), { engine: 'footprint' })
    expect(census).toEqual({ states: 1_370_933, transitions: 3_702_422, depth: 60 })
  })
})
