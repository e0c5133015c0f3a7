/** The footprint engine says what the reference says: on QRCU, and on thousands of random models. */

import { describe, expect, it } from 'vitest'
import { qrcu } from '../../models/rcu/qrcu.ts'
import { explore } from '../../src/explore/explore.ts'
import { instantiate } from '../../src/system/instantiate.ts'
import { expectSameOfRandomModels, randomRuns } from './random-equality.ts'
import { walkingSizes } from './random-settings.ts'
import { expectSameOutcome } from './same-outcome.ts'

const runs = randomRuns(1500)

describe('the footprint engine, walking trees, and the reference', () => {
  it(`say the same of ${runs} random models`, { timeout: 600_000 }, async () => {
    await expectSameOfRandomModels(runs, walkingSizes)
  })
})

describe('the footprint engine and the reference', () => {
  it.each([
    [1, 1, null],
    [2, 1, null],
    [1, 2, 'no re-summation'],
  ])('say the same of QRCU with %i readers and %i updaters, variant %s', async (readers, updaters, variant) => {
    const machine = instantiate(qrcu, { variant, set: { readers, updaters } })
    await expectSameOutcome(machine, {}, { chunkStates: 64, indexEntries: 2, linearStates: 1, walkedStates: 1 })
  })

  it('count QRCU with 2 readers and 2 updaters as other checkers do', async () => {
    const { census } = await explore(instantiate(qrcu, { set: { readers: 2, updaters: 2 } }), { engine: 'footprint' })
    expect(census).toEqual({ states: 1_370_933, transitions: 3_702_422, depth: 60 })
  })
})
