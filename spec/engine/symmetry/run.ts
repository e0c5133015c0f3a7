/**
 * Random models of alike instances by the thousand, with and without reduction.
 *
 *   npx tsx spec/engine/symmetry/run.ts 5000 [seed] [engine]
 */

import fc from 'fast-check'
import type { EngineName } from '../../../src/search/explore.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { randomSizes } from '../random/random-settings.ts'
import { runProperty } from '../random/run-property.ts'
import { randomSymmetric } from './random-symmetric.ts'
import { compareReduced } from './same-as-unreduced.ts'

const [numRuns = '1000', seed = '1', ...engines] = process.argv.slice(2)
const sums = { models: 0, wrong: 0, large: 0, refused: 0, states: 0, orbits: 0 }
const property = fc.asyncProperty(randomSymmetric, randomSizes, async (random, sizes) => {
  for (const engine of engines.length > 0 ? engines : ['reference', 'footprint']) {
    const compared = await compareReduced(random, engine as EngineName, sizes as FootprintSizes)
    sums.models++
    if (typeof compared === 'string') sums[compared]++
    else {
      sums.states += compared.states
      sums.orbits += compared.orbits
    }
  }
})
await runProperty(property, { numRuns: Number(numRuns), seed: Number(seed) }, () => console.log(JSON.stringify(sums)))
