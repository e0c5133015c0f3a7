/**
 * Unpacks states for claims, faster than `decode` in codec.ts, and with the same result. Most states differ from others that were
 * unpacked before in one record, so small records are kept by the numbers of their values, and shared by all states that have them.
 */

import type { State } from '../machine/machine.ts'
import { decode, type ReadCell } from './codec.ts'
import type { Cell, Layout, Place } from './layout.ts'

type Unpack = (read: ReadCell) => unknown

/** Records are kept if the bits of their cells are no more than this. */
const maxKeptBits = 12

const unpackers = new WeakMap<Layout, Unpack>()

/** The state that has these cells, all frozen. */
export function unpackState(layout: Layout, read: ReadCell): State {
  let unpack = unpackers.get(layout)
  if (unpack === undefined) {
    unpack = unpackerOf(layout, layout.root)
    unpackers.set(layout, unpack)
  }
  return unpack(read) as State
}

function unpackerOf(layout: Layout, place: Place): Unpack {
  switch (place.kind) {
    case 'cell': {
      const { table } = layout.cells[place.cell] as Cell
      return read => table.values[read(place.cell)]
    }
    case 'set':
      return read => decode(layout, place, read)
    case 'array': {
      const items = place.items.map(item => unpackerOf(layout, item))
      return read => Object.freeze(unpackedBy(items, read))
    }
    case 'record':
      return keptOf(layout, place) ?? recordOf(layout, place)
  }
}

/** The same as with `map`, in a fifth of its time. */
function unpackedBy(items: readonly Unpack[], read: ReadCell): unknown[] {
  const list = new Array<unknown>(items.length)
  for (let i = 0; i < items.length; i++) list[i] = items[i]!(read)
  return list
}

type PlaceOfRecord = Extract<Place, { readonly kind: 'record' }>

function recordOf(layout: Layout, place: PlaceOfRecord): Unpack {
  if (place.fields.has('__proto__')) return read => decode(layout, place, read)
  const fields = [...place.fields].map(([key, field]) => ({ key, unpack: unpackerOf(layout, field) }))
  return read => {
    const record: Record<string, unknown> = {}
    for (const { key, unpack } of fields) record[key] = unpack(read)
    return Object.freeze(record)
  }
}

/** Keeps the records that it has made; undefined if there could be too many. */
function keptOf(layout: Layout, place: PlaceOfRecord): Unpack | undefined {
  const cells: Cell[] = []
  for (const field of place.fields.values()) {
    if (field.kind !== 'cell') return undefined
    cells.push(layout.cells[field.cell] as Cell)
  }
  if (cells.reduce((sum, { bits }) => sum + bits, 0) > maxKeptBits) return undefined
  const make = recordOf(layout, place)
  const kept: unknown[] = []
  return read => {
    let key = 0
    for (const { index, bits, mask } of cells) {
      const value = read(index)
      // A value that the layout has no room for yet.
      if (value > mask) return make(read)
      key = (key << bits) | value
    }
    kept[key] ??= make(read)
    return kept[key]
  }
}
