/**
 * Values that a cell could have had, though it had none of them in a run: those that a step possible at its end would
 * write, and those of the cells from which its values were copied.
 */

import type { Plain } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { successors } from '../machine/reference.ts'
import type { Cell } from '../state/layout.ts'
import { ByKind } from './by-kind.ts'
import { cellValue } from './cell-value.ts'
import type { RunFootprints } from './run-footprints.ts'

export class Foreseen {
  private readonly values: ByKind<Plain>
  /** The cells from which cells of a kind were copied. */
  private readonly origins: ByKind<number>
  private readonly known = new Map<number, readonly Plain[]>()

  constructor(footprints: RunFootprints) {
    const { cells } = footprints.layout
    this.values = new ByKind(cells)
    this.origins = new ByKind(cells)
    for (const state of [...footprints.states, ...nextStates(footprints)])
      for (const cell of cells) this.meet(cell, state)
    for (const k of footprints.moves.keys()) this.follow(footprints, k)
  }

  /** Of a cell, and of those from which it was copied, directly or through others. */
  of(cell: number): readonly Plain[] {
    const known = this.known.get(cell) ?? this.gather(cell)
    this.known.set(cell, known)
    return known
  }

  private gather(cell: number): Plain[] {
    const seen = new Set<number>()
    const pending = [cell]
    for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
      if (seen.has(one)) continue
      seen.add(one)
      pending.push(...this.origins.of(one))
    }
    return [...new Set([...seen].flatMap(one => this.values.of(one)))]
  }

  private meet(cell: Cell, state: State): void {
    const value = cellValue(cell, state)
    // A list or a record that was not there before would have cells of its own.
    if (value !== undefined && (value === null || typeof value !== 'object')) this.values.add(cell.index, value)
  }

  /** Notes which cells got the value of a cell that the same step had read. */
  private follow(footprints: RunFootprints, k: number): void {
    const after = footprints.states[k + 1]
    if (after === undefined) return
    const read = footprints.readsOf(k).map(cell => ({ cell, value: footprints.describe(cell, k).value }))
    for (const written of footprints.writesOf(k)) {
      const { value } = footprints.describe(written, k + 1)
      if (typeof value !== 'string' && typeof value !== 'number') continue
      for (const one of read) if (one.value === value) this.origins.add(written, one.cell)
    }
  }
}

function nextStates({ machine, states }: RunFootprints): State[] {
  return successors(machine, states.at(-1) as State).flatMap(({ effect }) =>
    effect.kind === 'state' ? [effect.state] : [],
  )
}
