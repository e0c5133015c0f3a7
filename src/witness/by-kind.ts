/** Values of cells that are counterparts of each other: in other instances of a process, or at other places of a list. */

import { canonical } from '../base/plain.ts'
import type { Cell } from '../state/layout.ts'

/** Sets of values, one for all cells of a kind. */
export class ByKind<T> {
  private readonly kinds: readonly string[]
  private readonly known = new Map<string, Set<T>>()

  constructor(cells: readonly Cell[]) {
    this.kinds = cells.map(kindOf)
  }

  add(cell: number, value: T): void {
    const kind = this.kinds[cell] as string
    const known = this.known.get(kind)
    if (known === undefined) this.known.set(kind, new Set([value]))
    else known.add(value)
  }

  of(cell: number): T[] {
    return [...(this.known.get(this.kinds[cell] as string) ?? [])]
  }
}

/** The common text of cells whose paths differ only in indices. */
function kindOf({ path, isMember }: Cell): string {
  return canonical([isMember, path.map(key => (typeof key === 'number' ? null : key))])
}
