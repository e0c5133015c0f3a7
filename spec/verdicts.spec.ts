import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findSpecs } from '../src/cli/find-specs.ts'
import { compareWithExpectation } from '../src/explore/compare-with-expectation.ts'
import { explore } from '../src/explore/explore.ts'
import type { Expectations } from '../src/language/expectations.ts'
import { Model } from '../src/language/model.ts'
import { VerdictTable } from '../src/language/verdict-table.ts'
import { type AnyModel, instantiate } from '../src/system/instantiate.ts'
import { buildWitness } from '../src/witness/build-witness.ts'
import { isLaidOut } from './engine/report/laid-out.ts'
import { expectSameOutcome } from './engine/same-outcome.ts'
import { expectSliceShows } from './engine/witness/replay-slice.ts'

/** States that the reference visits in a second or so. Of a larger search it is held against so many of the first. */
const mostForReference = 2000

const modules = await Promise.all(
  (await findSpecs('spec')).map(async file => {
    const module = (await import(pathToFileURL(file).href)) as { default: AnyModel; expected?: Expectations }
    return { file, spec: module.default, expected: module.expected }
  }),
)
const specs = modules.filter(({ spec }) => !(spec instanceof VerdictTable))

describe.each(specs)('$file', ({ spec, expected }) => {
  it('is a model with an expectation for each of its variants', () => {
    expect(spec).toBeInstanceOf(Model)
    expect(Object.keys(expected ?? {}).sort()).toEqual(['base', ...variantsOf(spec)].sort())
  })

  it.each(['base', ...variantsOf(spec)])(
    '%s has the expected verdicts, lengths and census, its runs replay, and the reference says the same',
    async name => {
      const machine = instantiate(spec, { variant: name === 'base' ? null : name })
      const outcome = await explore(machine, { allClaims: true })
      expect(compareWithExpectation(outcome, expected?.[name] ?? {})).toEqual([])
      for (const claim of outcome.claims) {
        if (claim.run === undefined) continue
        const witness = buildWitness(machine, claim)
        expect(witness.steps).toHaveLength(claim.steps as number)
        expectSliceShows(machine, witness)
        isLaidOut(witness)
      }
      await expectSameOutcome(machine, { allClaims: true, maxStates: mostForReference })
    },
  )
})

function variantsOf(spec: AnyModel): string[] {
  return spec.description.variants.map(variant => variant.name)
}
