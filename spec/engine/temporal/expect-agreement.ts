import fc from 'fast-check'
import { expect } from 'vitest'
import { numberOfRuns } from '../random/number-of-runs.ts'

/** Compares engines and judges on random models, and expects that these have claims of either kind. `RANDOM_MODELS` sets how many. */
export async function expectAgreement<T>(
  models: fc.Arbitrary<T>,
  compare: (random: T) => Promise<{ readonly decided: number; readonly violated: number }>,
  usualRuns: number,
): Promise<void> {
  const numRuns = numberOfRuns(usualRuns)
  let decided = 0
  let violated = 0
  const property = fc.asyncProperty(models, async random => {
    const looked = await compare(random)
    decided += looked.decided
    violated += looked.violated
  })
  await fc.assert(property, { numRuns })
  expect(violated).toBeGreaterThan(numRuns / 2)
  expect(decided - violated).toBeGreaterThan(numRuns / 2)
}
