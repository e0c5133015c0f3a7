/** Conversion between states as authors see them and packed words. */

import { memberTexts } from '../language/set.ts'
import type { State } from '../machine/machine.ts'
import { type Layout, type Place, valueIn } from './layout.ts'
import { isArrayOf, isHeld, isRecordOf } from './shape.ts'

/** Returns the number of a cell's value. */
export type ReadCell = (cell: number) => number

/** Reads the cells of the packed state at `at`. */
export function cellReader(layout: Layout, words: Int32Array, at: number): ReadCell {
  return cell => valueIn(layout.cells[cell]!, words, at)
}

/** The state that has these cells: fresh objects, all frozen. */
export function decodeState(layout: Layout, read: ReadCell): State {
  return decode(layout, layout.root, read) as State
}

/** The part of a state that lies at a place. */
export function decode(layout: Layout, place: Place, read: ReadCell): unknown {
  switch (place.kind) {
    case 'cell':
      return layout.cells[place.cell]!.table.values[read(place.cell)]
    case 'record': {
      const record: Record<string, unknown> = {}
      for (const [key, field] of place.fields) put(record, key, decode(layout, field, read))
      return Object.freeze(record)
    }
    case 'array':
      return Object.freeze(place.items.map(item => decode(layout, item, read)))
    case 'set': {
      const members: unknown[] = []
      for (const [cell, value] of place.values) if (read(cell) === 1) members.push(value)
      return Object.freeze(members)
    }
  }
}

/** Reads the cells of `value`, which must have the shape of `place`; false if it does not. */
export function encode(place: Place, value: unknown, write: (cell: number, value: unknown) => void): boolean {
  switch (place.kind) {
    case 'cell':
      if (!isHeld(place.holds, value)) return false
      write(place.cell, value)
      return true
    case 'record': {
      if (!isRecordOf(value, place.fields)) return false
      for (const [key, field] of place.fields) if (!encode(field, value[key], write)) return false
      return true
    }
    case 'array':
      return isArrayOf(value, place.items.length) && place.items.every((item, i) => encode(item, value[i], write))
    case 'set': {
      const texts = memberTexts(value)
      if (texts === undefined || !texts.every(text => place.members.has(text))) return false
      const present = new Set(texts)
      for (const [text, cell] of place.members) write(cell, present.has(text))
      return true
    }
  }
}

function put(record: Record<string, unknown>, key: string, value: unknown): void {
  // Plain assignment to this one key would set the prototype.
  if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, writable: true })
  else record[key] = value
}
