import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareRuns } from './judged-naively.ts'
import { randomRuns } from './random-runs.ts'

const numRuns = Number(process.env.RANDOM_MODELS ?? 150)
const seed = process.env.RANDOM_SEED === undefined ? {} : { seed: Number(process.env.RANDOM_SEED) }

test('both engines and the naive judge agree on random models, formulas and fairness', async () => {
  let decided = 0
  let violated = 0
  const property = fc.asyncProperty(randomRuns, async random => {
    const looked = await compareRuns(random)
    decided += looked.decided
    violated += looked.violated
  })
  await fc.assert(property, { numRuns, ...seed })
  // That it looks at something, of either kind.
  expect(violated).toBeGreaterThan(numRuns / 2)
  expect(decided - violated).toBeGreaterThan(numRuns / 2)
}, 600_000)
