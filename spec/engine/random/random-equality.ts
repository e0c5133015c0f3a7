/** Random models in all engines, with sizes at which a few states meet all borders. */

import fc from 'fast-check'
import { expect } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'
import { randomContradictions } from './random-contradictions.ts'
import { buildModel, randomModel } from './random-models.ts'
import { randomLimits } from './random-settings.ts'

/** A model that fails is printed with its seed, shrunk. */
export async function expectSameOfRandomModels(numRuns: number, sizes: fc.Arbitrary<object>): Promise<void> {
  const property = fc.asyncProperty(randomModel, randomLimits, sizes, async (random, limits, given) => {
    const result = await expectSameOutcome(instantiate(buildModel(random)), limits, given as FootprintSizes)
    expect(randomContradictions(random, result, limits)).toEqual([])
  })
  await fc.assert(property, { numRuns })
}
