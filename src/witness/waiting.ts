/** The instances that are blocked at the end of a run into a deadlock, and what would unblock them. */

import type { Path, Plain } from '../base/plain.ts'
import type { Process } from '../machine/machine.ts'
import { looksAt } from './blocked.ts'
import type { RunFootprints } from './run-footprints.ts'
import { WhatIf } from './what-if.ts'

/**
 * A cell that causes a wait: with another value in this cell alone, the waiting instance could move.
 *
 * @since 0.2.0
 */
export interface NeededCell {
  /** The cell; of a set, where a member was looked for, the set itself. */
  readonly path: Path
  /** The member of a set that was looked for; `values` say whether it has to be there. */
  readonly member?: Plain
  /** Some of the values with which it could move: those that occur in the run, and the neighbours of a number. */
  readonly values: readonly Plain[]
}

/**
 * A process instance that has not ended and cannot move, at the end of a run into a deadlock.
 *
 * @since 0.2.0
 */
export interface Waiting {
  /** Its process. */
  readonly process: string
  /** Its number, from 0. */
  readonly instance: number
  /** The label of the step that it cannot take. */
  readonly step: string
  /** What would let it move; missing in files of older versions. */
  readonly needs?: readonly NeededCell[]
  /** Whether it may rest there, so that it is not stuck. */
  readonly rests?: true
}

/** The instances that have not ended in the last state. */
export function waitingAtEnd(footprints: RunFootprints): Waiting[] {
  const { machine, states } = footprints
  const end = states.length - 1
  const whatIf = new WhatIf(footprints)
  return machine.movers.flatMap(({ kind, process, instance }, mover): Waiting[] => {
    if (kind === 'action' || process === null) return []
    const step = (states[end] as Record<string, readonly { pc: string }[]>)[process]?.[instance]?.pc as string
    if (step === 'done') return []
    const rests = (machine.processes.find(({ name }) => name === process) as Process).mayRest.has(step)
    return [{ process, instance, step, needs: needsOf(footprints, whatIf, mover, end), ...(rests && { rests }) }]
  })
}

function needsOf(footprints: RunFootprints, whatIf: WhatIf, mover: number, end: number): NeededCell[] {
  return looksAt(footprints, mover, end).flatMap((cell): NeededCell[] => {
    const values = whatIf.freeing(mover, cell, end)
    if (values.length === 0) return []
    const { path, member } = footprints.describe(cell, end)
    return [{ path, ...(member !== undefined && { member }), values }]
  })
}
