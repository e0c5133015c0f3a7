/** Who could have written what a process waits for forever: a step that would have done so, had it found something else. */

import type { Path, Plain } from '../base/plain.ts'
import type { Move } from '../outcome/outcome.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { WhatIf } from './what-if.ts'

/**
 * A step of a run that would have ended a later wait, had one cell held another value when it was taken.
 *
 * @since 0.2.0
 */
export interface MissedWrite {
  /** The step, from 0. */
  readonly step: number
  /** The value that it would have given the cell that is waited for. */
  readonly value: Plain
  /** The cell that it read. */
  readonly path: Path
  /** What it would have had to find there. */
  readonly with: Plain
}

/** The longest run in which it is looked for: each step is taken again with other values of what it read. */
const longestRun = 80
const valuesTried = 12

/** The last step of others that would have written `cell`, which no step has changed, so that `mover` could go on. */
export function missedWrite(
  footprints: RunFootprints,
  whatIf: WhatIf,
  mover: number,
  cell: number,
): MissedWrite | undefined {
  const { moves, states, layout } = footprints
  const end = states.length - 1
  const place = layout.cells[cell] as Cell
  if (end > longestRun || place.isMember || footprints.isChangedEver(cell)) return undefined
  for (let k = end - 1; k >= 0; k--) {
    if ((moves[k] as Move).mover === mover) continue
    for (const write of writesInstead(footprints, whatIf, k, cell))
      if (whatIf.isFreedBy(mover, cell, end, write.value)) return write
  }
  return undefined
}

/** What step `k` would have written to `cell`, had one of the other cells that it read held another value. */
function* writesInstead(footprints: RunFootprints, whatIf: WhatIf, k: number, cell: number): Generator<MissedWrite> {
  const place = footprints.layout.cells[cell] as Cell
  for (const read of footprints.readsOf(k)) {
    const { isMember, path } = footprints.layout.cells[read] as Cell
    if (isMember || read === cell) continue
    for (const { given, after } of whatIf.withOthers(k, read, valuesTried)) {
      const value = after.state && cellValue(place, after.state)
      if (value !== undefined) yield { step: k, value, path, with: given }
    }
  }
}
