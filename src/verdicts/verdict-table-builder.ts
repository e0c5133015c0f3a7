import { ModelError } from '../base/errors.ts'
import { didYouMean } from '../base/similar-name.ts'
import { requireArgument, requireObject } from '../language/arguments.ts'
import { builtInClaims } from '../language/claims.ts'
import { descriptionOf } from '../language/description-of.ts'
import type { AnyModel } from '../language/model.ts'
import type { ModelDescription } from '../language/model-description.ts'
import type {
  Analysis,
  Cells,
  ComparisonSource,
  MutantSource,
  PlaceSource,
  VerdictTable,
} from '../verdicts/verdict-table.ts'
import {
  type CellText,
  type Mutant,
  predictionOf,
  type TableDescription,
  type TablePlace,
} from './table-description.ts'

/** The implementation of {@link VerdictTable}: it collects the description, which {@link tableDescriptionOf} reads. */
export class TableBuilder<R extends string, C extends string, D extends string> implements VerdictTable<R, C, D> {
  readonly description: TableDescription

  constructor(description: TableDescription) {
    this.description = description
  }

  analysis(rows: { readonly [row in R]?: Analysis<C> }): VerdictTable<R, C, D> {
    this.checkArgument('analysis', rows, Object.keys(rows ?? {}))
    const all = rows as { readonly [row: string]: Analysis }
    for (const [row, rowAnalysis] of Object.entries(all)) {
      this.checkName('row', row)
      const columns = [
        ...(rowAnalysis.holds ?? []),
        ...(rowAnalysis.violated ?? []),
        ...(rowAnalysis.notApplicable ?? []),
      ]
      for (const column of [...columns, ...Object.keys(rowAnalysis.notes ?? {})]) this.checkName('column', column)
      const twice = columns.find((column, i) => columns.indexOf(column) !== i)
      if (twice !== undefined) throw this.wrong(`the analysis of row '${row}' gives two answers for column '${twice}'.`)
    }
    return this.with({ analysis: { ...this.description.analysis, ...all } })
  }

  place<V extends string>(spec: AnyModel<V>, source: PlaceSource<R, C, NoInfer<V>>): VerdictTable<R, C, D> {
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
    const ofSpec = this.description.places.filter(place => place.spec === description)
    for (const place of places) {
      if (ofSpec.some(other => isSamePlace(other, place)))
        throw this.wrong(`${showPlace(place)} is placed in ${showCell(place)} twice.`)
      if (leftOut.some(cell => isSameCell(cell, place)))
        throw this.wrong(`${showCell(place)} is left out, but ${showPlace(place)} is placed there. Remove one of them.`)
    }
    return this.with({ places: [...this.description.places, ...places] })
  }

  mutant<V extends string>(defect: D, spec: AnyModel<V>, source: MutantSource<NoInfer<V>>): VerdictTable<R, C, D> {
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

  dispute(cells: Cells<R, C>, because: string): VerdictTable<R, C, D> {
    const disputes = this.texts(cells, because)
    for (const cell of disputes) {
      if (predictionOf(this.description, cell) === undefined)
        throw this.wrong(`${showCell(cell)} is disputed, but the analysis does not cover it.`)
      if (!this.description.places.some(place => isSameCell(place, cell)))
        throw this.wrong(`${showCell(cell)} is disputed without evidence: place a spec there first.`)
    }
    return this.with({ disputes: [...this.description.disputes, ...disputes] })
  }

  remark(cells: Cells<R, C>, text: string): VerdictTable<R, C, D> {
    return this.with({ remarks: [...this.description.remarks, ...this.texts(cells, text)] })
  }

  leaveOut(cells: Cells<R, C>, because: string): VerdictTable<R, C, D> {
    const leftOut = this.texts(cells, because)
    for (const cell of leftOut) {
      const place = this.description.places.find(other => isSameCell(other, cell))
      if (place !== undefined)
        throw this.wrong(`${showCell(cell)} is left out, but ${showPlace(place)} is placed there. Remove one of them.`)
    }
    return this.with({ leftOut: [...this.description.leftOut, ...leftOut] })
  }

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

  compare(source: ComparisonSource<R, C, D>): VerdictTable<R, C, D> {
    this.checkArgument('compare', source, [])
    const { before, after, between = {}, repaired, findings } = source
    this.checkArgument('compare', { between }, ['between'])
    const parts = entries<readonly string[]>(between)
    this.checkList('findings', findings)
    for (const column of [before, after, ...(repaired === undefined ? [] : [repaired])]) {
      this.checkName('column', column)
    }
    for (const [column, defects] of parts) {
      this.checkName('column', column)
      this.checkList(`between '${column}'`, defects)
      for (const defect of defects) this.checkName('defect', defect)
    }
    for (const finding of findings) {
      this.checkArgument('compare', finding, [])
      const { defects = [], rows } = finding
      this.checkList('defects', defects)
      this.checkList('rows', rows)
      for (const defect of defects) this.checkName('defect', defect)
      for (const row of rows) this.checkName('row', row)
    }
    return this.with({ comparison: { ...source, between: Object.fromEntries(parts) } })
  }

  private texts(cells: Cells<R, C>, text: string): CellText[] {
    requireObject(`verdict table '${this.description.title}'`, '{ rows, columns }', cells)
    const { rows, columns } = cells
    this.checkList('rows', rows)
    this.checkList('columns', columns)
    for (const row of rows) this.checkName('row', row)
    for (const column of columns) this.checkName('column', column)
    return rows.flatMap(row => columns.map(column => ({ row, column, text })))
  }

  private checkArgument(call: string, given: unknown, parts: readonly string[]): void {
    const where = `verdict table '${this.description.title}': .${call}()`
    requireObject(where, 'an object', given)
    for (const part of parts) requireObject(where, `an object as '${part}'`, (given as Record<string, unknown>)[part])
  }

  private checkList(what: string, given: unknown): void {
    requireArgument(
      Array.isArray(given),
      `verdict table '${this.description.title}': ${what}`,
      'a list of names',
      given,
    )
  }

  private checkName(what: 'row' | 'column' | 'defect', name: string): void {
    const known = this.description[`${what}s`]
    if (Object.hasOwn(known, name)) return
    throw this.wrong(`there is no ${what} '${name}'. There are: ${Object.keys(known).join(', ') || 'none at all'}.`)
  }

  private checkSetting({ name, variants }: ModelDescription, setting: string): void {
    const known = ['base', ...variants.map(variant => variant.name)]
    if (known.includes(setting)) return
    throw this.wrong(
      `model '${name}' has no variant '${setting}'. It has: ${known.join('; ')}.${didYouMean(setting, known)}`,
    )
  }

  private checkClaim(model: ModelDescription, claim: string): void {
    const known = claimNames(model)
    if (known.includes(claim)) return
    throw this.wrong(
      `model '${model.name}' has no claim '${claim}'. Its claims are: ${known.join('; ')}.${didYouMean(claim, known)}`,
    )
  }

  private with(change: Partial<TableDescription>): VerdictTable<R, C, D> {
    return new TableBuilder<R, C, D>({ ...this.description, ...change })
  }

  private wrong(what: string): ModelError {
    return new ModelError('bad-table', `verdict table '${this.description.title}': ${what}`)
  }
}

/** The names of the claims of a model, including those that come with every model. */
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

/** Whether the value is a verdict table made by this copy of the package. */
export function isVerdictTable(given: unknown): given is VerdictTable {
  return given instanceof TableBuilder
}

/** The description of a verdict table. */
export function tableDescriptionOf(table: VerdictTable): TableDescription {
  return (table as TableBuilder<string, string, string>).description
}
