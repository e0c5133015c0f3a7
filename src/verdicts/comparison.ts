/** What changed from one column of a table to another: what is broken by it, what stays broken, and what it repairs. */

import { isFailure } from '../outcome/outcome.ts'
import { answerOf, type PlaceAnswer } from './answer.ts'
import { type CellVerdict, cellOf, type Lookup } from './table-cell.ts'
import type { ComparisonDescription, FindingDescription, TableDescription, TablePlace } from './table-description.ts'

/** What a finding is, by what the column before says of it. */
export type ChangeKind = 'breaks' | 'new' | 'stays'

export interface ColumnFinding {
  readonly description: FindingDescription
  /** The names of its defects and rows: `D1: I7`. */
  readonly name: string
  /** What it is, in words. */
  readonly what: string
  readonly change: ChangeKind
  /** The shortest run that shows it, and the column in which it does. */
  readonly shownBy: PlaceAnswer | undefined
  readonly column: string | undefined
  /** Whether a setting that could show it was not run. */
  readonly isOpen: boolean
}

/** A row that is violated before, and not after: by these specs. */
export interface Repair {
  readonly row: string
  readonly meaning: string
  readonly specs: readonly string[]
}

export interface ColumnComparison {
  readonly title: string
  readonly before: string
  readonly after: string
  readonly repaired: string | undefined
  readonly findings: readonly ColumnFinding[]
  /** Repaired by the column after itself, and by that with its repairs. */
  readonly repairs: readonly Repair[]
  readonly repairsOnceRepaired: readonly Repair[]
  /** Why it is red, if it is. */
  readonly problems: readonly string[]
}

/** The comparison that a table declares, if there is one. */
export function comparisonOf(table: TableDescription, lookup: Lookup): ColumnComparison | undefined {
  const { comparison } = table
  if (comparison === undefined) return undefined
  const { title, before, after, repaired } = comparison
  const findings = comparison.findings.map(finding => findingOf(table, comparison, finding, lookup))
  return {
    title,
    before,
    after,
    repaired,
    findings,
    repairs: repairsOf(table, comparison, after, lookup),
    repairsOnceRepaired: repaired === undefined ? [] : repairsOf(table, comparison, repaired, lookup),
    problems: [
      ...findings.flatMap(({ name, shownBy, isOpen, description }) => {
        const isShown = shownBy !== undefined || isOpen || isOnPaper(table, description)
        return isShown ? [] : [`'${title}', ${name}: no run shows it`]
      }),
      ...Object.keys(table.rows).flatMap(row => {
        const isExplained = comparison.findings.some(finding => finding.rows.includes(row))
        const isViolated = cellOf(table, row, after, lookup).verdict === 'violated'
        return isViolated && !isExplained ? [`'${title}': ${row} is violated in ${after}, and no finding says why`] : []
      }),
    ],
  }
}

/** What no setting shows, with a reason. */
function isOnPaper({ defectsLeftOut }: TableDescription, { defects = [] }: FindingDescription): boolean {
  return defects.length > 0 && defects.every(defect => defectsLeftOut[defect] !== undefined)
}

function findingOf(
  table: TableDescription,
  { before, after, between }: ComparisonDescription,
  description: FindingDescription,
  lookup: Lookup,
): ColumnFinding {
  const { defects = [], rows } = description
  const columns = [after, ...between]
  const column = columns.find(name => evidenceIn(table, description, name, lookup).length > 0)
  const found = column === undefined ? [] : evidenceIn(table, description, column, lookup)
  // The rows are given the gravest first.
  const worst = rows.find(row => found.some(({ place }) => place.row === row))
  const shown = found.filter(({ place }) => place.row === worst)
  const runs = [aloneIn(table, description, shown, lookup), shown.map(({ answer }) => answer)]
  const wanted = table.places.filter(place => columns.includes(place.column) && concerns(table, description, place))
  return {
    description,
    name: [defects.join(', '), rows.join(', ')].filter(part => part !== '').join(': '),
    what: description.what ?? defects.map(defect => table.defects[defect]).join('; '),
    change: changeOf(
      table,
      before,
      description,
      found.map(({ place }) => place),
      lookup,
    ),
    shownBy: runs
      .map(answers => [...answers].sort((a, b) => lengthOf(a) - lengthOf(b))[0])
      .find(run => run !== undefined),
    column,
    isOpen: wanted.some(({ spec, setting }) => lookup(spec, setting) === undefined),
  }
}

interface Evidence {
  readonly place: TablePlace
  readonly answer: PlaceAnswer
}

/** The violations in a column by the claims that must catch the defects; without a defect, by every claim of the rows. */
function evidenceIn(table: TableDescription, finding: FindingDescription, column: string, lookup: Lookup): Evidence[] {
  const places = table.places.filter(place => place.column === column && concerns(table, finding, place))
  return places.flatMap(place => {
    return answersOf(place, lookup)
      .filter(({ claim }) => isFailure(claim.verdict))
      .map(answer => ({ place, answer }))
  })
}

