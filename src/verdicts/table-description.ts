/** The description of a verdict table by its author, as a table stores it. */

import type { ModelDescription } from '../language/model-description.ts'
import type { Analysis, Severity } from '../verdicts/verdict-table.ts'

/** A model in a table, identified by object identity. */
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

/** A text about a cell. */
export interface CellText {
  readonly row: string
  readonly column: string
  readonly text: string
}

/** A finding of a comparison, with its types erased. */
export interface FindingDescription {
  readonly defects?: readonly string[]
  readonly rows: readonly string[]
  readonly what?: string
  readonly by: string
  readonly severity: Severity
  readonly reached: string
}

export interface ComparisonDescription {
  readonly title: string
  readonly before: string
  readonly after: string
  readonly between: { readonly [column: string]: readonly string[] }
  readonly repaired?: string
  readonly findings: readonly FindingDescription[]
}

/** The whole description of a verdict table, with its types erased. */
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
  readonly comparison?: ComparisonDescription
}

/** The verdict that the analysis gives for a cell. */
export type Prediction = 'holds' | 'violated' | 'notApplicable'

/** The verdict that the analysis gives for a cell, if any. */
export function predictionOf(
  { analysis }: TableDescription,
  { row, column }: { readonly row: string; readonly column: string },
): Prediction | undefined {
  const rowAnalysis = analysis[row]
  return (['holds', 'violated', 'notApplicable'] as const).find(verdict => rowAnalysis?.[verdict]?.includes(column))
}
