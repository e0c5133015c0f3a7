/** The footprint engine says what the reference says: on QRCU, and on thousands of random models. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { qrcu } from '../../models/rcu/qrcu.ts'
import { explore } from '../../src/explore/explore.ts'
import { instantiate } from '../../src/system/instantiate.ts'
import { buildModel, randomModel } from './random-models.ts'
import { expectSameOutcome } from './same-outcome.ts'

const models = Number(process.env.RANDOM_MODELS ?? 5000)
const seed = process.env.RANDOM_SEED === undefined ? {} : { seed: Number(process.env.RANDOM_SEED) }

describe('the footprint engine and the reference', () => {
  it(`say the same of ${models} random models`, { timeout: 600_000 }, async () => {
    const sizes = fc.record({
      chunkStates: fc.constantFrom(1, 2, 8, 64, 1 << 16),
      indexEntries: fc.constantFrom(2, 16, 4096),
      // Small enough that most models meet generated code, and some the end of a linear store.
      linearStates: fc.constantFrom(1, 8, 2000),
      roomyStates: fc.constantFrom(0, 10, undefined),
      walkedStates: fc.constantFrom(1, 8),
      linearBytes: fc.constantFrom(undefined, undefined, 2000),
      blockStates: fc.constantFrom(1, 3, 16, 1024),
    })
    const options = fc.record({
      allClaims: fc.boolean(),
      maxStates: fc.constantFrom(20, 60, 60, 150),
      maxDepth: fc.constantFrom(undefined, undefined, 3),
      auditEvery: fc.constantFrom(1, 7, undefined),
    })
    const property = fc.asyncProperty(randomModel, options, sizes, async (random, limits, given) => {
      await expectSameOutcome(instantiate(buildModel(random)), limits, given)
    })
    await fc.assert(property, { numRuns: models, ...seed })
  })

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
