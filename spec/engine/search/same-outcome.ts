/** Checking one machine with both engines and comparing everything that they say. */

import { expect } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { expectStoryHolds } from '../report/run/borne-out.ts'
import { expectNoneNamedIsDimmed } from '../report/run/named-and-dimmed.ts'
import { expectSliceShows } from '../witness/replay-slice.ts'
import { type ComparableResult, comparableResult, isKeyOrder } from './comparable-result.ts'

/** Fails unless both engines say the same and every run is confirmed by a replay. Returns what they say. */
export async function expectSameOutcome(
  machine: Machine,
  options: ExploreOptions,
  sizes: FootprintSizes = {},
): Promise<ComparableResult> {
  const reference = await comparableResult(() => searchReference(machine, options))
  const footprint = await comparableResult(() => searchFootprint(machine, options, sizes))
  if (!isKeyOrder(reference.result, footprint.result)) expect(footprint.result).toEqual(reference.result)
  for (const claim of footprint.outcome?.claims ?? []) {
    if (claim.run !== undefined) expect(witnessSteps(machine, claim)).toBe(claim.steps)
  }
  return footprint.result
}

/** A witness also shows the steps not taken, one of which may be wrong although the search never came to take it. */
function witnessSteps(machine: Machine, claim: ClaimOutcome): number | undefined {
  try {
    const witness = buildWitness(machine, claim)
    expectSliceShows(machine, witness)
    expectNoneNamedIsDimmed(witness)
    expectStoryHolds(machine, witness)
    return witness.steps.length
  } catch (error) {
    if (error instanceof ModelError && error.code !== 'impure') return claim.steps
    throw error
  }
}
