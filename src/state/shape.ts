/**
 * The shape of a model's states: which parts are split, and which are cells.
 *
 * Records whose keys never change and arrays whose length never changes are split into their parts; every other place is one cell,
 * whatever it holds: a primitive, a list that grows, a dictionary, a value that is now null and now a record. A cell that has only
 * held lists, or only dictionaries, is marked as such. A set is split too: it has a presence cell for each member met so far. Shapes only ever get coarser, or get another member, so
 * changes terminate.
 */

import type { Path } from '../base/plain.ts'
import { memberTexts } from '../language/set.ts'

export type Shape = CellShape | RecordShape | ArrayShape | SetShape

/**
 * What every value of a cell is. The edits that a step makes can be followed in lists and records without sets in them, since sets are
 * settled by their places.
 */
export type Held = 'lists' | 'records' | 'anything'

/** Whether a value is one that such a cell may have, as far as that goes without looking into it. */
export function isHeld(holds: Held, value: unknown): boolean {
  if (holds === 'anything') return true
  return typeof value === 'object' && value !== null && Array.isArray(value) === (holds === 'lists')
}

export interface CellShape {
  readonly kind: 'cell'
  readonly path: Path
  readonly holds: Held
}

export interface RecordShape {
  readonly kind: 'record'
  readonly path: Path
  /** Whether it contains a set. */
  readonly holdsSets: boolean
  readonly fields: ReadonlyMap<string, Shape>
}

export interface ArrayShape {
  readonly kind: 'array'
  readonly path: Path
  /** Whether it contains a set. */
  readonly holdsSets: boolean
  readonly items: readonly Shape[]
}

export interface SetShape {
  readonly kind: 'set'
  readonly path: Path
  /** A cell for each member met so far, by canonical text, in the order of the texts. */
  readonly members: ReadonlyMap<string, CellShape>
}

/** With more members than this, a set is better stored as one cell. */
const maxMembers = 256

/** The shape of `state` alone; `sets` are the places of sets. */
export function shapeOf(state: unknown, sets: readonly Path[]): Shape {
  return partShape(state, [], sets)
}

/** `setsWithin` are the places of sets at or under `path`. */
function partShape(value: unknown, path: Path, setsWithin: readonly Path[]): Shape {
  if (setsWithin.some(set => set.length === path.length))
    return mended({ kind: 'set', path, members: new Map() }, value)
  const holdsSets = setsWithin.length > 0
  const part = (item: unknown, key: string | number) =>
    partShape(
      item,
      [...path, key],
      holdsSets ? setsWithin.filter(set => String(set[path.length]) === String(key)) : setsWithin,
    )
  if (Array.isArray(value)) {
    if (value.length === 0) return cellAt(path, holdsSets ? 'anything' : 'lists')
    return { kind: 'array', path, holdsSets, items: value.map(part) }
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, item]) => [key, part(item, key)] as const)
    return { kind: 'record', path, holdsSets, fields: new Map(fields) }
  }
  return cellAt(path)
}

function cellAt(path: Path, holds: Held = 'anything'): CellShape {
  return { kind: 'cell', path, holds }
}

/** The cell that a place becomes whose parts change; `value` is what it holds now. */
function cellOf({ path, holdsSets }: ArrayShape | RecordShape, holds: Held, value: unknown): CellShape {
  return cellAt(path, !holdsSets && isHeld(holds, value) ? holds : 'anything')
}

/** The finest shape as coarse as `shape` that `value` has too: `shape` itself where the value fits. */
export function mended(shape: Shape, value: unknown): Shape {
  switch (shape.kind) {
    case 'cell':
      return isHeld(shape.holds, value) ? shape : cellAt(shape.path)
    case 'record':
      return mendedRecord(shape, value)
    case 'array': {
      if (!isArrayOf(value, shape.items.length)) return cellOf(shape, 'lists', value)
      const items = shape.items.map((item, i) => mended(item, value[i]))
      return items.every((item, i) => item === shape.items[i]) ? shape : { ...shape, items }
    }
    case 'set':
      return mendedSet(shape, value)
  }
}

function mendedRecord(shape: RecordShape, value: unknown): Shape {
  if (!isRecordOf(value, shape.fields)) return cellOf(shape, 'records', value)
  const fields = new Map<string, Shape>()
  let isSame = true
  for (const [key, field] of shape.fields) {
    const part = mended(field, value[key])
    if (part !== field) isSame = false
    fields.set(key, part)
  }
  return isSame ? shape : { ...shape, fields }
}

function mendedSet(shape: SetShape, value: unknown): Shape {
  const texts = memberTexts(value)
  if (texts === undefined) return cellAt(shape.path)
  if (texts.every(text => shape.members.has(text))) return shape
  const all = [...new Set([...shape.members.keys(), ...texts])].sort()
  if (all.length > maxMembers) return cellAt(shape.path)
  const members = all.map(text => [text, shape.members.get(text) ?? memberCell(shape.path, text)] as const)
  return { ...shape, members: new Map(members) }
}

function memberCell(path: Path, text: string): CellShape {
  return cellAt([...path, text])
}

export function isArrayOf(value: unknown, length: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length === length
}

export function isRecordOf(
  value: unknown,
  fields: ReadonlyMap<string, unknown>,
): value is { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const keys = Object.keys(value)
  return keys.length === fields.size && keys.every(key => fields.has(key))
}
