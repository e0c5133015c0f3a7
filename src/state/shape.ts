/**
 * The shape of a model's states: which parts are walked, and which are cells.
 *
 * Records of always the same keys and arrays of always the same length are walked; every other place is one cell,
 * whatever it holds: a primitive, a list that grows, a value that is now null and now a record. A set is walked too:
 * it has a presence cell for each member met so far. Shapes only ever get coarser, or get another member, so
 * changes terminate.
 */

import type { Path } from '../base/plain.ts'
import { memberTexts } from '../language/set.ts'

export type Shape = CellShape | RecordShape | ArrayShape | SetShape

export interface CellShape {
  readonly kind: 'cell'
  readonly path: Path
}

export interface RecordShape {
  readonly kind: 'record'
  readonly path: Path
  readonly fields: ReadonlyMap<string, Shape>
}

export interface ArrayShape {
  readonly kind: 'array'
  readonly path: Path
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

/** The shape of `state` alone, `isSet` knowing the places of sets. */
export function shapeOf(value: unknown, path: Path, isSet: (path: Path) => boolean): Shape {
  if (isSet(path)) return mended({ kind: 'set', path, members: new Map() }, value)
  if (Array.isArray(value)) {
    if (value.length === 0) return { kind: 'cell', path }
    return { kind: 'array', path, items: value.map((item, i) => shapeOf(item, [...path, i], isSet)) }
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, part]) => [key, shapeOf(part, [...path, key], isSet)] as const)
    return { kind: 'record', path, fields: new Map(fields) }
  }
  return { kind: 'cell', path }
}

/** The finest shape as coarse as `shape` that `value` has too: `shape` itself where the value fits. */
export function mended(shape: Shape, value: unknown): Shape {
  switch (shape.kind) {
    case 'cell':
      return shape
    case 'record':
      return mendedRecord(shape, value)
    case 'array': {
      if (!isArrayOf(value, shape.items.length)) return { kind: 'cell', path: shape.path }
      const items = shape.items.map((item, i) => mended(item, value[i]))
      return items.every((item, i) => item === shape.items[i]) ? shape : { ...shape, items }
    }
    case 'set':
      return mendedSet(shape, value)
  }
}

function mendedRecord(shape: RecordShape, value: unknown): Shape {
  if (!isRecordOf(value, shape.fields)) return { kind: 'cell', path: shape.path }
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
  if (texts === undefined) return { kind: 'cell', path: shape.path }
  if (texts.every(text => shape.members.has(text))) return shape
  const all = [...new Set([...shape.members.keys(), ...texts])].sort()
  if (all.length > maxMembers) return { kind: 'cell', path: shape.path }
  const members = all.map(text => [text, shape.members.get(text) ?? memberCell(shape.path, text)] as const)
  return { ...shape, members: new Map(members) }
}

function memberCell(path: Path, text: string): CellShape {
  return { kind: 'cell', path: [...path, text] }
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
