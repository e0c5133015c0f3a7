/** Random models in all engines, with sizes at which a few states meet all borders. */

import fc from 'fast-check'
import { expect } from 'vitest'
import type { FootprintSizes } from '../../src/explore/footprint-search.ts'
import { instantiate } from '../../src/system/instantiate.ts'
import { buildModel, randomModel, setCells } from './random-models.ts'
import { randomLimits } from './random-settings.ts'
import { contradictions } from './same-as-naive.ts'
import { expectSameOutcome } from './same-outcome.ts'

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
    const model = buildModel(random)
    const said = await expectSameOutcome(instantiate(model), limits, given as FootprintSizes)
    if ('census' in said)
      expect(contradictions(model as never, said, limits, 2 * limits.maxStates, setCells)).toEqual([])
  })
  await fc.assert(property, { numRuns, ...seed, ...shrink })
}
