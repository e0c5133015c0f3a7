/** The parts of a state that a profile is about. */

import { type Path, showPath } from '../../base/plain.ts'
import type { Cell, Layout } from '../../state/layout.ts'

/** Cells that differ by the places of arrays alone; of a set, the presence of all members. */
export interface StatePart {
  readonly name: string
  readonly cells: readonly Cell[]
}

/** The part that a cell belongs to. */
export function partName({ path, isMember }: Pick<Cell, 'path' | 'isMember'>): string {
  const own: Path = isMember ? path.slice(0, -1) : path
  return showPath(own).replaceAll(/\[\d+\]/g, '[*]')
}

export function partsOf({ cells }: Layout): StatePart[] {
  const parts = new Map<string, Cell[]>()
  for (const cell of cells) {
    const name = partName(cell)
    const own = parts.get(name)
    if (own === undefined) parts.set(name, [cell])
    else own.push(cell)
  }
  return [...parts].map(([name, own]) => ({ name, cells: own }))
}

/** The values that the cells of a part have had: those of the richest, or the members of all sets. */
export function valuesOf({ cells }: StatePart): number {
  if (cells.some(({ isMember }) => isMember)) return cells.length
  return cells.reduce((most, { table }) => Math.max(most, table.size), 0)
}
