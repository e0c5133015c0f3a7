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
    for (let i = 0; i < cells.length; i++) if (!this.put(i, valueIn(cells[i]!, words, at), into)) return false
    return true
  }

  /** Whether the renamed state is the state itself. */
  fixes(words: Int32Array, at: number): boolean {
    const { cells } = this.layout
    for (let i = 0; i < cells.length; i++) {
      const value = valueIn(cells[i]!, words, at)
      const target = this.targets[i]!
      if (target === unknown ? value !== 0 : valueIn(cells[target]!, words, at) !== this.valueOf(i, value)) return false
    }
    return true
  }

  /** The numbers of the values of all cells of the renamed state, of a state given by those; undefined if it needs a cell that does not exist. */
  valuesOf(values: ArrayLike<number>): Int32Array | undefined {
    const renamed = new Int32Array(values.length)
    for (let i = 0; i < values.length; i++) if (!this.put(i, values[i]!, renamed)) return undefined
    return renamed
  }

  private put(cell: number, value: number, into: Int32Array): boolean {
    const target = this.targets[cell]!
    // An absent member needs no cell.
    if (target === unknown) return this.layout.cells[cell]!.isMember && value === 0
    into[target] = this.valueOf(cell, value)
    return true
  }

  /** Where a cell goes; undefined if there is no such cell. */
  targetOf(cell: number): number | undefined {
    const target = this.targets[cell]
    return target === unknown ? undefined : target
  }

  /** The number that a value of a cell, which has a target, has there. */
  valueOf(cell: number, value: number): number {
    const known = this.values[cell]![value]
    if (known !== undefined) return known
    const renamed = this.numberOf(cell, value, this.targets[cell]!)
    this.values[cell]![value] = renamed
    return renamed
  }

  private numberOf(from: number, value: number, target: number): number {
    const [cell, to] = [this.layout.cells[from]!, this.layout.cells[target]!]
    return to.table.intern(this.names.renamedValue(cell, cell.table.values[value], this.renaming, to))
  }
}
