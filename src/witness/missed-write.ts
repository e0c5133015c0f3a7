/** Who could have written what nobody did: a step that would have done so, had it found something else. */

import type { Path, Plain } from '../base/plain.ts'
import type { Move } from '../outcome/outcome.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { WhatIf } from './what-if.ts'

/**
 * A step of a run that would have written what ends a later wait, or what the claim asks for, had one cell held another value when it
 * was taken.
 *
 * @since 0.2.0
 */
export interface MissedWrite {
  /** The step, from 0. */
  readonly step: number
  /** The value that it would have given the cell. */
  readonly value: Plain
  /** The cell that it read. */
  readonly path: Path
  /** What it would have had to find there. */
  readonly with: Plain
}

/** The longest run in which it is looked for: each step is taken again with other values of what it read. */
const longestRun = 80
const valuesTried = 12

/** What a step would have written, and the number of the cell by which it went. */
interface WriteInstead {
  readonly write: MissedWrite
  readonly read: number
}

/** The last step of others that would have written `cell`, which no step has changed, so that `mover` could go on. */
export function missedWrite(
  footprints: RunFootprints,
  whatIf: WhatIf,
  mover: number,
  cell: number,
): MissedWrite | undefined {
  const end = footprints.states.length - 1
  const isOther = (k: number): boolean => (footprints.moves[k] as Move).mover !== mover
  return lastToWrite(footprints, whatIf, cell, (value, k) => isOther(k) && whatIf.isFreedBy(mover, cell, end, value))
    ?.write
}

/** The last step that would have written `cell`, which no step of a short run has changed, with a value that is enough. */
export function lastToWrite(
  footprints: RunFootprints,
  whatIf: WhatIf,
  cell: number,
  isEnough: (value: Plain, step: number) => boolean,
): WriteInstead | undefined {
  const place = footprints.layout.cells[cell] as Cell
  const last = footprints.moves.length - 1
  if (last >= longestRun || place.isMember || footprints.isChangedEver(cell)) return undefined
  for (let k = last; k >= 0; k--)
    for (const found of writesInstead(footprints, whatIf, k, cell)) if (isEnough(found.write.value, k)) return found
  return undefined
}

/** What step `k` would have written to `cell`, had one of the other cells that it read held another value. */
function* writesInstead(footprints: RunFootprints, whatIf: WhatIf, k: number, cell: number): Generator<WriteInstead> {
  const place = footprints.layout.cells[cell] as Cell
  for (const read of footprints.readsOf(k)) {
    const { isMember, path } = footprints.layout.cells[read] as Cell
    if (isMember || read === cell) continue
    for (const { given, after } of whatIf.withOthers(k, read, valuesTried)) {
      const value = after.state && cellValue(place, after.state)
      if (value !== undefined) yield { read, write: { step: k, value, path, with: given } }
    }
  }
}
