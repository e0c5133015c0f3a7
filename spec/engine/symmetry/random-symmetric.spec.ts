import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { randomSizes } from '../random/random-settings.ts'
import { randomSymmetric } from './random-symmetric.ts'
import { type Compared, compareReduced } from './same-as-unreduced.ts'

test.each(['reference', 'footprint'] as const)(
  'random models of alike instances have the same verdicts reduced, and the same number of states (%s engine)',
  async engine => {
    const numRuns = numberOfRuns(60)
    const results: Compared[] = []
    const property = fc.asyncProperty(randomSymmetric, randomSizes, async (random, sizes) => {
      results.push(await compareReduced(random, engine, sizes as FootprintSizes))
    })
    await fc.assert(property, { numRuns })
    // Reduced at all, and exceptions found.
    const sums = results.flatMap(one => (typeof one === 'string' ? [] : [one]))
    const [states, orbits] = [sums.map(one => one.states), sums.map(one => one.orbits)].map(of =>
      of.reduce((a, b) => a + b, 0),
    )
    expect(orbits).toBeLessThan(0.6 * (states ?? 0))
    expect(results).toContain('refused')
  },
  900_000,
)
