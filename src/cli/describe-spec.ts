/** Descriptions of specs and tables for the main thread, as plain data, since only threads may load their modules. */

import { ModelError } from '../base/errors.ts'
import { descriptionOf } from '../language/description-of.ts'
import type { ModelOfTable, TableDescription } from '../verdicts/table-description.ts'
import { tableDescriptionOf } from '../verdicts/verdict-table-builder.ts'
import { filesBehind, loadSpecOrTable, variantNames } from './load-spec.ts'

/** The contents of a file: a spec, with the names of its model and variants, or a verdict table. */
export type Described =
  | {
      readonly kind: 'spec'
      readonly file: string
      readonly model: string
      readonly variants: readonly string[]
      /** The files on which it depends, with itself. */
      readonly files: readonly string[]
    }
  | { readonly kind: 'table'; readonly file: string }
  /** A module that has another default export, such as a map of logs; and what to say of it if it is meant to be a spec. */
  | { readonly kind: 'other'; readonly file: string; readonly message: string }

export async function describeFile(name: string): Promise<Described> {
  const loaded = await loadSpecOrTable(name).catch((error: unknown) => {
    if (error instanceof ModelError && error.code === 'no-spec') return error
    throw error
  })
  if (loaded instanceof ModelError) return { kind: 'other', file: name, message: loaded.message }
  const { file } = loaded
  if ('table' in loaded) return { kind: 'table', file }
  return {
    kind: 'spec',
    file,
    model: descriptionOf(loaded.model).name,
    variants: variantNames(loaded),
    files: filesBehind(name),
  }
}

/** A table in which a model is identified by the file of its spec; `name` is for other models. */
export interface DescribedTable extends Omit<TableDescription, 'places' | 'mutants'> {
  readonly file: string
  readonly places: readonly (Omit<TableDescription['places'][number], 'spec'> & { readonly spec: ModelInTable })[]
  readonly mutants: readonly (Omit<TableDescription['mutants'][number], 'spec'> & { readonly spec: ModelInTable })[]
}

export interface ModelInTable {
  readonly name: string
  /** The file, if the spec was named on the command line. */
  readonly file: string | undefined
}

/** Describes a table; `specs` are files that were loaded before without errors. */
export async function describeTable(name: string, specs: readonly string[]): Promise<DescribedTable> {
  const loaded = await loadSpecOrTable(name)
  if (!('table' in loaded)) throw new ModelError('bad-table', `${name} is not a verdict table.`)
  const files = new Map<unknown, string>()
  for (const spec of specs) {
    const other = await loadSpecOrTable(spec)
    if (!('model' in other)) continue
    const description = descriptionOf(other.model)
    if (!files.has(description)) files.set(description, other.file)
  }
  const named = <T extends { readonly spec: ModelOfTable }>(part: T) => ({
    ...part,
    spec: { name: part.spec.name, file: files.get(part.spec) },
  })
  const description = tableDescriptionOf(loaded.table)
  return {
    ...description,
    file: loaded.file,
    places: description.places.map(named),
    mutants: description.mutants.map(named),
  }
}
