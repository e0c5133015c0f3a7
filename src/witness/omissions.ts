/**
 * Steps that had no effect when they were taken but would end a wait now, such as a wake-up before its task fell asleep.
 * Nothing read what they wrote, so that only what they would write now shows that they matter.
 */

import { isSamePlain, type Path, type Plain } from '../base/plain.ts'
import { type InstanceState, type Mover, moverAt, type State } from '../machine/machine.ts'
import { attempt } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { Read, RunFootprints } from './run-footprints.ts'
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
  /** What the step found, with which it would do nothing at the end either; missing if that is nothing, or not known. */
  readonly found?: readonly Read[]
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
    const freeing = (state: State): Plain | undefined => {
      const place = footprints.layout.cells[cell] as Cell
      const value = valueNow(footprints, k, place, state)
      if (value === undefined || isSamePlain(value, cellValue(place, state))) return undefined
      return whatIf.isFreedBy(mover, cell, end, value) ? value : undefined
    }
    const value = freeing(footprints.states[end] as State)
    if (value === undefined) return []
    const { path, member } = footprints.describe(cell, k)
    const changed = footprints.readsOf(k).filter(read => footprints.isChanged(read, k, end))
    // With what it found then, it would do nothing at the end either.
    const reasons = changed.filter(read => freeing(whatIf.stateAs(end, read, k)) === undefined)
    const cells = reasons.length > 0 ? reasons : changed
    const found = reasons.map(read => footprints.describe(read, k))
    const omission = { path, ...(member !== undefined && { member }), value, ...(found.length > 0 && { found }) }
    return [{ k, omission, cells }]
  })
}

/** Whether a step of a process changed at most its own locals. */
function didNothing(footprints: RunFootprints, k: number): boolean {
  const { mover } = footprints.moves[k] as Move
  const changed = footprints.writesOf(k).filter(cell => footprints.isChanged(cell, k, k + 1))
  return moverAt(footprints.machine, mover).process !== null && changed.every(cell => footprints.isOwn(mover, cell))
}

/** The value that a cell would have if step `k` were taken in state `end`. */
function valueNow({ machine, moves, states }: RunFootprints, k: number, cell: Cell, end: State): Plain | undefined {
  const { mover, script } = moves[k] as Move
  const state = standing(end, states[k] as State, moverAt(machine, mover))
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
