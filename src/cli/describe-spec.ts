/** What the main thread gets to know of specs and tables, whose modules only threads may load: plain data. */

import { ModelError } from '../base/errors.ts'
import { descriptionOf } from '../language/description-of.ts'
import type { ModelOfTable, TableDescription } from '../verdicts/table-description.ts'
import { tableDescriptionOf } from '../verdicts/verdict-table-builder.ts'
import { loadSpecOrTable, variantNames } from './load-spec.ts'

/** What is in a file: a spec, with the names of its model and its variants, or a verdict table. */
export type Described =
  | { readonly kind: 'spec'; readonly file: string; readonly model: string; readonly variants: readonly string[] }
  | { readonly kind: 'table'; readonly file: string }

export async function describeFile(name: string): Promise<Described> {
  const loaded = await loadSpecOrTable(name)
  const { file } = loaded
  if ('table' in loaded) return { kind: 'table', file }
  return { kind: 'spec', file, model: descriptionOf(loaded.model).name, variants: variantNames(loaded) }
}

/** A table in which a model is named by the file of the spec that it is the model of; `name` is there for other models. */
export interface DescribedTable extends Omit<TableDescription, 'places' | 'mutants'> {
  readonly file: string
  readonly places: readonly (Omit<TableDescription['places'][number], 'spec'> & { readonly spec: ModelInTable })[]
  readonly mutants: readonly (Omit<TableDescription['mutants'][number], 'spec'> & { readonly spec: ModelInTable })[]
}

export interface ModelInTable {
  readonly name: string
  /** Among the specs that were named. */
  readonly file: string | undefined
}

/** Describes a table; `specs` are files that have been loaded before, without harm. */
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
