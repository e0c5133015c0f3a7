/**
 * Where each cell of a state lies in its packed words.
 *
 *   word 0   [ cell 4 ....][ cell 0 ..][ cell 7 .]        each cell holds the number of its value in the
 *   word 1   [ cell 1 .......][ cell 2 .....]   free      cell's table, in just enough bits; bits that belong
 *                                                         to no cell are 0
 *
 * No cell straddles two words. A cell with only one value needs no bits, but the free bits of a word are shared
 * among its cells, so that most can grow in place. A layout never changes: if a table outgrows its bits, or a shape
 * changes, a new layout replaces it and the stored states are converted.
 */

import { freeze } from 'immer'
import { InternalError } from '../base/errors.ts'
import type { Path } from '../base/plain.ts'
import type { CellShape, Held, Shape } from './shape.ts'
import { ValueTable } from './value-table.ts'
import { asNeeded, bitsFor, kindOf, type WidthOf } from './width.ts'

export interface Cell {
  readonly index: number
  readonly path: Path
  /** Whether this is the presence of a set's member: its values are false and true. */
  readonly isMember: boolean
  /** What all its values are. */
  readonly holds: Held
  readonly table: ValueTable
  readonly word: number
  readonly shift: number
  readonly bits: number
  /** `bits` ones, at the right end. */
  readonly mask: number
}

/** The number of the value that a cell has in the packed state that begins at `at`. */
export function valueIn({ word, shift, mask }: Cell, words: Int32Array, at: number): number {
  return (words[at + word]! >>> shift) & mask
}

/** A shape with the cells of a layout: how the cells of a part of the state are found. */
export type Place =
  | { readonly kind: 'cell'; readonly path: Path; readonly cell: number; readonly holds: Held }
  | { readonly kind: 'record'; readonly path: Path; readonly fields: ReadonlyMap<string, Place> }
  | { readonly kind: 'array'; readonly path: Path; readonly items: readonly Place[] }
  | {
      readonly kind: 'set'
      readonly path: Path
      readonly members: ReadonlyMap<string, number>
      /** The members themselves, frozen, by the cells of their presence. */
      readonly values: ReadonlyMap<number, unknown>
    }

/** A part that is one cell. */
export type CellPlace = Extract<Place, { kind: 'cell' }>

/** A set, each member of which is a cell of its own. */
export type SetPlace = Extract<Place, { kind: 'set' }>

export interface Layout {
  readonly shape: Shape
  readonly root: Place
  readonly cells: readonly Cell[]
  /** Words of a packed state; at least 1. */
  readonly sizeWords: number
}

const wordBits = 32

/**
 * Lays the cells of `shape` out. Those that are among the cells `before` keep their tables; if all of these are cells of the
 * shape, they keep their numbers, too, and new ones come after them.
 */
export function layOut(shape: Shape, before: readonly Cell[] = [], widthOf: WidthOf = asNeeded): Layout {
  const known = new Map(before.map(cell => [keyOf(cell.path, cell.isMember), cell]))
  const wanted = cellsOf(shape)
  const isGrown = wanted.filter(cell => known.has(keyOf(cell.path, cell.isMember))).length === before.length
  const drafts: UnplacedCell[] = isGrown ? [...before] : []
  const root = placeOf(shape, ({ path, holds }, isMember) => {
    const old = known.get(keyOf(path, isMember))
    const draft = { path, isMember, holds, table: old?.table ?? newTable(isMember) }
    if (!isGrown || old === undefined) return drafts.push(draft) - 1
    drafts[old.index] = draft
    return old.index
  })
  const widths = widthsOf(drafts, widthOf)
  const canGrow = drafts.map(({ isMember }) => !isMember)
  const { slots, sizeWords } = packBits(widths, canGrow)
  const cells = drafts.map((draft, index): Cell => {
    const { word, shift, bits } = slots[index] as Slot
    return { index, ...draft, word, shift, bits, mask: bits === 0 ? 0 : -1 >>> (wordBits - bits) }
  })
  return { shape, root, cells, sizeWords }
}

function newTable(isMember: boolean): ValueTable {
  const table = new ValueTable()
  if (isMember) for (const isPresent of [false, true]) table.intern(isPresent)
  return table
}

/** Names a cell in layouts that follow each other. */
export function keyOf(path: Path, isMember: boolean): string {
  return JSON.stringify([isMember, path])
}

type UnplacedCell = Pick<Cell, 'path' | 'isMember' | 'holds' | 'table'>

function widthsOf(cells: readonly UnplacedCell[], widthOf: WidthOf): number[] {
  const kinds = cells.map(({ path }) => kindOf(path))
  const most = new Map<string, number>()
  cells.forEach(({ table }, i) => {
    const kind = kinds[i] as string
    most.set(kind, Math.max(table.size, most.get(kind) ?? 0))
  })
  return cells.map(({ isMember, table, path }, i) => {
    const contents = { path, values: table.size, valuesOfKind: most.get(kinds[i] as string) as number }
    return (isMember ? asNeeded : widthOf)(contents)
  })
}

