/** The footprint engine says what the reference says: on thousands of random models, walking trees. */

import { describe, it } from 'vitest'
import { numberOfRuns } from './number-of-runs.ts'
import { expectSameOfRandomModels } from './random-equality.ts'
import { walkingSizes } from './random-settings.ts'

const runs = numberOfRuns(120)

describe('the footprint engine, walking trees, and the reference', () => {
  it(`agree on ${runs} random models`, { timeout: 600_000 }, async () => {
    await expectSameOfRandomModels(runs, walkingSizes)
  })
})
