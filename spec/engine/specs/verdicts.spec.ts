import { describe, expect, it } from 'vitest'
import { descriptionOf, isModel } from '../../../src/language/description-of.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { type ClaimOutcome, isFailure, type Outcome } from '../../../src/outcome/outcome.ts'
import { witnessToLanes } from '../../../src/report/run/witness-lanes.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { compareWithExpectation } from '../../../src/verdicts/compare-with-expectation.ts'
import { tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'
import { verdictsOf } from '../../../src/verdicts/verdicts.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import series from '../../series.ts'
import { expectStoryHolds } from '../report/run/borne-out.ts'
import { isLaidOut } from '../report/run/laid-out.ts'
import { expectNoneNamedIsDimmed } from '../report/run/named-and-dimmed.ts'
import { expectSameWaits } from '../report/run/same-waits.ts'
import { expectSliceShows } from '../witness/replay-slice.ts'
import { allSpecs, settingsOf, someSettingsOf } from './all-specs.ts'
import { neverRun } from './never-run.ts'

const specs = await allSpecs()
/**
 * The last gate searches all settings, as `npm start` does, and examines every run. Otherwise it is one of six settings, and one run of
 * each claim of a spec, since variants mostly fail alike.
 */
const isEveryRunExamined = process.env.EVERY_RUN === '1'
const oneOf = isEveryRunExamined ? 1 : 6
/** The results by spec and setting, for the tests about all settings. */
const found = new Map<AnyModel, Map<string, Outcome>>(specs.map(({ spec }) => [spec, new Map()]))

describe.each(specs)('$file', ({ spec, expected }) => {
  const examined = new Set<string>()

  it('is a model with an expectation for each of its variants, census included', () => {
    expect(isModel(spec)).toBe(true)
    expect(Object.keys(expected ?? {}).sort()).toEqual(settingsOf(spec).sort())
    expect(Object.values(expected ?? {}).filter(({ census }) => census === undefined)).toEqual([])
  })

  it.each(someSettingsOf(spec, oneOf))(
    '%s has the expected verdicts, lengths and census, and its runs replay, as does what matters of them',
    async name => {
      const machine = instantiate(spec, { variant: name === 'base' ? null : name })
      const outcome = await exploreRuns(machine, { allClaims: true })
      found.get(spec)?.set(name, outcome)
      expect(compareWithExpectation(outcome, expected?.[name] ?? {})).toEqual([])
      for (const claim of outcome.claims) {
        if (claim.run === undefined || (examined.has(claim.name) && !isEveryRunExamined)) continue
        examined.add(claim.name)
        examine(machine, claim)
      }
    },
  )
})

/** Replays the run of a claim, and holds what is shown of it to the run. */
function examine(machine: Machine, claim: ClaimOutcome): void {
  const witness = buildWitness(machine, claim)
  expect(witness.steps).toHaveLength(claim.steps as number)
  // What a lasso shows hangs on all of its loop: it has no slice.
  if (!isOfRuns(claim)) expectSliceShows(machine, witness)
  const lanes = witnessToLanes(witness)
  isLaidOut(witness, lanes)
  expectNoneNamedIsDimmed(witness, lanes)
  expectStoryHolds(machine, witness)
  expectSameWaits(witness)
}

function isOfRuns({ kind }: ClaimOutcome): boolean {
  return kind === 'temporal' || kind === 'canAlways'
}

/** These tests use the results of the tests above, and are skipped unless all settings were searched. */
describe('vacuous results', () => {
  it.for(specs)(
    '$file runs every step in some setting, except those with a stated reason',
    ({ file, spec }, { skip }) => {
      const outcomes = outcomesOf(spec)
      skip(outcomes === undefined, 'not all settings were checked')
      const [first, ...others] = outcomes as [Outcome, ...Outcome[]]
      const never = first.neverRan.filter(step => others.every(({ neverRan }) => neverRan.includes(step)))
      expect([...never].sort()).toEqual((neverRun[file] ?? []).flatMap(({ steps }) => steps).sort())
    },
  )

  it.for(specs)('$file has every premise true in some setting', ({ spec }, { skip }) => {
    const outcomes = outcomesOf(spec)
    skip(outcomes === undefined, 'not all settings were checked')
    const claims = outcomes!.flatMap(outcome => outcome.claims)
    const everVacuous = new Set(claims.filter(claim => claim.vacuous !== undefined).map(claim => claim.name))
    for (const claim of claims) if (claim.vacuous === undefined) everVacuous.delete(claim.name)
    expect([...everVacuous]).toEqual([])
  })

  it('do not decide a cell of the series alone', ({ skip }) => {
    skip(
      specs.some(({ spec }) => outcomesOf(spec) === undefined),
      'not all settings were checked',
    )
    const settings = specs.flatMap(({ file, spec }) => {
      return [...(found.get(spec) ?? [])].map(([setting, outcome]) => {
        return {
          spec: file,
          model: descriptionOf(spec),
          setting,
          outcome,
          differences: [],
          pictures: new Map(),
          notDrawn: [],
        }
      })
    })
    const cells = verdictsOf([tableDescriptionOf(series)], settings).tables.flatMap(({ rows }) =>
      rows.flatMap(row => row.cells),
    )
    const empty = cells.filter(({ answers }) => {
      return (
        answers.length > 0 && answers.every(({ claim }) => !isFailure(claim.verdict) && claim.vacuous !== undefined)
      )
    })
    expect(empty.map(({ row, column }) => `${row} of ${column}`)).toEqual([])
  })

  it('have no reasons for specs that do not exist', () => {
    const files = specs.map(({ file }) => file)
    expect(Object.keys(neverRun).filter(file => !files.includes(file))).toEqual([])
  })
})

/** The outcomes of all settings of a spec, if all were checked. */
function outcomesOf(spec: AnyModel): Outcome[] | undefined {
  const outcomes = [...(found.get(spec)?.values() ?? [])]
  return outcomes.length === settingsOf(spec).length ? outcomes : undefined
}
