/** The same with generated code, which larger searches come to: here from the first states on. */

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectSameOfRandomModels, randomRuns } from './random-equality.ts'

const runs = randomRuns(2000)

describe('the footprint engine, by generated code, and the reference', () => {
  it(`say the same of ${runs} random models`, { timeout: 600_000 }, async () => {
    await expectSameOfRandomModels(runs, {
      linearStates: fc.constantFrom(1, 8),
      walkedStates: fc.constantFrom(1, 8),
      // Some come to the end of a linear store as well.
      linearBytes: fc.constantFrom(undefined, 223_000, 224_000),
      fullBatch: fc.constantFrom(4, 64, undefined),
      trialRuns: fc.constantFrom(1, 4, undefined),
      maxCodeBytes: fc.constantFrom(1500, undefined, undefined),
    })
  })
})
