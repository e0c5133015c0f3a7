import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { buildModel, randomModel } from '../random/random-models.ts'
import { randomSizes } from '../random/random-settings.ts'
import { buildLocal, randomLocal } from './random-local.ts'
import { type Compared, compareOrdered, machineOf } from './same-as-unreduced.ts'

const kinds = {
  'that mostly mind their own business': { machines: randomLocal.map(one => machineOf(buildLocal(one))), share: 0.95 },
  'of every kind': { machines: randomModel.map(one => machineOf(buildModel(one))), share: 1 },
}

test.each(Object.entries(kinds))(
  'random models of processes %s have the same verdicts with fewer transitions',
  async (_, { machines, share }) => {
    const results: Compared[] = []
    const property = fc.asyncProperty(machines, randomSizes, async (machine, sizes) => {
      results.push(await compareOrdered(machine, sizes as FootprintSizes))
    })
    await fc.assert(property, { numRuns: numberOfRuns(60) })
    const sums = results.flatMap(one => (typeof one === 'string' ? [] : [one]))
    const [all, reduced] = [sums.map(one => one.states), sums.map(one => one.reduced)].map(of =>
      of.reduce((a, b) => a + b, 0),
    )
    expect(reduced).toBeLessThanOrEqual(share * (all ?? 0))
  },
  900_000,
)
