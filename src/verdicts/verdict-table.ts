import { ModelError } from '../base/errors.ts'
import { want, wantObject } from '../language/arguments.ts'
import { builtInClaims } from '../language/claims.ts'
import { descriptionOf } from '../language/description-of.ts'
import type { ModelDescription } from '../language/model.ts'

/** What a verdict table is about: columns are versions of a system, rows are requirements of it. */
export interface TableSource<R extends string, C extends string, D extends string> {
  readonly title: string
  /** What each version is. */
  readonly columns: { readonly [column in C]: string }
  /** What each requirement says. */
  readonly rows: { readonly [row in R]: string }
  /** What each defect is, of which a setting has to show that it is caught. */
  readonly defects?: { readonly [defect in D]: string }
}

/** What an analysis on paper says of the cells of a row. Of a cell that is not named it says nothing. */
export interface Analysis<C extends string = string> {
  readonly holds?: readonly C[]
  readonly violated?: readonly C[]
  readonly notApplicable?: readonly C[]
  /** What it adds: where only, or why. */
  readonly notes?: { readonly [column in C]?: string }
}

/** Where the verdicts of a spec belong. Every setting of a column answers for every row: place a spec again for others. */
export interface PlaceSource<R extends string, C extends string, V extends string> {
  /** The settings of each column: variants, and `base` for the model as it stands. */
  readonly columns: { readonly [column in C]?: readonly (V | 'base')[] }
  /** The claims that a row is made of: the row is violated where one of them is. */
  readonly rows: { readonly [row in R]?: string | readonly string[] }
}

/** The settings that have a defect and no other, and the claims that must be violated there. */
export interface MutantSource<V extends string> {
  readonly settings: readonly (V | 'base')[]
  readonly caughtBy: readonly string[]
}

/** Something that is said of several cells: of each row in each column. */
export interface Cells<R extends string, C extends string> {
  readonly rows: readonly R[]
  readonly columns: readonly C[]
}

/** A model, of which the names of its variants are known. */
interface SpecOf<V extends string> {
  readonly description: ModelDescription
  readonly variantNames: V
}

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

/**
 * The verdicts of many specs side by side: what each version of a system keeps of what is required of it.
 *
 * A spec answers in places: settings of it stand for versions, claims of it for requirements. A cell is violated if a
 * claim that was placed there is, in any setting. An analysis on paper can be held against what is found, cell by cell;
 * where it is wrong, a dispute says why, and is itself wrong where the two agree. Never changes: every call returns a new
 * table. Throws {@link ModelError} where a name is not there, or where something is said that can't be.
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
 */
export class VerdictTable<R extends string = string, C extends string = string, D extends string = string> {
  readonly description: TableDescription
  /** Only for the compiler, which would otherwise forget `D`; never set. */
  declare readonly defectNames: D

  constructor(description: TableDescription) {
    this.description = description
  }

  /** Says what an analysis expects of each row. */
  analysis(rows: { readonly [row in R]?: Analysis<C> }): VerdictTable<R, C, D> {
    this.checkArgument('analysis', rows, Object.keys(rows ?? {}))
    const all = rows as { readonly [row: string]: Analysis }
    for (const [row, said] of Object.entries(all)) {
      this.checkName('row', row)
      const columns = [...(said.holds ?? []), ...(said.violated ?? []), ...(said.notApplicable ?? [])]
      for (const column of [...columns, ...Object.keys(said.notes ?? {})]) this.checkName('column', column)
      const twice = columns.find((column, i) => columns.indexOf(column) !== i)
      if (twice !== undefined) throw this.wrong(`the analysis of row '${row}' gives two answers for column '${twice}'.`)
    }
    return this.with({ analysis: { ...this.description.analysis, ...all } })
  }

