/**
 * Random programs with random formulas by the hundred: SPIN, with and without weak fairness, and both engines must agree.
 *
 *   npx tsx spec/engine/temporal/spin-run.ts 500 [seed]
 *
 * Needs SPIN and tcc, or gcc, which takes ten times as long. Exits with 1 and a program where two of them differ.
 */

import fc from 'fast-check'
import { compareWithSpin } from './judged-by-spin.ts'
import { spinPrograms } from './spin-programs.ts'

const [numRuns = 500, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const counts = { programs: 0, holds: 0, violated: 0, tooLong: 0 }

const property = fc.asyncProperty(spinPrograms, async program => {
  const verdicts = await compareWithSpin(program)
  if (verdicts === undefined) counts.tooLong++
  else counts.programs++
  for (const verdict of Object.values(verdicts ?? {})) counts[verdict]++
})
const result = await fc.check(property, { numRuns, seed, endOnFailure: true })
const { programs, holds, violated, tooLong } = counts
console.log(
  `${programs} programs, seed ${seed}: ${holds} claims hold, ${violated} are violated; ${tooLong} took SPIN too long`,
)
if (result.failed) {
  console.log(fc.defaultReportMessage(result), result.errorInstance)
  process.exitCode = 1
}
