/** Random models in all engines, with sizes at which a few states meet all borders. */

import fc from 'fast-check'
import { expect } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'
import { randomContradictions } from './random-contradictions.ts'
import { buildModel, randomModel } from './random-models.ts'
import { randomLimits } from './random-settings.ts'

/** How many models, if `usual` are not too many or too few: `RANDOM_MODELS` says otherwise, `RANDOM_SEED` repeats a run. */
export function randomRuns(usual: number): number {
  return Number(process.env.RANDOM_MODELS ?? usual)
}

const seed = process.env.RANDOM_SEED === undefined ? {} : { seed: Number(process.env.RANDOM_SEED) }
/** Where it only matters that some model fails, `RANDOM_SHRINK=no` saves the time of looking for a small one. */
const shrink = process.env.RANDOM_SHRINK === 'no' ? { endOnFailure: true } : {}

/** A model that fails is printed with its seed, shrunk. */
export async function expectSameOfRandomModels(numRuns: number, sizes: fc.Arbitrary<object>): Promise<void> {
  const property = fc.asyncProperty(randomModel, randomLimits, sizes, async (random, limits, given) => {
    const result = await expectSameOutcome(instantiate(buildModel(random)), limits, given as FootprintSizes)
    expect(randomContradictions(random, result, limits)).toEqual([])
  })
  await fc.assert(property, { numRuns, ...seed, ...shrink })
}
