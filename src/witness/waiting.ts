/** The instances that are blocked at the end of a run into a deadlock, or all round a loop, and what would unblock them. */

import type { Path, Plain } from '../base/plain.ts'
import { type Machine, moverAt, type Process, type ProcessMover, type State } from '../machine/machine.ts'
import { stepOf, transitionsOf } from '../machine/reference.ts'
import { looksAt } from './blocked.ts'
import { statesAfter } from './confirm-runs.ts'
import { applyChanges } from './difference.ts'
import { type MissedWrite, missedWrite } from './missed-write.ts'
import type { RunFootprints } from './run-footprints.ts'
import { type FreeingStep, StepsElsewhere, type StuckMover } from './steps-elsewhere.ts'
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
  /** Steps of others that would give it such a value if they could be taken; missing if none is known. */
  readonly freedBy?: readonly FreeingStep[]
  /** Where nobody has written the cell: a step that would have, had it found something else; missing if none is known. */
  readonly missedBy?: MissedWrite
}

/**
 * A process instance that has not ended and cannot move, at the end of a run into a deadlock or anywhere in the loop of an
 * infinite run.
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

/** The most states of a loop in which it is tried what would free a waiting instance. */
const maxStates = 40
/** Of more who are stuck it is not tried whom of them an action waits for. */
const maxInCircle = 12
/** The values of a cell that are tried for that. */
const maxFreed = 2

/** The instances that have not ended in the last state. */
export function waitingAtEnd(footprints: RunFootprints): Waiting[] {
  return waitingFrom(footprints, footprints.states.length - 1)
}

/**
 * The instances that cannot move at the end of a run, nor in any state to which some run leads from there; none where there are
 * more such states than can be visited here.
 */
export function waitingForGood(footprints: RunFootprints): Waiting[] {
  const { machine, states } = footprints
  const after = statesAfter(machine, states.at(-1) as State)
  if (after === undefined) return []
  const isStuck = ({ process, instance }: Waiting): boolean => {
    const mover = machine.movers.findIndex(one => one.process === process && one.instance === instance)
    return after.every(state => transitionsOf(machine, state, mover).length === 0)
  }
  return waitingAtEnd(footprints).filter(isStuck)
}

/** The instances that cannot move in any state from `from` on: round the loop of an infinite run. */
export function waitingFrom(footprints: RunFootprints, from: number): Waiting[] {
  const { machine, states } = footprints
  const whatIf = new WhatIf(footprints)
  const elsewhere = new StepsElsewhere(footprints, whatIf)
  const stuck = machine.movers.flatMap((mover, index): StuckNeeds[] => {
    const step = mover.kind === 'action' ? undefined : stepOf(mover, states[from] as State)
    return step === undefined || !isStuckFrom(footprints, index, from)
      ? []
      : [{ index, step, needs: needsOf(footprints, whatIf, index, from) }]
  })
  const freed = stuck.length > maxInCircle ? [] : stuck.flatMap(one => freedStates(states.at(-1) as State, one))
  return stuck.map(({ index, step, needs }): Waiting => {
    const { process, instance } = moverAt(machine, index) as ProcessMover
    const rests = (machine.processes.find(({ name }) => name === process) as Process).mayRest.has(step)
    const all = needs.map(({ cell, need }): NeededCell => {
      const own = elsewhere.freeing(index, cell)
      const freedBy = own.length > 0 ? own : elsewhere.freeingThen(index, cell, freed)
      const missedBy = freedBy.length === 0 ? missedWrite(footprints, whatIf, index, cell) : undefined
      return { ...need, ...(freedBy.length > 0 && { freedBy }), ...(missedBy !== undefined && { missedBy }) }
    })
    return { process, instance, step, needs: all, ...(rests && { rests }) }
  })
}

/** Whether a mover can move in no state from `from` on. */
export function isStuckFrom({ machine, states }: RunFootprints, mover: number, from: number): boolean {
  return states.slice(from).every(state => transitionsOf(machine, state, mover).length === 0)
}

interface StuckNeeds {
  readonly index: number
  readonly step: string
  readonly needs: readonly CellNeed[]
}

/** The last state with each value that would let a mover go on. */
function freedStates(end: State, { index, needs }: StuckNeeds): StuckMover[] {
  return needs.flatMap(({ need: { path, member, values } }) =>
    member !== undefined
      ? []
      : values.slice(0, maxFreed).map(after => ({ mover: index, freed: applyChanges(end, [{ path, after }]) })),
  )
}

interface CellNeed {
  readonly cell: number
  readonly need: NeededCell
}

/** The cells of which another value would free it in each state; if there are none, those of which one would in the last state. */
function needsOf(footprints: RunFootprints, whatIf: WhatIf, mover: number, from: number): CellNeed[] {
  const end = footprints.states.length - 1
  const states = Array.from({ length: Math.min(end - from, maxStates) }, (_, i) => from + i)
  const last = needsAt(footprints, whatIf, mover, end)
  const everywhere = last.flatMap(({ cell, need }): CellNeed[] => {
    const isFreed = (value: Plain): boolean => states.every(k => whatIf.isFreedBy(mover, cell, k, value))
    const values = need.values.filter(isFreed)
    return values.length === 0 ? [] : [{ cell, need: { ...need, values } }]
  })
  return everywhere.length > 0 ? everywhere : last
}

function needsAt(footprints: RunFootprints, whatIf: WhatIf, mover: number, k: number): CellNeed[] {
  return looksAt(footprints, mover, k).flatMap((cell): CellNeed[] => {
    const values = whatIf.freeing(mover, cell, k)
    if (values.length === 0) return []
    const { path, member } = footprints.describe(cell, k)
    return [{ cell, need: { path, ...(member !== undefined && { member }), values } }]
  })
}

/** The numbers of the movers that wait. */
export function moversOf({ movers }: Machine, waiting: readonly Pick<Waiting, 'process' | 'instance'>[]): number[] {
  return waiting.map(one =>
    movers.findIndex(({ process, instance }) => process === one.process && instance === one.instance),
  )
}
