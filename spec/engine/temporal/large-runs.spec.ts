/**
 * Claims about whole runs of large models: the footprint engine and a plain judge. `LARGE_RUNS` says how many models, `LARGE_RUNS_SCALE` how
 * many states they may have.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { buildLargeRuns, isViolatedPlainly, largeRuns, plainGraph } from './large-runs.ts'

const numRuns = Number(process.env.LARGE_RUNS ?? 4)
const scale = Number(process.env.LARGE_RUNS_SCALE ?? 2000)

describe('the footprint engine and a plain judge', () => {
  test(`agree on the endless runs of ${numRuns} models of up to ${scale} states`, { timeout: 3_600_000 }, async () => {
    const seen = { states: 0, verdicts: new Map<string, number>() }
    const property = fc.asyncProperty(largeRuns(scale), async large => {
      const graph = plainGraph(large)
      const machine = instantiate(buildLargeRuns(large))
      const { claims, census } = await exploreRuns(machine, { allClaims: true })
      expect(census.states).toBe(graph.states.length)
      seen.states += census.states
      const ours = claims.slice(0, large.claims.length)
      const plain = large.claims.map(claim => (isViolatedPlainly(graph, claim) ? 'violated' : 'holds'))
      expect(ours.map(({ verdict }) => verdict)).toEqual(plain)
      for (const claim of ours) if (claim.verdict === 'violated') buildWitness(machine, claim)
      for (const verdict of plain) seen.verdicts.set(verdict, (seen.verdicts.get(verdict) ?? 0) + 1)
    })
    await fc.assert(property, { numRuns, endOnFailure: true })
    if (process.env.LARGE_RUNS !== undefined) console.log(seen)
  })
})
