/** The same with generated code, which larger searches switch to: here from the first states on. */

import { describe, it } from 'vitest'
import { numberOfRuns } from './number-of-runs.ts'
import { expectSameOfRandomModels } from './random-equality.ts'
import { generatingSizes } from './random-settings.ts'

const runs = numberOfRuns(120)

describe('the footprint engine, by generated code, and the reference', () => {
  it(`agree on ${runs} random models`, { timeout: 600_000 }, async () => {
    await expectSameOfRandomModels(runs, generatingSizes)
  })
})
