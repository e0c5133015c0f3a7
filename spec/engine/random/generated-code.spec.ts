/** The same with generated code, which larger searches come to: here from the first states on. */

import { describe, it } from 'vitest'
import { expectSameOfRandomModels, randomRuns } from './random-equality.ts'
import { generatingSizes } from './random-settings.ts'

const runs = randomRuns(400)

describe('the footprint engine, by generated code, and the reference', () => {
  it(`say the same of ${runs} random models`, { timeout: 600_000 }, async () => {
    await expectSameOfRandomModels(runs, generatingSizes)
  })
})
