import { type Machine, moverAt } from '../machine/machine.ts'
import { type Layout, placeAt } from '../state/layout.ts'

/** The cell of a mover's own program counter; undefined for an action, which has none. */
export function pcCell(machine: Machine, layout: Layout, mover: number): number | undefined {
  const { process, instance } = moverAt(machine, mover)
  const place = process === null ? undefined : placeAt(layout.root, [process, instance, 'pc'])
  return place?.kind === 'cell' ? place.cell : undefined
}
