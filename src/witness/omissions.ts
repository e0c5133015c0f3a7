/**
 * Steps that had no effect when they were taken but would end a wait now, such as a wake-up before its task fell asleep.
 * Nothing read what they wrote, so that only what they would write now shows that they matter.
 */

import type { Path, Plain } from '../base/plain.ts'
import { type InstanceState, type Mover, moverAt, type State } from '../machine/machine.ts'
import { attempt } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { WhatIf } from './what-if.ts'

/**
 * What a step, which did nothing when it was taken, would write at the end of the run to end a wait.
 *
 * @since 0.2.0
 */
export interface Omission {
  /** The cell; of a member of a set, the set. */
  readonly path: Path
  /** The member; `value` says whether it would be in the set. */
  readonly member?: Plain
  /** The value that the cell would get. */
  readonly value: Plain
}

/** An omission with its step, and the cells that have changed since it looked at them. */
export interface OmittedWrite {
  readonly k: number
  readonly omission: Omission
  readonly cells: readonly number[]
}

/** The longest run in which omissions are looked for: each step that changed nothing is taken again at the end. */
const longestRun = 80

/** What others omitted to do for `mover`, which waits at the end for another value in `cell`. */
export function omissionsFor(footprints: RunFootprints, whatIf: WhatIf, mover: number, cell: number): OmittedWrite[] {
  const end = footprints.states.length - 1
  if (end > longestRun) return []
  return footprints.moves.flatMap((move, k): OmittedWrite[] => {
    if (move.mover === mover || !didNothing(footprints, k)) return []
    const value = valueNow(footprints, k, footprints.layout.cells[cell] as Cell)
    if (value === undefined || !whatIf.isFreedBy(mover, cell, end, value)) return []
    const { path, member } = footprints.describe(cell, k)
    const cells = footprints.readsOf(k).filter(read => footprints.isChanged(read, k, end))
    return [{ k, omission: { path, ...(member !== undefined && { member }), value }, cells }]
  })
}

/** Whether a step of a process changed at most its own locals. */
function didNothing(footprints: RunFootprints, k: number): boolean {
  const { process, instance } = moverAt(footprints.machine, (footprints.moves[k] as Move).mover)
  const changed = footprints.writesOf(k).filter(cell => footprints.isChanged(cell, k, k + 1))
  return (
    process !== null &&
    changed.every(cell => {
      const { path } = footprints.layout.cells[cell] as Cell
      return path[0] === process && path[1] === instance
    })
  )
}

/** The value that a cell would have if step `k` were taken at the end of the run. */
function valueNow({ machine, moves, states }: RunFootprints, k: number, cell: Cell): Plain | undefined {
  const { mover, script } = moves[k] as Move
  const state = standing(states.at(-1) as State, states[k] as State, moverAt(machine, mover))
  try {
    const effect = attempt(machine, state, mover, script).transition?.effect
    return effect?.kind === 'state' ? cellValue(cell, effect.state) : undefined
  } catch {
    // No run has come to this state, and the step may rely on that.
    return undefined
  }
}

/** The state with an instance as it was in another one. */
function standing(state: State, then: State, { process, instance }: Mover): State {
  if (process === null) return state
  const [now, before] = [state[process], then[process]] as [readonly InstanceState[], readonly InstanceState[]]
  return { ...state, [process]: now.map((one, i) => (i === instance ? before[i] : one)) } as State
}