  /**
   * Places settings and claims of a spec.
   *
   * @example
   * .place(qrcu, { columns: { mutant: ['no re-summation'] }, rows: { safe: ['no assertion fails', 'no deadlock'] } })
   */
  place<V extends string>(spec: SpecOf<V>, source: PlaceSource<R, C, NoInfer<V>>): VerdictTable<R, C, D> {
    const description = descriptionOf(spec)
    this.checkArgument('place', source, ['rows', 'columns'])
    const rows = entries<string | readonly string[]>(source.rows)
    const columns = entries<readonly string[]>(source.columns)
    for (const [column, settings] of columns) {
      this.checkName('column', column)
      this.checkList(`column '${column}'`, settings)
      for (const setting of settings) this.checkSetting(description, setting)
    }
    const places = rows.flatMap(([row, claims]) => {
      this.checkName('row', row)
      const names = typeof claims === 'string' ? [claims] : claims
      this.checkList(`row '${row}'`, names)
      for (const claim of names) this.checkClaim(description, claim)
      return columns.flatMap(([column, settings]) => {
        return settings.flatMap(setting =>
          names.map((claim): TablePlace => ({ spec: description, row, column, setting, claim })),
        )
      })
    })
    const { leftOut } = this.description
    for (const place of places) {
      if (this.description.places.some(other => isSamePlace(other, place)))
        throw this.wrong(`${showPlace(place)} is placed in ${showCell(place)} twice.`)
      if (leftOut.some(cell => isSameCell(cell, place)))
        throw this.wrong(`${showCell(place)} is left out, but ${showPlace(place)} is placed there. Remove one of them.`)
    }
    return this.with({ places: [...this.description.places, ...places] })
  }

  /** Says in which settings of a spec a defect is there alone, and which claims must be violated there. */
  mutant<V extends string>(defect: D, spec: SpecOf<V>, source: MutantSource<NoInfer<V>>): VerdictTable<R, C, D> {
    const description = descriptionOf(spec)
    this.checkArgument('mutant', source, [])
    this.checkList('settings', source.settings)
    this.checkList('caughtBy', source.caughtBy)
    this.checkName('defect', defect)
    if (source.caughtBy.length === 0)
      throw this.wrong(`no claim is named to catch the defect '${defect}'. Name at least one in 'caughtBy'.`)
    for (const claim of source.caughtBy) this.checkClaim(description, claim)
    const mutants = source.settings.map((setting): Mutant => {
      this.checkSetting(description, setting)
      return { defect, spec: description, setting, caughtBy: source.caughtBy }
    })
    return this.with({ mutants: [...this.description.mutants, ...mutants] })
  }

  /** Says why the analysis is wrong of some cells, of which it said something, and which a spec answers for. */
  dispute(cells: Cells<R, C>, because: string): VerdictTable<R, C, D> {
    const disputes = this.texts(cells, because)
    for (const cell of disputes) {
      if (saidOf(this.description, cell) === undefined)
        throw this.wrong(`${showCell(cell)} is disputed, but the analysis does not cover it.`)
      if (!this.description.places.some(place => isSameCell(place, cell)))
        throw this.wrong(`${showCell(cell)} is disputed without evidence: place a spec there first.`)
    }
    return this.with({ disputes: [...this.description.disputes, ...disputes] })
  }

  /** Adds something to what cells say, whether or not the analysis is right of them. */
  remark(cells: Cells<R, C>, text: string): VerdictTable<R, C, D> {
    return this.with({ remarks: [...this.description.remarks, ...this.texts(cells, text)] })
  }

  /** Says why no spec answers for some cells. */
  leaveOut(cells: Cells<R, C>, because: string): VerdictTable<R, C, D> {
    const leftOut = this.texts(cells, because)
    for (const cell of leftOut) {
      const place = this.description.places.find(other => isSameCell(other, cell))
      if (place !== undefined)
        throw this.wrong(`${showCell(cell)} is left out, but ${showPlace(place)} is placed there. Remove one of them.`)
    }
    return this.with({ leftOut: [...this.description.leftOut, ...leftOut] })
  }

