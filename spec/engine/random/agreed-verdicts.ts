/** The verdicts on a small model, which must be the same for both engines and the naive explorer. */

import { expect } from 'vitest'
import type { AnyModel } from '../../../src/language/model.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'
import { contradictions } from './same-as-naive.ts'

/** By default: walked, in generated code, and with all trees set aside at once. */
const allSizes: readonly FootprintSizes[] = [{}, { linearStates: 1, walkedStates: 1 }, { trialRuns: 1 }]

/** Far more states than such a model has. */
const maxStates = 100_000

/** The verdict on each claim. Nothing is audited but the first states; `sets` are the fields that are sets. */
export async function agreedVerdicts(
  model: AnyModel,
  sets: readonly string[] = [],
  sizes: readonly FootprintSizes[] = allSizes,
): Promise<{ readonly [claim: string]: string }> {
  const options = { allClaims: true, auditEvery: 1e9 }
  let verdicts = {}
  for (const one of sizes) {
    const result = await expectSameOutcome(instantiate(model), options, one)
    if (!('claims' in result)) throw new Error(result.message)
    expect(contradictions(model as never, result, options, maxStates, new Set(sets))).toEqual([])
    verdicts = Object.fromEntries(result.claims.map(({ name, verdict }) => [name, verdict]))
  }
  return verdicts
}
