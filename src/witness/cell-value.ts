import { canonical, type Plain, partAt } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import type { Cell } from '../state/layout.ts'

/** The value of a cell in any state, whether or not it fits the layout: of a member of a set, whether it is there. */
export function cellValue({ path, isMember }: Pick<Cell, 'path' | 'isMember'>, state: State): Plain | undefined {
  if (!isMember) return partAt(state, path)
  const members = partAt(state, path.slice(0, -1))
  return Array.isArray(members) && members.some(member => canonical(member) === path.at(-1))
}
