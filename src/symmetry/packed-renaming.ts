import { type Layout, valueIn } from '../state/layout.ts'
import type { CellNames } from './cell-names.ts'
import type { Renaming } from './renaming.ts'

const unknown = -1

/** A renaming of packed states under one layout: the target of each cell, and of each of its values. */
export class PackedRenaming {
  readonly renaming: Renaming
  private readonly layout: Layout
  private readonly names: CellNames
  /** By cell, the target cell; -1 if there is none. */
  private readonly targets: Int32Array
  /** By cell and value number, the number in the target cell. */
  private readonly values: number[][]

  constructor(layout: Layout, names: CellNames, renaming: Renaming) {
    this.layout = layout
    this.names = names
    this.renaming = renaming
    const byKey = new Map(layout.cells.map(cell => [names.keyOf(cell), cell.index]))
    this.targets = Int32Array.from(layout.cells, cell => byKey.get(names.renamedKey(cell, renaming)) ?? unknown)
    this.values = layout.cells.map(() => [])
  }

  /** Fills in the numbers of the values of all cells of the renamed state. False if it needs a cell that does not exist. */
  rename(words: Int32Array, at: number, into: Int32Array): boolean {
    const { cells } = this.layout
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!
      const value = valueIn(cell, words, at)
      const target = this.targets[i]!
      if (target === unknown) {
        // An absent member needs no cell.
        if (cell.isMember && value === 0) continue
        return false
      }
      let renamed = this.values[i]![value]
      if (renamed === undefined) {
        renamed = this.numberOf(i, value, target)
        this.values[i]![value] = renamed
      }
      into[target] = renamed
    }
    return true
  }

  private numberOf(from: number, value: number, target: number): number {
    const [cell, to] = [this.layout.cells[from]!, this.layout.cells[target]!]
    return to.table.intern(this.names.renamedValue(cell, cell.table.values[value], this.renaming, to))
  }
}
