/** All results of a run of `verify`, prepared for the pages that show them. */

import { isFailure } from '../outcome/outcome.ts'
import { answerOf, type PlaceAnswer } from './answer.ts'
import type { CheckedSetting } from './checked-setting.ts'
import { type ColumnComparison, comparisonOf } from './comparison.ts'
import { type Agreement, cellOf, type Lookup, type TableCell } from './table-cell.ts'
import type { Mutant, TableDescription } from './table-description.ts'

/** A name with its meaning. */
export interface Named {
  readonly name: string
  readonly meaning: string
}

export interface TableRow extends Named {
  readonly cells: readonly TableCell[]
}

/** A setting with one defect and no other. */
export interface CheckedMutant {
  readonly mutant: Mutant
  /** Missing if it was not run. */
  readonly checked: CheckedSetting | undefined
  /** The claims that must catch the defect. */
  readonly catches: readonly PlaceAnswer[]
  /** The other claims that are violated. */
  readonly breaks: readonly PlaceAnswer[]
  /**
   * Why it is red, if it is: results that differ from the expectation of the spec, and claims that do not catch the
   * defect.
   */
  readonly specDifferences: readonly string[]
  readonly missed: readonly string[]
}

export type DefectState = 'caught' | 'missed' | 'not run' | 'not modelled'

export interface Defect extends Named {
  readonly state: DefectState
  readonly mutants: readonly CheckedMutant[]
  /** Why no setting shows it. */
  readonly leftOut: string | undefined
}

export interface Table {
  readonly title: string
  readonly columns: readonly Named[]
  readonly rows: readonly TableRow[]
  readonly defects: readonly Defect[]
  /** What it says of a change, if it is about one. */
  readonly comparison?: ColumnComparison | undefined
}

/** A claim of a spec in each of the settings that were checked, in the same order. */
export interface ClaimRow {
  readonly claim: string
  readonly kind: string
  readonly answers: readonly PlaceAnswer[]
}

/** The verdicts of one spec: its variants across, its claims down. */
export interface SpecTable {
  readonly spec: string
  /** A link to the page of findings beside the spec, if there is one. */
  readonly findings: string | undefined
  readonly model: string
  readonly settings: readonly CheckedSetting[]
  readonly claims: readonly ClaimRow[]
}

export interface Verdicts {
  readonly tables: readonly Table[]
  readonly specs: readonly SpecTable[]
}

/**
 * Combines the settings that were checked: first the declared tables, then every spec's own. `findingsOf` gives the
 * link to a spec's page of findings, if it has one.
 */
export function verdictsOf(
  tables: readonly TableDescription[],
  settings: readonly CheckedSetting[],
  findingsOf: (spec: string) => string | undefined = () => undefined,
): Verdicts {
  const lookup = lookupIn(settings)
  const specs = [...new Set(settings.map(({ spec }) => spec))]
  return {
    tables: tables.map(table => tableOf(table, lookup)),
    specs: specs.map(spec => {
      const ofSpec = settings.filter(setting => setting.spec === spec)
      return specTable(ofSpec, findingsOf(spec))
    }),
  }
}

function lookupIn(settings: readonly CheckedSetting[]): Lookup {
  const byModel = new Map<unknown, Map<string, CheckedSetting>>()
  for (const checked of settings) {
    const ofModel = byModel.get(checked.model) ?? new Map<string, CheckedSetting>()
    byModel.set(checked.model, ofModel)
    if (!ofModel.has(checked.setting)) ofModel.set(checked.setting, checked)
  }
  return (model, setting) => byModel.get(model)?.get(setting)
}

function tableOf(table: TableDescription, lookup: Lookup): Table {
  const columns = named(table.columns)
  return {
    title: table.title,
    columns,
    rows: named(table.rows).map(row => ({
      ...row,
      cells: columns.map(column => cellOf(table, row.name, column.name, lookup)),
    })),
    defects: named(table.defects).map(({ name, meaning }) => {
      const mutants = table.mutants.filter(mutant => mutant.defect === name).map(mutant => checkMutant(mutant, lookup))
      return { name, meaning, mutants, leftOut: table.defectsLeftOut[name], state: stateOf(mutants) }
    }),
    comparison: comparisonOf(table, lookup),
  }
}

function named(names: { readonly [name: string]: string }): Named[] {
  return Object.entries(names).map(([name, meaning]) => ({ name, meaning }))
}

function checkMutant(mutant: Mutant, lookup: Lookup): CheckedMutant {
  const checked = lookup(mutant.spec, mutant.setting)
  const answers = checked?.outcome.claims.map(claim => answerOf(checked, claim)) ?? []
  const catches = answers.filter(({ claim }) => mutant.caughtBy.includes(claim.name))
  const missed = catches.filter(({ claim }) => !isFailure(claim.verdict))
  return {
    mutant,
    checked,
    catches,
    breaks: answers.filter(({ claim }) => claim.verdict === 'violated' && !mutant.caughtBy.includes(claim.name)),
    specDifferences: [...new Set(catches.flatMap(answer => answer.differences))],
    missed: missed.map(({ claim }) => `${checked?.spec}, '${mutant.setting}': '${claim.name}' does not catch it`),
  }
}

