import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { simulate } from '../../../src/simulate/simulate.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { buildModel, randomModel } from '../random/random-models.ts'

/** States among which a search may end. */
const maxStates = 3000

async function unlessWrong(search: Promise<Outcome>): Promise<Outcome | undefined> {
  try {
    return await search
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}

function expectAgreement(machine: Machine, random: Outcome, searched: Outcome): void {
  for (const claim of random.claims) {
    const known = searched.claims.find(({ name }) => name === claim.name)
    if (claim.verdict === 'not found') continue
    // Random runs find nothing that is not there; and what they call shortest is.
    expect(known?.verdict).toBe(claim.verdict)
    expect(claim.steps).toBeGreaterThanOrEqual(known?.steps ?? 0)
    if (!claim.mayBeShorter) expect(claim.steps).toBe(known?.steps)
    expect(buildWitness(machine, claim).steps).toHaveLength(claim.steps ?? -1)
  }
  expect(random.census.states).toBeLessThanOrEqual(searched.census.states)
}

test('random runs of random models find only what a search finds, and much of it', async () => {
  const numRuns = numberOfRuns(60)
  let [found, there] = [0, 0]
  const property = fc.asyncProperty(randomModel, fc.nat(1000), async (source, seed) => {
    const machine = instantiate(buildModel(source))
    const searched = await unlessWrong(searchFootprint(machine, { allClaims: true, maxStates }))
    if (searched?.stop !== 'exhausted') return
    const random = await unlessWrong(simulate(machine, { runs: 30, depth: 20, seed }, { allClaims: true }))
    if (random === undefined) return
    expectAgreement(machine, random, searched)
    found += random.claims.filter(({ steps }) => steps !== undefined).length
    there += searched.claims.filter(({ steps }) => steps !== undefined).length
  })
  await fc.assert(property, { numRuns })
  expect(found).toBeGreaterThan(0.8 * there)
})
