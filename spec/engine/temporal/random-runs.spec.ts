import { test } from 'vitest'
import { expectAgreement } from './expect-agreement.ts'
import { compareRuns } from './judged-naively.ts'
import { randomRuns } from './random-runs.ts'

test('both engines and the naive judge agree on random models, formulas and fairness', async () => {
  await expectAgreement(randomRuns, compareRuns, 150)
}, 600_000)
