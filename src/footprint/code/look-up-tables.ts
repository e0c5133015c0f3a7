/**
 * Tables in the memory of a store, in which generated code looks up what operators make of lists, the answers to questions about
 * them, and where the values of a cell with many values lead.
 *
 *   table    [ result + 1 | 0 | result + 1 | ... ]    by the number of a value; 0 where it is not known yet
 *
 * A table has an entry for every number that fits the bits of its cell, up to a limit. Code that finds none calls {@link resolve}, which
 * works it out and fills it in.
 */

import type { Cell } from '../../state/layout.ts'
import type { LinearStore } from '../../state/linear-store.ts'
import { type LookUp, Operator } from '../../state/list-look-ups.ts'
import { type ByteAddress, wordsOf } from '../../state/units.ts'

/** Tables are no larger: higher numbers are left to the trees. */
export const maxTableBits = 18

interface LookUpTable {
  readonly lookUp: LookUp
  readonly at: ByteAddress
  /** The values that the cell has in this store. */
  readonly cell: Cell
}

/** A table as code refers to it. */
export interface TableReference {
  readonly number: number
  readonly at: ByteAddress
}

/** The tables of one store. They are filled in as results are needed. */
export class LookUpTables {
  private readonly store: LinearStore
  private readonly tables: LookUpTable[] = []
  private readonly numbers = new Map<LookUp, number>()
  private branches: { readonly at: ByteAddress; readonly bytes: number }[] = []

  constructor(store: LinearStore) {
    this.store = store
  }

  /** The table of a function of the values of a cell. */
  of(lookUp: LookUp, cell: Cell): TableReference {
    let number = this.numbers.get(lookUp)
    if (number === undefined) {
      const at = this.store.heap.allocate(4 * 2 ** Math.min(cell.bits, maxTableBits))
      number = this.tables.push({ lookUp, at, cell }) - 1
      this.numbers.set(lookUp, number)
    }
    return { number, at: (this.tables[number] as LookUpTable).at }
  }

  /** A table of branches by the number of a value, plus one; 0 where there is none. Valid until {@link dropBranches}. */
  ofBranches(branches: Int32Array): ByteAddress {
    const bytes = 4 * branches.length
    const at = this.store.heap.allocate(bytes)
    this.store.words.set(branches, wordsOf(at))
    this.branches.push({ at, bytes })
    return at
  }

  /** Frees the first `since` tables of branches. */
  dropBranches(since: number): void {
    for (const { at, bytes } of this.branches.splice(0, since)) this.store.heap.free(at, bytes)
  }

  get branchTables(): number {
    return this.branches.length
  }

  /** The result for a value, plus one; 0 where it is not known, or the layout has no room for it. */
  readonly resolve = (number: number, value: number): number => {
    const { lookUp, at, cell } = this.tables[number] as LookUpTable
    const result = lookUp.of(value)
    if (result < 0 || (lookUp instanceof Operator && (result & cell.mask) !== result)) return 0
    this.store.words[wordsOf(at) + value] = result + 1
    return result + 1
  }
}
