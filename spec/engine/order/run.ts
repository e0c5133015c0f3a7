/**
 * Random models by the thousand, with all transitions and with fewer.
 *
 *   npx tsx spec/engine/order/run.ts 5000 [seed] [kind]
 */

import fc from 'fast-check'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { buildModel, randomModel } from '../random/random-models.ts'
import { randomSizes } from '../random/random-settings.ts'
import { runProperty } from '../random/run-property.ts'
import { buildSymmetric, randomSymmetric } from '../symmetry/random-symmetric.ts'
import { buildLocal, randomLocal } from './random-local.ts'
import { type Compared, compareOrdered, machineOf } from './same-as-unreduced.ts'

const kinds = {
  any: randomModel.map(random => machineOf(buildModel(random))),
  alike: randomSymmetric.map(random => machineOf(buildSymmetric(random) as never)),
  local: randomLocal.map(random => machineOf(buildLocal(random))),
}

const [numRuns = '1000', seed = '1', ...chosen] = process.argv.slice(2)
for (const kind of chosen.length > 0 ? chosen : Object.keys(kinds)) {
  const sums = { kind, seed, models: 0, wrong: 0, large: 0, refuted: 0, states: 0, reduced: 0 }
  const property = fc.asyncProperty(kinds[kind as keyof typeof kinds], randomSizes, async (machine, sizes) => {
    const compared: Compared = await compareOrdered(machine, sizes as FootprintSizes)
    sums.models++
    if (typeof compared === 'string') sums[compared]++
    else {
      sums.states += compared.states
      sums.reduced += compared.reduced
    }
  })
  await runProperty(property, { numRuns: Number(numRuns), seed: Number(seed) }, () => console.log(JSON.stringify(sums)))
}
