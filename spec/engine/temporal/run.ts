/**
 * Random models with temporal claims by the thousand, every other one with a model that it is to refine: both engines and the naive
 * judge must say the same.
 *
 *   npx tsx spec/engine/temporal/run.ts 20000 [seed]
 *
 * Exits with 1 and a shrunk model where two of them differ.
 */

import fc from 'fast-check'
import { runProperty } from '../random/run-property.ts'
import { compareRuns } from './judged-naively.ts'
import { randomRefinements } from './random-refinements.ts'
import { randomRuns } from './random-runs.ts'
import { compareRefinement } from './refinements-judged-naively.ts'

const [numRuns = 1000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const looked = { models: 0, decided: 0, violated: 0, early: 0 }

function report(): void {
  const { models, decided, violated, early } = looked
  console.log(
    `${models} models, seed ${seed}: ${decided} claims judged naively, ${violated} of them violated; ${early} violations found early`,
  )
}

const either = fc.oneof(
  randomRuns.map(random => ({ random, compare: () => compareRuns(random) })),
  randomRefinements.map(random => ({ random, compare: () => compareRefinement(random) })),
)
const property = fc.asyncProperty(either, async ({ compare }) => {
  const { decided, violated, early = 0 } = await compare()
  looked.models++
  looked.early += early
  looked.decided += decided
  looked.violated += violated
  if (looked.models % 500 === 0) report()
})
await runProperty(property, { numRuns, seed }, report)
