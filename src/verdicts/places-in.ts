/**
 * The places of a table by cell, worked out once for each list of places: a large table has a thousand, and a comparison asks for
 * its cells again and again.
 */

import type { TablePlace } from './table-description.ts'

type PlacesByRow = ReadonlyMap<string, readonly TablePlace[]>

const byColumn = new WeakMap<readonly TablePlace[], ReadonlyMap<string, PlacesByRow>>()

/** The places in a cell, in the order of the table. */
export function placesIn(places: readonly TablePlace[], row: string, column: string): readonly TablePlace[] {
  const known = byColumn.get(places) ?? sortedByCell(places)
  byColumn.set(places, known)
  return known.get(column)?.get(row) ?? []
}

function sortedByCell(places: readonly TablePlace[]): ReadonlyMap<string, PlacesByRow> {
  const columns = new Map<string, Map<string, TablePlace[]>>()
  for (const place of places) {
    const rows = columns.get(place.column) ?? new Map<string, TablePlace[]>()
    columns.set(place.column, rows)
    const cell = rows.get(place.row) ?? []
    rows.set(place.row, cell)
    cell.push(place)
  }
  return columns
}
