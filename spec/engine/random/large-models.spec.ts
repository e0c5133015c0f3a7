/**
 * Models with many states, where code is generated and the layout changes midway: the footprint engine and the naive
 * explorer. `LARGE_MODELS` says how many, `LARGE_SCALE` how large, `LONG_STATES` how many values a cell has.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { buildLarge, largeModel, longModel } from './large-models.ts'
import { contradictions } from './same-as-naive.ts'

const options = { allClaims: true }
const numRuns = Number(process.env.LARGE_MODELS ?? 1)
const scale = Number(process.env.LARGE_SCALE ?? 400)
const states = Number(process.env.LONG_STATES ?? 66_000)

const sizes = fc.record({
  roomyStates: fc.constantFrom(1000, undefined),
  indexEntries: fc.constantFrom(2, undefined),
  chunkStates: fc.constantFrom(64, undefined),
  linearBytes: fc.constantFrom(400_000, undefined, undefined),
})

describe('the footprint engine and the naive explorer', () => {
  it(`agree on ${numRuns} models of ${scale} states and more`, { timeout: 3_600_000 }, async () => {
    const property = fc.asyncProperty(largeModel(scale), sizes, async (large, given) => {
      const model = buildLarge(large)
      const outcome = await searchFootprint(instantiate(model), options, given as FootprintSizes)
      expect(contradictions(model, outcome, options, Number.POSITIVE_INFINITY)).toEqual([])
    })
    await fc.assert(property, { numRuns, endOnFailure: true })
  })

  it(`agree on cells with ${states} values`, { timeout: 3_600_000 }, async () => {
    const model = longModel(states)
    const outcome = await searchFootprint(instantiate(model), options)
    expect(outcome.census.states).toBeGreaterThanOrEqual(states)
    expect(contradictions(model, outcome, options, Number.POSITIVE_INFINITY)).toEqual([])
  })
})
