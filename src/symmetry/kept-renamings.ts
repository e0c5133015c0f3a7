import type { Machine } from '../machine/machine.ts'
import type { Layout } from '../state/layout.ts'
import type { CellNames } from './cell-names.ts'
import { PackedRenaming } from './packed-renaming.ts'
import type { Permutation } from './permutation.ts'
import { Renaming } from './renaming.ts'

/** The number of renamings that are kept, each of which has a table for each cell. */
const maxKept = 6000

/** The renamings of packed states under one layout, made when they are needed. */
export class KeptRenamings {
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly names: CellNames
  /** By the text of their permutations. */
  private readonly known = new Map<string, PackedRenaming>()

  constructor(machine: Machine, layout: Layout, names: CellNames) {
    this.machine = machine
    this.layout = layout
    this.names = names
  }

  by(permutation: Permutation): PackedRenaming {
    const key = String(permutation)
    let renaming = this.known.get(key)
    if (renaming === undefined) {
      renaming = new PackedRenaming(this.layout, this.names, new Renaming(this.machine, permutation))
      this.known.set(key, renaming)
    }
    return renaming
  }

  /** Forgets them all if there are too many; true if it did. */
  dropTooMany(): boolean {
    if (this.known.size < maxKept) return false
    this.known.clear()
    return true
  }
}