function concerns(
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

/** The same violations in the settings that have such a defect and no other; all of these if no row has it. */
function aloneIn(
  { mutants }: TableDescription,
  { defects = [], rows }: FindingDescription,
  shown: readonly Evidence[],
  lookup: Lookup,
): PlaceAnswer[] {
  return mutants
    .filter(({ defect }) => defects.includes(defect))
    .flatMap(({ spec, setting, caughtBy }) => caughtBy.map(claim => ({ spec, setting, claim })))
    .filter(({ spec, claim }) => {
      return rows.length === 0 || shown.some(({ place }) => place.spec === spec && place.claim === claim)
    })
    .flatMap(run => answersOf(run, lookup))
    .filter(({ claim }) => isFailure(claim.verdict))
}

function answersOf(
  { spec, setting, claim }: Pick<TablePlace, 'spec' | 'setting' | 'claim'>,
  lookup: Lookup,
): PlaceAnswer[] {
  const checked = lookup(spec, setting)
  return checked === undefined
    ? []
    : checked.outcome.claims.filter(({ name }) => name === claim).map(outcome => answerOf(checked, outcome))
}

/** Broken by the change if something held before; its own if there was nothing of the kind; else it stays as it was. */
function changeOf(
  table: TableDescription,
  before: string,
  { isOlder, rows }: FindingDescription,
  places: readonly TablePlace[],
  lookup: Lookup,
): ChangeKind {
  if (isOlder !== undefined) return isOlder ? 'stays' : 'breaks'
  const verdicts = places.map(place => verdictIn(table, before, place, lookup))
  if (verdicts.includes('holds') || rows.length === 0) return 'breaks'
  return verdicts.every(verdict => verdict === 'violated') ? 'stays' : 'new'
}

/** The verdict of a claim in a column; of its row, if the spec is not placed there. */
function verdictIn(
  table: TableDescription,
  column: string,
  { row, spec, claim }: TablePlace,
  lookup: Lookup,
): CellVerdict {
  const own = table.places.filter(place => place.column === column && place.row === row && place.spec === spec)
  const same = own.filter(place => place.claim === claim)
  return cellOf(same.length === 0 ? table : { ...table, places: same }, row, column, lookup).verdict
}

/**
 * By `column` after, what no spec violates any longer; by its repairs, what specs still violate after, and no longer then.
 * What holds after only until its repairs is hidden there by another defect.
 */
function repairsOf(
  table: TableDescription,
  { before, after }: ComparisonDescription,
  column: string,
  lookup: Lookup,
): Repair[] {
  return Object.entries(table.rows).flatMap(([row, meaning]) => {
    const isViolated = (at: string, places = table.places): boolean => {
      return cellOf({ ...table, places }, row, at, lookup).verdict === 'violated'
    }
    const holds = (at: string, places: readonly TablePlace[]): boolean => {
      return cellOf({ ...table, places }, row, at, lookup).verdict === 'holds'
    }
    const specs = table.places.flatMap(({ spec, claim, setting, column: at, row: of }) => {
      if (at !== before || of !== row) return []
      const same = table.places.filter(place => place.spec === spec && place.claim === claim)
      const isRepaired =
        column === after ? !isLaterViolated() && holds(after, same) : isViolated(after, same) && holds(column, same)
      return isViolated(before, same) && isRepaired ? [lookup(spec, setting)?.spec ?? spec.name] : []
    })
    return specs.length === 0 ? [] : [{ row, meaning, specs: [...new Set(specs)] }]

    function isLaterViolated(): boolean {
      const { between = [], repaired } = table.comparison ?? {}
      return [after, ...between, ...(repaired === undefined ? [] : [repaired])].some(at => isViolated(at))
    }
  })
}

function lengthOf({ claim: { steps } }: PlaceAnswer): number {
  return steps ?? Number.MAX_SAFE_INTEGER
}

/** The findings of each kind, the gravest first, and without kinds that do not occur. */
export function changesIn({
  findings,
  before,
}: ColumnComparison): { readonly title: string; readonly findings: ColumnFinding[] }[] {
  const titles: Record<ChangeKind, string> = {
    breaks: `What it breaks: right in ${before}`,
    new: 'What only its new mechanism can break',
    stays: `What was broken in ${before}, and stays`,
  }
  return (['breaks', 'new', 'stays'] as const).flatMap(change => {
    const some = findings.filter(finding => finding.change === change)
    const sorted = some.sort((a, b) => rankOf(a) - rankOf(b))
    return some.length === 0 ? [] : [{ title: `${titles[change]} (${some.length})`, findings: sorted }]
  })
}

/** The severities, the gravest first. */
export const severities = ['crash', 'corruption', 'hang', 'leak', 'warning', 'pedantic'] as const

function rankOf({ description }: ColumnFinding): number {
  return severities.indexOf(description.severity)
}

/** The answer to the title in one sentence. */
export function answerInWords({ after, repaired, findings, repairs, repairsOnceRepaired }: ColumnComparison): string {
  const number = (change: ChangeKind): number => findings.filter(finding => finding.change === change).length
  const broken = number('breaks') + number('new')
  const parts = [
    `${after} breaks ${number('breaks')} things that were right before`,
    `brings ${number('new')} that only its own mechanism can have`,
    `leaves ${number('stays')} as they were`,
    `and repairs ${repairs.map(({ row }) => row).join(', ') || 'nothing by itself'}`,
  ]
  const later = repairsOnceRepaired.map(({ row }) => row).join(', ')
  const once =
    later === '' ? '' : ` ${repaired}, once what it breaks is mended, repairs ${later} in some of their specs.`
  return `${broken > 0 ? 'No' : 'It is no worse'}: of ${findings.length} findings, ${parts.join(', ')}.${once}`
}

/** `shown in 7 steps`, or why not. */
export function runInWords({ shownBy, column, isOpen }: ColumnFinding, after: string): string {
  if (shownBy === undefined) return isOpen ? 'not run' : 'not modelled'
  const { steps } = shownBy.claim
  const length = steps === undefined ? 'a run without end' : steps === 1 ? '1 step' : `${steps} steps`
  return column === undefined || column === after ? length : `${length}; hidden in ${after}, seen from ${column} on`
}
