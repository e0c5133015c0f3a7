import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInstalled } from '../../../bench/install-tools.ts'
import { compareWithSpin } from './judged-by-spin.ts'
import { spinPrograms } from './spin-programs.ts'

const missing = ['spin', 'gcc'].filter(command => !isInstalled(command))
const why = missing.length === 0 ? '' : ` (skipped: ${missing.join(' and ')} not installed, which 'npm run bench' does)`

describe.skipIf(missing.length > 0)(`SPIN and both engines say the same${why}`, () => {
  test('of random programs and formulas, with and without weak fairness', async () => {
    const counts = { holds: 0, violated: 0 }
    const property = fc.asyncProperty(spinPrograms, async program => {
      for (const verdict of Object.values((await compareWithSpin(program)) ?? {})) counts[verdict]++
    })
    await fc.assert(property, { numRuns: 6, endOnFailure: true })
    expect(counts.holds).toBeGreaterThan(6)
    expect(counts.violated).toBeGreaterThan(6)
  })
})
