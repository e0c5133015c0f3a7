import type { Machine } from '../machine/machine.ts'
import type { Permutation } from './permutation.ts'
import { Renaming } from './renaming.ts'

/** The number of renamings that are kept: of packed states, each has a table for each cell. */
const maxKept = 6000

/** Renamings in the form `R`, made when they are needed. */
export class KeptRenamings<R> {
  private readonly machine: Machine
  private readonly made: (renaming: Renaming) => R
  /** By the text of their permutations. */
  private readonly known = new Map<string, R>()

  constructor(machine: Machine, made: (renaming: Renaming) => R) {
    this.machine = machine
    this.made = made
  }

  by(permutation: Permutation): R {
    const key = String(permutation)
    let renaming = this.known.get(key)
    if (renaming === undefined) {
      renaming = this.made(new Renaming(this.machine, permutation))
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