  /** Says why no setting shows some defects. */
  leaveOutDefects(defects: readonly D[], because: string): VerdictTable<R, C, D> {
    this.checkList('defects', defects)
    for (const defect of defects) {
      this.checkName('defect', defect)
      if (this.description.mutants.some(mutant => mutant.defect === defect))
        throw this.wrong(`the defect '${defect}' is left out, but has a setting that shows it. Remove one of them.`)
    }
    const left = Object.fromEntries(defects.map(defect => [defect, because]))
    return this.with({ defectsLeftOut: { ...this.description.defectsLeftOut, ...left } })
  }

  private texts(cells: Cells<R, C>, text: string): CellText[] {
    wantObject(`verdict table '${this.description.title}'`, '{ rows, columns }', cells)
    const { rows, columns } = cells
    this.checkList('rows', rows)
    this.checkList('columns', columns)
    for (const row of rows) this.checkName('row', row)
    for (const column of columns) this.checkName('column', column)
    return rows.flatMap(row => columns.map(column => ({ row, column, text })))
  }

  private checkArgument(call: string, given: unknown, parts: readonly string[]): void {
    const where = `verdict table '${this.description.title}': .${call}()`
    wantObject(where, 'an object', given)
    for (const part of parts) wantObject(where, `an object as '${part}'`, (given as Record<string, unknown>)[part])
  }

  private checkList(what: string, given: unknown): void {
    want(Array.isArray(given), `verdict table '${this.description.title}': ${what}`, 'a list of names', given)
  }

  private checkName(what: 'row' | 'column' | 'defect', name: string): void {
    const known = this.description[`${what}s`]
    if (Object.hasOwn(known, name)) return
    throw this.wrong(`there is no ${what} '${name}'. There are: ${Object.keys(known).join(', ') || 'none at all'}.`)
  }

  private checkSetting({ name, variants }: ModelDescription, setting: string): void {
    const known = ['base', ...variants.map(variant => variant.name)]
    if (known.includes(setting)) return
    throw this.wrong(`model '${name}' has no variant '${setting}'. It has: ${known.join('; ')}.`)
  }

  private checkClaim(model: ModelDescription, claim: string): void {
    const known = claimNames(model)
    if (known.includes(claim)) return
    throw this.wrong(`model '${model.name}' has no claim '${claim}'. Its claims are: ${known.join('; ')}.`)
  }

  private with(change: Partial<TableDescription>): VerdictTable<R, C, D> {
    return new VerdictTable<R, C, D>({ ...this.description, ...change })
  }

  private wrong(what: string): ModelError {
    return new ModelError('bad-table', `verdict table '${this.description.title}': ${what}`)
  }
}

/** Begins a verdict table. Its rows and columns stand in the order written. */
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
  return new VerdictTable<R, C, D>({
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

/** What the analysis says of a cell. */
export type Said = 'holds' | 'violated' | 'notApplicable'

/** What the analysis says of a cell, if anything. */
export function saidOf(
  { analysis }: TableDescription,
  { row, column }: { readonly row: string; readonly column: string },
): Said | undefined {
  const said = analysis[row]
  return (['holds', 'violated', 'notApplicable'] as const).find(verdict => said?.[verdict]?.includes(column))
}

/** The claims of a model by name, those that come with every model included. */
function claimNames({ claims, checksDeadlock }: ModelDescription): string[] {
  const { deadlock, ...others } = builtInClaims
  return [...claims.map(claim => claim.name), ...(checksDeadlock ? [deadlock] : []), ...Object.values(others)]
}

function entries<T>(record: { readonly [key: string]: T | undefined }): [string, T][] {
  return Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined)
}

function isSameCell(a: CellAt, b: CellAt): boolean {
  return a.row === b.row && a.column === b.column
}

type CellAt = { readonly row: string; readonly column: string }

function isSamePlace(a: TablePlace, b: TablePlace): boolean {
  return isSameCell(a, b) && a.spec === b.spec && a.setting === b.setting && a.claim === b.claim
}

function showCell({ row, column }: CellAt): string {
  return `the cell of row '${row}' and column '${column}'`
}

function showPlace({ spec, setting, claim }: TablePlace): string {
  return `claim '${claim}' of model '${spec.name}' in setting '${setting}'`
}