function stateOf(mutants: readonly CheckedMutant[]): DefectState {
  if (mutants.length === 0) return 'not modelled'
  if (mutants.some(isRed)) return 'missed'
  return mutants.some(({ checked }) => checked === undefined) ? 'not run' : 'caught'
}

function isRed({ specDifferences, missed }: CheckedMutant): boolean {
  return specDifferences.length + missed.length > 0
}

/** All settings of a spec have the same claims, in the same order. */
function specTable(settings: readonly CheckedSetting[], findings: string | undefined): SpecTable {
  const first = settings[0] as CheckedSetting
  return {
    spec: first.spec,
    findings,
    model: first.model.name,
    settings,
    claims: first.outcome.claims.map(({ name, kind }) => ({
      claim: name,
      kind,
      answers: settings.flatMap(setting => {
        return setting.outcome.claims.filter(claim => claim.name === name).map(claim => answerOf(setting, claim))
      }),
    })),
  }
}

/** A sentence for everything that is red in the tables although each spec is as expected. */
export function problemsOf({ tables }: Verdicts): string[] {
  return tables.flatMap(({ title, rows, defects, comparison }) => [
    ...(comparison?.problems ?? []).map(text => `${title}: ${text}`),
    ...rows.flatMap(({ cells }) => {
      return cells.flatMap(cell => cell.disagreements.map(text => `${title}, ${cell.row} of ${cell.column}: ${text}`))
    }),
    ...defects.flatMap(({ name, mutants }) => {
      return mutants.flatMap(({ missed }) => missed.map(text => `${title}, defect ${name}: ${text}`))
    }),
  ])
}

/** The number of cells of all tables for each agreement. */
export function cellCounts({ tables }: Verdicts): Record<Agreement, number> {
  const counts: Record<Agreement, number> = {
    reproduced: 0,
    within: 0,
    disputed: 0,
    differs: 0,
    found: 0,
    'not run': 0,
    'not modelled': 0,
    'not applicable': 0,
    blank: 0,
  }
  for (const { agreement } of tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))) counts[agreement]++
  return counts
}

export function defectCounts({ tables }: Verdicts): Record<DefectState, number> {
  const counts: Record<DefectState, number> = { caught: 0, missed: 0, 'not run': 0, 'not modelled': 0 }
  for (const { state } of tables.flatMap(({ defects }) => defects)) counts[state]++
  return counts
}

/** The numbers of claims that hold vacuously, and of settings with steps that never ran. */
export function vacuityCounts({ specs }: Verdicts): { readonly claims: number; readonly settings: number } {
  const settings = specs.flatMap(spec => spec.settings)
  return {
    claims: settings.flatMap(({ outcome }) => outcome.claims.filter(claim => claim.vacuous !== undefined)).length,
    settings: settings.filter(({ outcome }) => outcome.neverRan.length > 0).length,
  }
}

/** Cells with the same text. */
export interface CellGroup {
  readonly text: string
  readonly cells: readonly TableCell[]
  /** The shortest runs that show it, each once; none if the text is about the absence of violations. */
  readonly evidence: readonly PlaceAnswer[]
}

/** The cells about which the analysis is wrong, grouped by the text of the dispute. */
export function disputesIn(table: Table): CellGroup[] {
  const groups = groupCells(table, ({ agreement, dispute }) => (agreement === 'disputed' ? dispute : undefined))
  return groups.map(group => ({ ...group, evidence: evidenceOf(group.cells) }))
}

/** The cells with remarks. */
export function remarksIn(table: Table): CellGroup[] {
  return groupCells(table, ({ remark }) => remark)
}

/** The cells that the analysis covers but no spec decides, grouped by the reason. */
export function leftOutIn(table: Table): CellGroup[] {
  return groupCells(table, ({ agreement, leftOut }) => {
    return agreement === 'not modelled' ? (leftOut ?? 'No reason is given.') : undefined
  })
}

/** Cells grouped by their `textOf`, in the order of the table, without cells that have no text. */
function groupCells({ rows }: Table, textOf: (cell: TableCell) => string | undefined): CellGroup[] {
  const groups = new Map<string, TableCell[]>()
  for (const cell of rows.flatMap(row => row.cells)) {
    const text = textOf(cell)
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), cell])
  }
  return [...groups].map(([text, cells]) => ({ text, cells, evidence: [] }))
}

function evidenceOf(cells: readonly TableCell[]): PlaceAnswer[] {
  const violated = cells.flatMap(({ verdict, answers }) => (verdict === 'violated' ? answers.slice(0, 1) : []))
  return violated.filter(({ setting, claim }, i) => {
    return violated.findIndex(other => other.setting === setting && other.claim === claim) === i
  })
}

/** Cells in words, with rows that have the same columns together: `I2, I3 of V5, V5a; I6 of V5`. */
export function cellNames(cells: readonly TableCell[]): string {
  const rowsOf = new Map<string, string[]>()
  for (const row of new Set(cells.map(cell => cell.row))) {
    const columns = cells.filter(cell => cell.row === row).map(cell => cell.column)
    rowsOf.set(columns.join(', '), [...(rowsOf.get(columns.join(', ')) ?? []), row])
  }
  return [...rowsOf].map(([columns, rows]) => `${rows.join(', ')} of ${columns}`).join('; ')
}
