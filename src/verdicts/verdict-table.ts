import { ModelError } from '../base/errors.ts'
import { requireArgument, requireObject } from '../language/arguments.ts'
import type { AnyModel } from '../language/model.ts'
import { TableBuilder } from './verdict-table-builder.ts'

/**
 * The subject of a verdict table: its columns are versions of a system, its rows are requirements.
 *
 * @since 0.1.0
 */
export interface TableSource<R extends string, C extends string, D extends string> {
  /** The heading of the table. */
  readonly title: string
  /** The versions by name, each with its meaning. */
  readonly columns: { readonly [column in C]: string }
  /** The requirements by name, each with its meaning. */
  readonly rows: { readonly [row in R]: string }
  /**
   * The defects by name, each with its meaning. A setting must show for each defect that it is caught. Default: none.
   */
  readonly defects?: { readonly [defect in D]: string }
}

/**
 * What an analysis on paper says about the cells of a row. It says nothing about cells that are not named.
 *
 * @since 0.1.0
 */
export interface Analysis<C extends string = string> {
  /** The columns in which the requirement holds. Default: none. */
  readonly holds?: readonly C[]
  /** The columns in which it is violated. Default: none. */
  readonly violated?: readonly C[]
  /** The columns in which it does not apply. Default: none. */
  readonly notApplicable?: readonly C[]
  /** Remarks by column, such as conditions or reasons. Default: none. */
  readonly notes?: { readonly [column in C]?: string }
}

/**
 * The place of a spec's verdicts in a table. Every setting of a column counts for every row; place a spec again for
 * other combinations.
 *
 * @since 0.1.0
 */
export interface PlaceSource<R extends string, C extends string, V extends string> {
  /** The settings of each column: variants, and `base` for the model itself. */
  readonly columns: { readonly [column in C]?: readonly (V | 'base')[] }
  /** The claims that decide each row: the row is violated if one of them is. */
  readonly rows: { readonly [row in R]?: string | readonly string[] }
}

/**
 * The settings with one defect and no other, and the claims that must be violated there.
 *
 * @since 0.1.0
 */
export interface MutantSource<V extends string> {
  /** Variants, and `base` for the model itself. */
  readonly settings: readonly (V | 'base')[]
  /** The claims that must be violated in each of these settings, at least one. */
  readonly caughtBy: readonly string[]
}

/**
 * Some cells of a table: each of these rows in each of these columns.
 *
 * @since 0.1.0
 */
export interface Cells<R extends string, C extends string> {
  /** The rows by name. */
  readonly rows: readonly R[]
  /** The columns by name. */
  readonly columns: readonly C[]
}

/**
 * How bad a finding is.
 *
 * @since 0.2.0
 */
export type Severity = 'crash' | 'corruption' | 'hang' | 'leak' | 'warning' | 'pedantic'

/**
 * A finding of a comparison. What it is, whether it is new, and the run that shows it come from the verdicts.
 *
 * @since 0.2.0
 */
export interface ComparedFinding<R extends string, D extends string> {
  /** The defects that it consists of. Default: none; then every claim of its rows counts. */
  readonly defects?: readonly D[]
  /** The rows that it violates. */
  readonly rows: readonly R[]
  /** What it is. Default: the meanings of its defects. */
  readonly what?: string
  /** The part of the change that it is of, as `2/5`. */
  readonly by: string
  /** How bad it is. */
  readonly severity: Severity
  /** Who can reach it. */
  readonly reached: string
}

/**
 * A comparison of two columns of a table.
 *
 * @since 0.2.0
 */
export interface ComparisonSource<R extends string, C extends string, D extends string> {
  /** The question that it answers, as a heading. */
  readonly title: string
  /** The column without the change. */
  readonly before: C
  /** The column with the change. */
  readonly after: C
  /**
   * Columns with parts of it repaired, each with the defects that are repaired there. They may show what another defect
   * hides in `after`. Default: none.
   */
  readonly between?: { readonly [column in C]?: readonly D[] }
  /** The column in which the change is repaired. Default: none. */
  readonly repaired?: C
  /** What is wrong in `after`: a row that is violated there, and in no finding, is an error. */
  readonly findings: readonly ComparedFinding<R, D>[]
}

/**
 * The verdicts of many specs in one table: which requirements each version of a system meets.
 *
 * A spec is placed in cells: its settings represent versions, its claims requirements. A cell is violated if a claim
 * placed there is violated in any setting. The results can be compared with an analysis on paper, cell by cell. If the
 * analysis is wrong, a dispute says why; a dispute is an error if the two agree. A table never changes: every call
 * returns a new one. Made by {@link verdictTable}; `R` are its rows, `C` its columns, `D` its defects.
 *
 * @example
 * export default verdictTable({
 *   title: 'The lock and its repair',
 *   columns: { v1: 'as posted', v2: 'repaired' },
 *   rows: { safe: 'at most one is inside' },
 * })
 *   .analysis({ safe: { violated: ['v1'], holds: ['v2'] } })
 *   .place(lock, {
 *     columns: { v1: ['base'], v2: ['repaired', 'repaired, three workers'] },
 *     rows: { safe: 'at most one holds the lock' },
 *   })
 *
 * @since 0.1.0
 */
