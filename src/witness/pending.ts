/** What processes were about to do when a run ended. */

import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { successors } from '../machine/reference.ts'
import { type Change, difference } from './difference.ts'

/**
 * A step that a process instance could have taken at the end of a run.
 *
 * @since 0.2.0
 */
export interface PendingStep {
  /** Its process. */
  readonly process: string
  /** Its number, from 0. */
  readonly instance: number
  /** The label of the step. */
  readonly step: string
  /** What the step would have changed. */
  readonly changes: readonly Change[]
}

/** Of a choice between several steps of one instance none is pending. */
export function pendingAt(machine: Machine, state: State): PendingStep[] {
  const all = successors(machine, state)
  return all.flatMap(({ mover, step, effect }): PendingStep[] => {
    const { process, instance } = moverAt(machine, mover)
    if (process === null || effect.kind !== 'state') return []
    if (all.filter(other => other.mover === mover).length > 1) return []
    return [{ process, instance, step, changes: difference(state, effect.state) }]
  })
}
