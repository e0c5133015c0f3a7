/** Who waits at the end of a run for what, and who waits for whom. */

import { canonical, type Path, type Plain, partAt } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import type { NeededCell, Waiting } from '../../../witness/waiting.ts'
import { statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { needOf, writerOf } from '../awaited.ts'
import type { StepMover } from './words.ts'

/** A process instance that is stuck, with what it waits for. */
export interface Stuck {
  readonly waiting: Waiting
  readonly need: NeededCell | undefined
  /** The last step that wrote what it waits for. */
  readonly writer: number | undefined
  /**
   * Who took that step, or has to move before an action can end the wait, by its place among those who wait; undefined where that one
   * has ended, or nobody wrote it.
   */
  readonly behind: number | undefined
}

/** All who wait, but for those who may rest where they are. */
export function stuckIn(witness: Witness): Stuck[] {
  const stuck = (witness.waiting ?? []).filter(({ rests }) => rests !== true)
  const states = statesOf(witness)
  return stuck.map((waiting): Stuck => {
    const need = needOf(witness, waiting)
    const [leaver] = need === undefined ? [] : leaversOf(need, partAt(states.at(-1), need.path))
    const writer = need && (leaver === undefined ? writerOf(witness, need.path) : adderOf(states, need.path, leaver))
    const [freeing] = (need?.freedBy ?? []).filter(({ then }) => then !== undefined)
    const holder = freeing ?? (writer === undefined ? undefined : (witness.steps[writer] as WitnessStep))
    const behind = holder === undefined ? -1 : stuck.findIndex(one => isMover(holder, one))
    return { waiting, need, writer, behind: behind < 0 ? undefined : behind }
  })
}

/** The elements of a list of which none is in a list that would do: who waits for them to leave. */
export function leaversOf({ values }: NeededCell, now: Plain | undefined): Plain[] {
  if (!Array.isArray(now) || values.length === 0) return []
  const isIn = (list: Plain, one: Plain): boolean =>
    Array.isArray(list) && list.some(other => canonical(other) === canonical(one))
  const isPart = values.every(value => Array.isArray(value) && value.every(one => isIn(now, one)))
  return isPart ? now.filter(one => !values.some(value => isIn(value, one))) : []
}

/** The step that put an element into a list where it still is. */
function adderOf(states: readonly State[], path: Path, element: Plain): number | undefined {
  const isThere = (state: State): boolean =>
    ((partAt(state, path) ?? []) as readonly Plain[]).some(one => canonical(one) === canonical(element))
  const before = states.findLastIndex(state => !isThere(state))
  return before < 0 ? undefined : before
}

/** Whether some of those who wait do so for each other. */
export function isCircle(witness: Witness): boolean {
  return circleIn(stuckIn(witness)).length > 1
}

/** Those who wait for each other, in this order; none where there is no circle. Who waits for itself is one of one. */
export function circleIn(all: readonly Stuck[]): number[] {
  for (let start = 0; start < all.length; start++) {
    const way: number[] = []
    for (let at: number | undefined = start; at !== undefined && !way.includes(at); at = all[at]?.behind) {
      way.push(at)
      if (all[at]?.behind === start) return way
    }
  }
  return []
}

export function isMover(one: StepMover, { process, instance }: StepMover): boolean {
  return one.process === process && one.instance === instance
}
