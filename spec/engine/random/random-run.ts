/**
 * Random models by the thousand: the reference, the footprint engine under random sizes and the naive explorer must say
 * the same.
 *
 *   npx tsx spec/engine/random/random-run.ts 100000 [seed]
 *   WITHOUT_FOOTPRINTS=1 npx tsx spec/engine/random/random-run.ts 100000 [seed]
 *
 * Exits with 1 and a shrunk model where two of them differ.
 */

import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import { comparableResult, isKeyOrder } from '../search/comparable-result.ts'
import { randomContradictions } from './random-contradictions.ts'
import { buildModel, randomModel } from './random-models.ts'
import { randomLimits, randomSizes } from './random-settings.ts'
import { runProperty } from './run-property.ts'

const [numRuns = 1000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
/** The footprint engine left out: the judge itself against the naive explorer, in half the time. */
const isWithoutFootprints = process.env.WITHOUT_FOOTPRINTS === '1'
const reportEvery = 1000
const start = performance.now()
/** Milliseconds of processors, which say more than a clock where others are at work. */
const spent = { reference: 0, footprint: 0, naive: 0 }
const stops = new Map<string, number>()
let models = 0

async function timed<T>(by: keyof typeof spent, action: () => T | Promise<T>): Promise<T> {
  const from = process.cpuUsage()
  try {
    return await action()
  } finally {
    const { user, system } = process.cpuUsage(from)
    spent[by] += (user + system) / 1000
  }
}

function report(): void {
  const seconds = Object.entries(spent).map(([by, ms]) => `${by} ${(ms / 1000).toFixed(0)} s`)
  console.log(
    `${models} models, seed ${seed}, ${((performance.now() - start) / 1000).toFixed(0)} s (${seconds.join(', ')}); ${JSON.stringify(Object.fromEntries(stops))}`,
  )
}

const property = fc.asyncProperty(randomModel, randomLimits, randomSizes, async (random, limits, sizes) => {
  const machine = instantiate(buildModel(random))
  const options = { ...limits, freshMachine: async () => instantiate(buildModel(random)) }
  const reference = await timed('reference', () => comparableResult(() => searchReference(machine, options)))
  const footprint = isWithoutFootprints
    ? reference
    : await timed('footprint', () => comparableResult(() => searchFootprint(machine, options, sizes as FootprintSizes)))
  if (!isDeepStrictEqual(reference.result, footprint.result) && !isKeyOrder(reference.result, footprint.result))
    throw new Error(`reference ${JSON.stringify(reference.result)}\nfootprint ${JSON.stringify(footprint.result)}`)
  // One of them may refuse what the other did not find out: then the other is asked.
  const judged = isKeyOrder(reference.result) ? footprint.result : reference.result
  const found = await timed('naive', () => randomContradictions(random, judged, limits))
  if (found.length > 0) throw new Error(found.join('\n'))
  const stop = 'code' in judged ? judged.code : judged.stop
  stops.set(stop, (stops.get(stop) ?? 0) + 1)
  if (++models % reportEvery === 0) report()
})

await runProperty(property, { numRuns, seed }, report)
