import type { Machine } from '../machine/machine.ts'
import type { Layout } from '../state/layout.ts'
import { CellNames } from './cell-names.ts'
import { PackedRenaming } from './packed-renaming.ts'
import { numberings } from './permutation.ts'
import { Renaming } from './renaming.ts'

/** All renamings of packed states under one layout. */
export class PackedOrbit {
  readonly layout: Layout
  /** All but the one that changes nothing. */
  readonly renamings: readonly PackedRenaming[]
  private readonly values: Int32Array

  constructor(machine: Machine, layout: Layout) {
    const names = new CellNames(machine)
    const all = machine.symmetries.map(({ count }) => [Array.from({ length: count }, (_, i) => [i])])
    this.layout = layout
    this.renamings = [...numberings(all)]
      .map(permutation => new Renaming(machine, permutation))
      .filter(renaming => !renaming.isIdentity)
      .map(renaming => new PackedRenaming(layout, names, renaming))
    this.values = new Int32Array(layout.cells.length)
  }

  /** Packs a state under other names; false if that needs another layout. */
  pack(renaming: PackedRenaming, words: Int32Array, at: number, into: Int32Array): boolean {
    const { values } = this
    values.fill(0)
    if (!renaming.rename(words, at, values)) return false
    const { cells } = this.layout
    into.fill(0)
    for (let i = 0; i < cells.length; i++) {
      const { word, shift, mask } = cells[i]!
      const value = values[i]!
      if ((value & mask) !== value) return false
      into[word]! |= value << shift
    }
    return true
  }
}
