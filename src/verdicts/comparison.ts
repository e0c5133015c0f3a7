/** What changed from one column of a table to another: what is broken by it, what stays broken, and what it repairs. */

import type { PlaceAnswer } from './answer.ts'
import {
  type ClaimInSetting,
  type ClaimPlace,
  clearestRun,
  columnsWith,
  concerns,
  evidenceAlone,
  evidenceIn,
  runsAlone,
} from './finding-evidence.ts'
import { placesIn } from './places-in.ts'
import { type CellVerdict, cellOf, type Lookup } from './table-cell.ts'
import type { ComparisonDescription, FindingDescription, TableDescription } from './table-description.ts'

/** What a finding is, by what the column before says of it; open if a setting on which that depends was not run. */
export type ChangeKind = 'breaks' | 'new' | 'stays' | 'open'

export interface ColumnFinding {
  readonly description: FindingDescription
  /** The names of its defects and rows: `D1: I7`. */
  readonly name: string
  /** What it is, in words. */
  readonly what: string
  readonly change: ChangeKind
  /** The shortest run that shows it. */
  readonly shownBy: PlaceAnswer | undefined
  /** The column that has it; undefined if only settings with no other defect do. */
  readonly column: string | undefined
  /** Whether another defect hides it in the column after the change, all of whose settings were run. */
  readonly isHidden: boolean
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
  comparison: ComparisonDescription,
  description: FindingDescription,
  lookup: Lookup,
): ColumnFinding {
  const { defects = [], rows } = description
  const columns = columnsWith(comparison, description)
  const column = columns.find(name => evidenceIn(table, description, name, lookup).length > 0)
  const found =
    column === undefined ? evidenceAlone(table, description, lookup) : evidenceIn(table, description, column, lookup)
  const places = found.map(({ place }) => place)
  const shownBy = clearestRun(table, description, found, lookup)
  const wanted = table.places.filter(place => columns.includes(place.column) && concerns(table, description, place))
  const isMissing = ({ spec, setting }: ClaimInSetting): boolean => lookup(spec, setting) === undefined
  const isOpen = shownBy === undefined && [...wanted, ...runsAlone(table, description)].some(isMissing)
  return {
    description,
    name: [defects.join(', '), rows.join(', ')].filter(part => part !== '').join(': '),
    what: description.what ?? defects.map(defect => table.defects[defect]).join('; '),
    change: isOpen ? 'open' : changeOf(table, comparison.before, description, places, lookup),
    shownBy,
    column,
    isHidden:
      rows.length > 0 &&
      column !== comparison.after &&
      !wanted.some(place => place.column === comparison.after && isMissing(place)),
    isOpen,
  }
}

/** Broken by the change if something held before; its own if there was nothing of the kind; else it stays as it was. */
function changeOf(
  table: TableDescription,
  before: string,
  { rows }: FindingDescription,
  places: readonly ClaimPlace[],
  lookup: Lookup,
): ChangeKind {
  const verdicts = places.map(place => verdictIn(table, before, place, lookup))
  if (verdicts.includes('holds') || rows.length === 0) return 'breaks'
  // What held only within bounds may have been broken before.
  if (verdicts.includes('not run') || verdicts.includes('holds within')) return 'open'
  return verdicts.every(verdict => verdict === 'violated') ? 'stays' : 'new'
}

/** The verdict of a claim in a column; of its row, if the spec is not placed there. */
function verdictIn(
  table: TableDescription,
  column: string,
  { row, spec, claim }: ClaimPlace,
  lookup: Lookup,
): CellVerdict {
  const own = placesIn(table.places, row, column).filter(place => place.spec === spec)
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
    const verdictAt = (at: string, places = table.places): CellVerdict => {
      return cellOf({ ...table, places }, row, at, lookup).verdict
    }
    if (verdictAt(before) !== 'violated') return []
    if (column === after && laterColumns(table, after).some(at => verdictAt(at) === 'violated')) return []
    const specs = placesIn(table.places, row, before).flatMap(({ spec, claim, setting }) => {
      const same = table.places.filter(place => place.spec === spec && place.claim === claim)
      const isRepaired =
        verdictAt(column, same) === 'holds' && (column === after || verdictAt(after, same) === 'violated')
      return isRepaired && verdictAt(before, same) === 'violated' ? [lookup(spec, setting)?.spec ?? spec.name] : []
    })
    return specs.length === 0 ? [] : [{ row, meaning, specs: [...new Set(specs)] }]
  })
}

/** The columns with the change, whatever else is repaired there. */
function laterColumns({ comparison }: TableDescription, after: string): string[] {
  const { between = {}, repaired } = comparison ?? {}
  return [after, ...Object.keys(between), ...(repaired === undefined ? [] : [repaired])]
}
