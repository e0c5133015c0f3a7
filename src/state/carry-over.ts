/** Converts stored states from one layout to the next. */

import { InternalError } from '../base/errors.ts'
import { cellReader, decode, encode } from './codec.ts'
import { type Cell, keyOf, type Layout, layOut, type Place, placeAt } from './layout.ts'
import type { Shape } from './shape.ts'
import type { StateStore } from './state-store.ts'

/** A layout for a changed shape, in which shared cells keep their tables. */
export function relaidOut(layout: Layout, shape: Shape): Layout {
  return layOut(shape, layout.cells)
}

/** How states get from one layout into another. */
export interface Carry {
  /** Bits that keep their values. */
  readonly moves: readonly BitMove[]
  /** Cells that take the combined value of several. */
  readonly joins: readonly Join[]
}

/** Bits that go from one word to another by the same shift, to the left or to the right. */
export interface BitMove {
  readonly fromWord: number
  readonly toWord: number
  readonly mask: number
  readonly left: number
  readonly right: number
}

interface Join {
  readonly place: Place
  readonly to: Cell
}

/**
 * How to convert states. Cells in both layouts are moved as numbers; a cell that replaces several takes their combined value.
 * Every state is a state of the new shape, since shapes only get coarser or get members that no stored state has. The
 * tables of the new layout may get new values in the process, so the new layout must be widened first;
 * {@link carryTables} does that.
 */
export function carryFrom(old: Layout, layout: Layout): Carry {
  const cells = new Map(old.cells.map(cell => [keyOf(cell.path, cell.isMember), cell]))
  const cellMoves: { a: Cell; b: Cell }[] = []
  const joins: Join[] = []
  for (const to of layout.cells) {
    const from = cells.get(keyOf(to.path, to.isMember))
    const place = placeAt(old.root, to.path)
    if (from !== undefined) {
      // A cell of one value has no bits to move.
      if (from.bits > 0 && to.bits > 0) cellMoves.push({ a: from, b: to })
    } else if (!to.isMember && place !== undefined) joins.push({ place, to })
    else if (!to.isMember) throw new InternalError('a cell that no part of the old shape became')
    // A new member is in no stored set: its bits stay 0.
  }
  return { moves: grouped(cellMoves), joins }
}

/** Combines cells that move by the same shift. */
function grouped(cells: readonly { readonly a: Cell; readonly b: Cell }[]): BitMove[] {
  const moves = new Map<string, BitMove>()
  for (const { a, b } of cells) {
    const by = b.shift - a.shift
    const key = `${a.word} ${b.word} ${by}`
    const mask = (moves.get(key)?.mask ?? 0) | (a.mask << a.shift)
    moves.set(key, { fromWord: a.word, toWord: b.word, mask, left: Math.max(0, by), right: Math.max(0, -by) })
  }
  return [...moves.values()]
}

/** Enters the values that stored states will have in cells that are joined from several, before bits are assigned. */
export function carryTables(old: Layout, layout: Layout, store: StateStore): void {
  const known = new Set(old.cells.map(cell => keyOf(cell.path, cell.isMember)))
  const joins = layout.cells.filter(cell => !cell.isMember && !known.has(keyOf(cell.path, false)))
  if (joins.length === 0) return
  for (let id = 0; id < store.count; id++) {
    const read = cellReader(old, store.chunkOf(id), store.offsetOf(id))
    for (const cell of joins) cell.table.intern(decode(old, placeAt(old.root, cell.path) as Place, read))
  }
}

/** Puts the states of `store` into `next`, which is empty, in the same order, packed by the new layout. */
export function carryAll(store: StateStore, old: Layout, { moves, joins }: Carry, next: StateStore): void {
  next.fill(store.count, (id, words, at) => {
    const from = store.chunkOf(id)
    const fromAt = store.offsetOf(id)
    for (let i = 0; i < next.sizeWords; i++) words[at + i] = 0
    for (let i = 0; i < moves.length; i++) {
      const { fromWord, toWord, mask, left, right } = moves[i]!
      words[at + toWord]! |= ((from[fromAt + fromWord]! & mask) << left) >>> right
    }
    if (joins.length === 0) return
    const read = cellReader(old, from, fromAt)
    for (const { place, to } of joins) words[at + to.word]! |= to.table.intern(decode(old, place, read)) << to.shift
  })
}

/** Packs a state that has the shape of the layout; undefined where it has not. New values are entered in the tables. */
export function packState(layout: Layout, state: unknown): Int32Array | undefined {
  const values = cellValues(layout, state)
  if (values === undefined) return undefined
  const words = new Int32Array(layout.sizeWords)
  for (const { index, word, shift } of layout.cells) words[word]! |= (values[index] as number) << shift
  return words
}

/** The number of the value of each cell, assigning new ones; undefined if the state has another shape. */
export function cellValues(layout: Layout, state: unknown): number[] | undefined {
  const values: number[] = []
  const fits = encode(layout.root, state, (cell, value) => {
    values[cell] = layout.cells[cell]!.table.intern(value)
  })
  return fits ? values : undefined
}
