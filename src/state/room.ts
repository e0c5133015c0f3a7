/**
 * How much room layouts leave, so that they rarely change, however much the tables of cells grow.
 *
 * A layout that has become too narrow is replaced by one with spare bits in every cell: one, and another one for each
 * time that this happens again before there are twice as many states. So between two doublings of the states the layout
 * changes about as often as the largest table has bits, at most, however many cells grow, in turn or together. Where
 * states are many, bits are dear: then only kinds of cells that have become too narrow more than once have bits to spare,
 * unless it happens often, and a layout that has lasted while the states doubled is tightened.
 */

import type { Path } from '../base/plain.ts'
import { asKindNeeds, asNeeded, bitsFor, kindOf, type WidthOf } from './width.ts'

export class Room {
  private readonly roomyStates: number
  /** Changes since the states last doubled between two. */
  private changes = 0
  private states = 0
  private lastNarrow = 0
  private lastTightened = 0
  /** The number of times that cells of a kind have become too narrow. */
  private readonly timesNarrow = new Map<string, number>()

  /** Up to `roomyStates` states, room costs almost nothing. */
  constructor(roomyStates: number) {
    this.roomyStates = roomyStates
  }

  /** Called when cells turn out too narrow, with this many states stored. */
  becameNarrow(states: number, cells: readonly { readonly path: Path }[]): void {
    for (const kind of new Set(cells.map(({ path }) => kindOf(path))))
      this.timesNarrow.set(kind, (this.timesNarrow.get(kind) ?? 0) + 1)
    this.changes = states < 2 * this.lastNarrow + fewStates ? this.changes + 1 : 1
    this.lastNarrow = states
    this.states = states
  }

  /** The bits of a cell, with some to spare. */
  readonly withSpare: WidthOf = ({ path, valuesOfKind }) => Math.min(32, bitsFor(valuesOfKind) + this.spareBitsOf(path))

  private spareBitsOf(path: Path): number {
    if (this.states < this.roomyStates) return Math.max(1, this.changes)
    return Math.max(0, (this.timesNarrow.get(kindOf(path)) ?? 0) - 1, this.changes - toleratedChanges)
  }

  /**
   * The bits of cells in a layout to go over to if it takes fewer words; undefined where there is no reason to look. What
   * was tightened too much before is not tightened that much again.
   */
  tighter(states: number): WidthOf | undefined {
    const { roomyStates, lastTightened, lastNarrow } = this
    if (states < roomyStates || lastTightened > lastNarrow || states < 2 * lastNarrow) return undefined
    this.lastTightened = states
    return lastTightened === 0 ? asNeeded : asKindNeeds
  }
}

/** With this few states, the values so far say little about later ones. */
const fewStates = 16

/** As many changes in a row do not show that many kinds of cells are growing in turn. */
const toleratedChanges = 4
