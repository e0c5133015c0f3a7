import { ModelError } from '../base/errors.ts'
import { want, wantObject } from '../language/arguments.ts'
import type { AnyModel } from '../language/model.ts'
import { TableBuilder } from './verdict-table-builder.ts'

/**
 * What a verdict table is about: columns are versions of a system, rows are requirements of it.
 *
 * @since 0.1.0
 */
export interface TableSource<R extends string, C extends string, D extends string> {
  /** What stands above the table. */
  readonly title: string
  /** What each version is. */
  readonly columns: { readonly [column in C]: string }
  /** What each requirement says. */
  readonly rows: { readonly [row in R]: string }
  /** What each defect is, of which a setting has to show that it is caught. Default: none. */
  readonly defects?: { readonly [defect in D]: string }
}

/**
 * What an analysis on paper says of the cells of a row. Of a cell that is not named it says nothing.
 *
 * @since 0.1.0
 */
export interface Analysis<C extends string = string> {
  /** The columns in which the requirement is kept. Default: none. */
  readonly holds?: readonly C[]
  /** The columns in which it is broken. Default: none. */
  readonly violated?: readonly C[]
  /** The columns in which it means nothing. Default: none. */
  readonly notApplicable?: readonly C[]
  /** What it adds, by column: where only, or why. Default: nothing. */
  readonly notes?: { readonly [column in C]?: string }
}

/**
 * Where the verdicts of a spec belong. Every setting of a column answers for every row: place a spec again for others.
 *
 * @since 0.1.0
 */
export interface PlaceSource<R extends string, C extends string, V extends string> {
  /** The settings of each column: variants, and `base` for the model as it stands. */
  readonly columns: { readonly [column in C]?: readonly (V | 'base')[] }
  /** The claims that a row is made of: the row is violated where one of them is. */
  readonly rows: { readonly [row in R]?: string | readonly string[] }
}

/**
 * The settings that have a defect and no other, and the claims that must be violated there.
 *
 * @since 0.1.0
 */
export interface MutantSource<V extends string> {
  /** Variants, and `base` for the model as it stands. */
  readonly settings: readonly (V | 'base')[]
  /** The claims that must be violated in each of them, at least one. */
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
 * The verdicts of many specs side by side: what each version of a system keeps of what is required of it.
 *
 * A spec answers in places: settings of it stand for versions, claims of it for requirements. A cell is violated if a
 * claim that was placed there is, in any setting. An analysis on paper can be held against what is found, cell by cell;
 * where it is wrong, a dispute says why, and is itself wrong where the two agree. Never changes: every call returns a new
 * table. Made by {@link verdictTable}; `R` are its rows, `C` its columns, `D` its defects.
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
   * Says what an analysis expects of each row.
   *
   * @throws ModelError `bad-table`: a row or column is not there, or two things are said of one column;
   * `bad-argument`: `rows` is of another type.
   * @since 0.1.0
   */
  analysis(rows: { readonly [row in R]?: Analysis<C> }): VerdictTable<R, C, D>

  /**
   * Places settings and claims of a spec.
   *
   * @example
   * .place(qrcu, { columns: { mutant: ['no re-summation'] }, rows: { safe: ['no assertion fails', 'no deadlock'] } })
   *
   * @throws ModelError `bad-table`: a row, column, variant or claim is not there, or a claim is placed in a cell twice or
   * in one that is left out; `bad-argument`: `source` is of another type.
   * @throws UsageError `not-a-model`: `spec` is no model.
   * @since 0.1.0
   */
  place<V extends string>(spec: AnyModel<V>, source: PlaceSource<R, C, NoInfer<V>>): VerdictTable<R, C, D>

  /**
   * Says in which settings of a spec a defect is there alone, and which claims must be violated there.
   *
   * @throws ModelError `bad-table`: the defect, a variant or a claim is not there, or no claim is named;
   * `bad-argument`: `source` is of another type.
   * @throws UsageError `not-a-model`: `spec` is no model.
   * @since 0.1.0
   */
  mutant<V extends string>(defect: D, spec: AnyModel<V>, source: MutantSource<NoInfer<V>>): VerdictTable<R, C, D>

  /**
   * Says why the analysis is wrong of some cells, of which it said something, and which a spec answers for.
   *
   * @throws ModelError `bad-table`: a cell is not there, the analysis says nothing of it, or no spec is placed in it;
   * `bad-argument`: `cells` is of another type.
   * @since 0.1.0
   */
  dispute(cells: Cells<R, C>, because: string): VerdictTable<R, C, D>

  /**
   * Adds something to what cells say, whether or not the analysis is right of them.
   *
   * @throws ModelError `bad-table`: a cell is not there; `bad-argument`: `cells` is of another type.
   * @since 0.1.0
   */
  remark(cells: Cells<R, C>, text: string): VerdictTable<R, C, D>

  /**
   * Says why no spec answers for some cells.
   *
   * @throws ModelError `bad-table`: a cell is not there, or a spec is placed in it; `bad-argument`: `cells` is of another
   * type.
   * @since 0.1.0
   */
  leaveOut(cells: Cells<R, C>, because: string): VerdictTable<R, C, D>

  /**
   * Says why no setting shows some defects.
   *
   * @throws ModelError `bad-table`: a defect is not there, or a setting shows it; `bad-argument`: `defects` is no list.
   * @since 0.1.0
   */
  leaveOutDefects(defects: readonly D[], because: string): VerdictTable<R, C, D>
}

/**
 * Begins a verdict table. Its rows and columns stand in the order written.
 *
 * @throws ModelError `bad-argument`: a part of `source` is missing or of another type; `bad-name`: a row, column or
 * defect is named by nothing or by a whole number.
 * @since 0.1.0
 */
export function verdictTable<R extends string, C extends string, D extends string = never>(
  source: TableSource<R, C, D>,
): VerdictTable<R, C, D> {
  wantObject('verdictTable', '{ title, columns, rows }', source)
  const { title, columns, rows, defects } = source
  want(typeof title === 'string', 'verdictTable', "a string as 'title'", title)
  wantObject('verdictTable', "an object as 'columns'", columns)
  wantObject('verdictTable', "an object as 'rows'", rows)
  wantObject('verdictTable', "an object as 'defects'", defects ?? {})
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