/** The same cells, with room for the values that their tables have by now. */
export function widened({ shape, cells }: Layout, widthOf?: WidthOf): Layout {
  return layOut(shape, cells, widthOf)
}

/** The cells whose tables have outgrown their bits. */
export function narrowCells({ cells }: Layout): Cell[] {
  return cells.filter(({ table, bits }) => bits < bitsFor(table.size))
}

/** Whether every table still fits the bits of its cell. */
export function isWideEnough(layout: Layout): boolean {
  return layout.cells.every(({ table, bits }) => bits >= bitsFor(table.size))
}

/** All cells under a place. */
export function cellsUnder(place: Place, found: number[] = []): number[] {
  switch (place.kind) {
    case 'cell':
      found.push(place.cell)
      break
    case 'record':
      for (const field of place.fields.values()) cellsUnder(field, found)
      break
    case 'array':
      for (const item of place.items) cellsUnder(item, found)
      break
    case 'set':
      found.push(...place.members.values())
  }
  return found
}

/** All sets under a place. */
export function setsUnder(place: Place): readonly SetPlace[] {
  switch (place.kind) {
    case 'cell':
      return []
    case 'record':
      return [...place.fields.values()].flatMap(setsUnder)
    case 'array':
      return place.items.flatMap(setsUnder)
    case 'set':
      return [place]
  }
}

/** The place at `path`, or undefined where the path ends outside the shape or inside a cell. */
export function placeAt(root: Place, path: Path): Place | undefined {
  let place: Place | undefined = root
  for (const key of path) {
    if (place?.kind === 'record') place = place.fields.get(String(key))
    else if (place?.kind === 'array') place = place.items[Number(key)]
    else return undefined
  }
  return place
}

function cellsOf(shape: Shape): Pick<Cell, 'path' | 'isMember'>[] {
  const found: Pick<Cell, 'path' | 'isMember'>[] = []
  placeOf(shape, ({ path }, isMember) => found.push({ path, isMember }))
  return found
}

function placeOf(shape: Shape, number: (cell: CellShape, isMember: boolean) => number): Place {
  switch (shape.kind) {
    case 'cell':
      return { kind: 'cell', path: shape.path, cell: number(shape, false), holds: shape.holds }
    case 'record': {
      const fields = [...shape.fields].map(([key, field]) => [key, placeOf(field, number)] as const)
      return { kind: 'record', path: shape.path, fields: new Map(fields) }
    }
    case 'array':
      return { kind: 'array', path: shape.path, items: shape.items.map(item => placeOf(item, number)) }
    case 'set': {
      const members = [...shape.members].map(([text, cell]) => [text, number(cell, true)] as const)
      const values = members.map(([text, cell]) => [cell, freeze(JSON.parse(text), true)] as const)
      return { kind: 'set', path: shape.path, members: new Map(members), values: new Map(values) }
    }
  }
}

interface Slot {
  readonly word: number
  readonly shift: number
  readonly bits: number
}

/** Packs the widest first, each into the first word that has room: few words, and deterministic. */
function packBits(
  widths: readonly number[],
  canGrow: readonly boolean[],
): { slots: readonly Slot[]; sizeWords: number } {
  const words: number[][] = [[]]
  const used: number[] = [0]
  const order = widths.map((_, i) => i).sort((a, b) => (widths[b] as number) - (widths[a] as number) || a - b)
  for (const i of order) {
    const bits = widths[i] as number
    if (bits > wordBits) throw new InternalError('a cell with more values than a word can number')
    let word = used.findIndex(taken => taken + bits <= wordBits)
    if (word < 0) word = used.push(0) - 1
    used[word] = (used[word] as number) + bits
    words[word] = [...(words[word] ?? []), i]
  }
  const slots: Slot[] = []
  words.forEach((cells, word) => {
    const bits = shareOut(cells, wordBits - (used[word] as number), widths, canGrow)
    let shift = 0
    cells.forEach((cell, i) => {
      const own = bits[i] as number
      slots[cell] = { word, shift: own === 0 ? 0 : shift, bits: own }
      shift += own
    })
  })
  return { slots, sizeWords: used.length }
}

/** The widths of the cells of one word when they share the bits that are left, in turn. */
function shareOut(
  cells: readonly number[],
  spare: number,
  widths: readonly number[],
  canGrow: readonly boolean[],
): number[] {
  const bits = cells.map(cell => widths[cell] as number)
  const growing = cells.flatMap((cell, i) => (canGrow[cell] ? [i] : []))
  for (let rest = spare, turn = 0; rest > 0 && growing.length > 0; rest--, turn++) {
    const i = growing[turn % growing.length] as number
    bits[i] = (bits[i] as number) + 1
  }
  return bits
}
