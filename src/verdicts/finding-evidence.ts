/** The violations that show a finding of a comparison: in a column, or in the settings that have no other defect. */

import { isFailure } from '../outcome/outcome.ts'
import { answerOf, type PlaceAnswer } from './answer.ts'
import type { Lookup } from './table-cell.ts'
import type {
  ComparisonDescription,
  FindingDescription,
  ModelOfTable,
  TableDescription,
  TablePlace,
} from './table-description.ts'

/** The columns that may show a finding: after the change, and with parts of it repaired, but not the finding itself. */
export function columnsWith(
  { after, between }: ComparisonDescription,
  { defects = [] }: FindingDescription,
): readonly string[] {
  const parts = Object.entries(between).filter(([, repaired]) => {
    return defects.length === 0 || defects.some(defect => !repaired.includes(defect))
  })
  return [after, ...parts.map(([column]) => column)]
}

export type ClaimInSetting = Pick<TablePlace, 'spec' | 'setting' | 'claim'>
export type ClaimPlace = Pick<TablePlace, 'spec' | 'row' | 'claim'>

interface Evidence {
  readonly place: ClaimPlace
  readonly answer: PlaceAnswer
}

/** The violations in a column by the claims that must catch the defects; without a defect, by every claim of the rows. */
export function evidenceIn(
  table: TableDescription,
  finding: FindingDescription,
  column: string,
  lookup: Lookup,
): Evidence[] {
  const places = table.places.filter(place => place.column === column && concerns(table, finding, place))
  return places.flatMap(place => {
    return answersOf(place, lookup)
      .filter(({ claim }) => isFailure(claim.verdict))
      .map(answer => ({ place, answer }))
  })
}

/** The violations of its rows in the settings that have such a defect and no other. */
export function evidenceAlone(table: TableDescription, finding: FindingDescription, lookup: Lookup): Evidence[] {
  const rowsOf = (spec: ModelOfTable, claim: string): string[] => {
    const places = table.places.filter(place => place.spec === spec && place.claim === claim)
    return [...new Set(places.map(({ row }) => row))].filter(row => finding.rows.includes(row))
  }
  return runsAlone(table, finding).flatMap(run => {
    const failing = answersOf(run, lookup).filter(({ claim }) => isFailure(claim.verdict))
    const rows = rowsOf(run.spec, run.claim)
    return failing.flatMap(answer => rows.map(row => ({ place: { ...run, row }, answer })))
  })
}

export function concerns(
  { mutants }: TableDescription,
  { defects = [], rows }: FindingDescription,
  place: TablePlace,
): boolean {
  if (!rows.includes(place.row)) return false
  return (
    defects.length === 0 ||
    mutants.some(({ defect, spec, caughtBy }) => {
      return defects.includes(defect) && spec === place.spec && caughtBy.includes(place.claim)
    })
  )
}

/** The shortest run that shows the gravest row: in a setting with that defect alone, if there is one. */
export function clearestRun(
  table: TableDescription,
  finding: FindingDescription,
  found: readonly Evidence[],
  lookup: Lookup,
): PlaceAnswer | undefined {
  // The rows are given the gravest first.
  const gravest = finding.rows.find(row => found.some(({ place }) => place.row === row))
  const shown = found.filter(({ place }) => place.row === gravest)
  return [aloneIn(table, finding, shown, lookup), shown.map(({ answer }) => answer)]
    .map(answers => [...answers].sort((a, b) => lengthOf(a) - lengthOf(b))[0])
    .find(run => run !== undefined)
}

function lengthOf({ claim: { steps } }: PlaceAnswer): number {
  return steps ?? Number.MAX_SAFE_INTEGER
}

/** The same violations in the settings that have such a defect and no other; all of these if no row has it. */
function aloneIn(
  table: TableDescription,
  finding: FindingDescription,
  shown: readonly Evidence[],
  lookup: Lookup,
): PlaceAnswer[] {
  return runsAlone(table, finding)
    .filter(({ spec, claim }) => {
      return finding.rows.length === 0 || shown.some(({ place }) => place.spec === spec && place.claim === claim)
    })
    .flatMap(run => answersOf(run, lookup))
    .filter(({ claim }) => isFailure(claim.verdict))
}

/** The settings with one of its defects and no other, and the claims that must be violated there. */
export function runsAlone({ mutants }: TableDescription, { defects = [] }: FindingDescription): ClaimInSetting[] {
  return mutants
    .filter(({ defect }) => defects.includes(defect))
    .flatMap(({ spec, setting, caughtBy }) => caughtBy.map(claim => ({ spec, setting, claim })))
}

function answersOf({ spec, setting, claim }: ClaimInSetting, lookup: Lookup): PlaceAnswer[] {
  const checked = lookup(spec, setting)
  return checked === undefined
    ? []
    : checked.outcome.claims.filter(({ name }) => name === claim).map(outcome => answerOf(checked, outcome))
}
