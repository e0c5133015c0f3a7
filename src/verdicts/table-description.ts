/** What an author has said of a verdict table, as a table keeps it. */

import type { ModelDescription } from '../language/model.ts'
import type { Analysis } from '../verdicts/verdict-table.ts'

/** A model as a table names it: its identity says which one it is. */
export type ModelOfTable = Pick<ModelDescription, 'name'>

export interface TablePlace {
  readonly spec: ModelOfTable
  readonly row: string
  readonly column: string
  readonly setting: string
  readonly claim: string
}

export interface Mutant {
  readonly defect: string
  readonly spec: ModelOfTable
  readonly setting: string
  readonly caughtBy: readonly string[]
}

/** A text that is said of a cell. */
export interface CellText {
  readonly row: string
  readonly column: string
  readonly text: string
}

/** All that an author has said of a verdict table, its types forgotten. */
export interface TableDescription {
  readonly title: string
  readonly columns: { readonly [column: string]: string }
  readonly rows: { readonly [row: string]: string }
  readonly defects: { readonly [defect: string]: string }
  readonly analysis: { readonly [row: string]: Analysis }
  readonly places: readonly TablePlace[]
  readonly mutants: readonly Mutant[]
  readonly disputes: readonly CellText[]
  readonly remarks: readonly CellText[]
  readonly leftOut: readonly CellText[]
  readonly defectsLeftOut: { readonly [defect: string]: string }
}

/** What the analysis says of a cell. */
export type Prediction = 'holds' | 'violated' | 'notApplicable'

/** What the analysis says of a cell, if anything. */
export function predictionOf(
  { analysis }: TableDescription,
  { row, column }: { readonly row: string; readonly column: string },
): Prediction | undefined {
  const rowAnalysis = analysis[row]
  return (['holds', 'violated', 'notApplicable'] as const).find(verdict => rowAnalysis?.[verdict]?.includes(column))
}
