/** The same with generated code, which larger searches come to: here from the first states on. */

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectSameOfRandomModels, randomRuns } from './random-equality.ts'

const runs = randomRuns(1000)

describe('the footprint engine, by generated code, and the reference', () => {
  it(`say the same of ${runs} random models`, { timeout: 600_000 }, async () => {
    await expectSameOfRandomModels(runs, {
      linearStates: fc.constantFrom(1, 8),
      walkedStates: fc.constantFrom(1, 8),
      // Some come to the end of a linear store as well.
      linearBytes: fc.constantFrom(undefined, undefined, 2000),
    })
  })
})
