/** Sets of cells of one layout, and the places in a state that they lie at, which outlive the layout. */

import type { Path } from '../base/plain.ts'
import type { Layout } from '../state/layout.ts'

/** By the number of a cell, 1 if it is in the set. */
export type CellSet = Uint8Array

/** Places in a state, by their texts. The empty path is the whole of it. */
export type Places = ReadonlyMap<string, Path>

/** Adds a place; says whether it was new. */
export function keepPlace(places: Map<string, Path>, place: Path): boolean {
  const key = JSON.stringify(place)
  const isNew = !places.has(key)
  places.set(key, place)
  return isNew
}

/** By the text of a place, the numbers of the cells there, for the cells of a shape. */
const numbersOf = new WeakMap<Layout['shape'], Map<string, readonly number[]>>()

/** The cells at, under or around some places. */
export function cellsAt(layout: Layout, places: Iterable<Path>): CellSet {
  const found = new Uint8Array(layout.cells.length)
  for (const place of places) for (const cell of cellsAtPlace(layout, place)) found[cell] = 1
  return found
}

function cellsAtPlace({ shape, cells }: Layout, place: Path): readonly number[] {
  const known = numbersOf.get(shape) ?? new Map<string, readonly number[]>()
  numbersOf.set(shape, known)
  const key = JSON.stringify(place)
  const numbers =
    known.get(key) ??
    cells.filter(({ path }) => isPrefix(place, path) || isPrefix(path, place)).map(({ index }) => index)
  known.set(key, numbers)
  return numbers
}

function isPrefix(a: Path, b: Path): boolean {
  return a.length <= b.length && a.every((key, i) => key === b[i])
}

/** The places of the cells in a set. */
export function placesOf({ cells }: Layout, set: CellSet): Path[] {
  return cells.filter((_, i) => set[i] === 1).map(({ path }) => path)
}

/** Whether two sets have a cell in common. */
export function meet(a: CellSet, b: CellSet): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] === 1 && b[i] === 1) return true
  return false
}

/** Adds the cells of `more` to a set. */
export function addCells(set: CellSet, more: CellSet): void {
  for (let i = 0; i < more.length; i++) if (more[i] === 1) set[i] = 1
}