export interface VerdictTable<R extends string = string, C extends string = string, D extends string = string> {
  /**
   * Adds the results of an analysis for each row.
   *
   * @throws ModelError `bad-table`: a row or column does not exist, or a column gets two verdicts; `bad-argument`:
   * `rows` has the wrong type.
   * @since 0.1.0
   */
  analysis(rows: { readonly [row in R]?: Analysis<C> }): VerdictTable<R, C, D>

  /**
   * Places settings and claims of a spec.
   *
   * @example
   * .place(qrcu, { columns: { mutant: ['no re-summation'] }, rows: { safe: ['no assertion fails', 'no deadlock'] } })
   *
   * @throws ModelError `bad-table`: a row, column, variant or claim does not exist, or a claim is placed in a cell
   * twice or in one that is left out; `bad-argument`: `source` has the wrong type.
   * @throws UsageError `not-a-model`: `spec` is not a model.
   * @since 0.1.0
   */
  place<V extends string>(spec: AnyModel<V>, source: PlaceSource<R, C, NoInfer<V>>): VerdictTable<R, C, D>

  /**
   * Names the settings of a spec that have only this defect, and the claims that must be violated there.
   *
   * @throws ModelError `bad-table`: the defect, a variant or a claim does not exist, or no claim is named;
   * `bad-argument`: `source` has the wrong type.
   * @throws UsageError `not-a-model`: `spec` is not a model.
   * @since 0.1.0
   */
  mutant<V extends string>(defect: D, spec: AnyModel<V>, source: MutantSource<NoInfer<V>>): VerdictTable<R, C, D>

  /**
   * States why the analysis is wrong about some cells. It must cover these cells, and a spec must be placed in them.
   *
   * @throws ModelError `bad-table`: a cell does not exist, the analysis does not cover it, or no spec is placed in it;
   * `bad-argument`: `cells` has the wrong type.
   * @since 0.1.0
   */
  dispute(cells: Cells<R, C>, because: string): VerdictTable<R, C, D>

  /**
   * Adds a remark to cells, whether or not the analysis is right about them.
   *
   * @throws ModelError `bad-table`: a cell does not exist; `bad-argument`: `cells` has the wrong type.
   * @since 0.1.0
   */
  remark(cells: Cells<R, C>, text: string): VerdictTable<R, C, D>

  /**
   * States why no spec decides some cells.
   *
   * @throws ModelError `bad-table`: a cell does not exist, or a spec is placed in it; `bad-argument`: `cells` has the
   * wrong type.
   * @since 0.1.0
   */
  leaveOut(cells: Cells<R, C>, because: string): VerdictTable<R, C, D>

  /**
   * States why no setting shows some defects.
   *
   * @throws ModelError `bad-table`: a defect does not exist, or a setting shows it; `bad-argument`: `defects` is not a
   * list.
   * @since 0.1.0
   */
  leaveOutDefects(defects: readonly D[], because: string): VerdictTable<R, C, D>

  /**
   * Compares two columns, on the first screen of the pages: what the later one breaks, what only it can break, what was
   * broken before and stays, and what it repairs.
   *
   * @throws ModelError `bad-table`: a row, column or defect does not exist; `bad-argument`: `source` has the wrong type.
   * @since 0.2.0
   */
  compare(source: ComparisonSource<R, C, D>): VerdictTable<R, C, D>
}

/**
 * Begins a verdict table. Its rows and columns keep the order in which they are written.
 *
 * @throws ModelError `bad-argument`: a part of `source` is missing or has the wrong type; `bad-name`: the name of a
 * row, column or defect is empty or a whole number.
 * @since 0.1.0
 */
export function verdictTable<R extends string, C extends string, D extends string = never>(
  source: TableSource<R, C, D>,
): VerdictTable<R, C, D> {
  requireObject('verdictTable', '{ title, columns, rows }', source)
  const { title, columns, rows, defects } = source
  requireArgument(typeof title === 'string', 'verdictTable', "a string as 'title'", title)
  requireObject('verdictTable', "an object as 'columns'", columns)
  requireObject('verdictTable', "an object as 'rows'", rows)
  requireObject('verdictTable', "an object as 'defects'", defects ?? {})
  for (const name of [columns, rows, defects ?? {}].flatMap(names => Object.keys(names))) {
    // JavaScript moves whole numbers to the front of an object, which would change the order of the table.
    if (name.trim() === '' || /^\d+$/.test(name)) {
      throw new ModelError(
        'bad-name',
        `verdict table '${title}': a row, column or defect is named '${name}'. A name must not be empty or a whole number.`,
      )
    }
  }
  return new TableBuilder<R, C, D>({
    title,
    columns,
    rows,
    defects: defects ?? {},
    analysis: {},
    places: [],
    mutants: [],
    disputes: [],
    remarks: [],
    leftOut: [],
    defectsLeftOut: {},
  })
}
