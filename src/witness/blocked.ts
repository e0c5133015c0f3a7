/** The movers that could not move along a run, and the cells that blocked them. */

import { StepRecorder } from '../footprint/record-step.ts'
import { readsIn } from '../footprint/trace.ts'
import { moverAt, type State } from '../machine/machine.ts'
import { stepOf, transitionsOf } from '../machine/reference.ts'
import type { Read, RunFootprints } from './run-footprints.ts'

/**
 * A step that an instance could not take for a stretch of the run.
 *
 * @since 0.2.0
 */
export interface Blocked {
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The first state of the stretch, counted from 0 at the beginning of the run. */
  readonly from: number
  /** The last state of the stretch. */
  readonly to: number
  /** The cells that the step reads before it blocks, in order. */
  readonly reads: readonly Read[]
}

/** Whether a mover is blocked in a state, and the cells on which that depends. */
interface Readiness {
  readonly step: string
  readonly isBlocked: boolean
  readonly cells: readonly number[]
}

/** Every stretch of the run in which a mover was blocked for the same reasons, ordered by mover and time. */
export function blockedAlong(footprints: RunFootprints): Blocked[] {
  return footprints.machine.movers.flatMap((_, mover) => blockedMover(footprints, mover))
}

/** The cells that the step of `mover` reads in state `k`. */
export function looksAt(footprints: RunFootprints, mover: number, k: number): readonly number[] {
  return findingAt(footprints, mover, k, undefined)?.cells ?? []
}

function blockedMover(footprints: RunFootprints, mover: number): Blocked[] {
  const found: Blocked[] = []
  const { process, instance } = moverAt(footprints.machine, mover)
  let finding: Readiness | undefined
  footprints.states.forEach((_, k) => {
    const before = finding
    finding = findingAt(footprints, mover, k, before)
    if (finding === undefined || !finding.isBlocked) return
    const last = found.at(-1)
    if (last !== undefined && last.to === k - 1 && finding === before) found[found.length - 1] = { ...last, to: k }
    else {
      const reads = finding.cells.map(cell => footprints.describe(cell, k))
      found.push({ process, instance, step: finding.step, from: k, to: k, reads })
    }
  })
  return found
}

/** `before` itself if nothing that it depends on has changed. */
function findingAt(
  footprints: RunFootprints,
  mover: number,
  k: number,
  before: Readiness | undefined,
): Readiness | undefined {
  const { machine, layout, states } = footprints
  const state = states[k] as State
  const step = stepOf(moverAt(machine, mover), state)
  if (step === undefined) return undefined
  if (before?.step === step && before.cells.every(cell => !footprints.isChanged(cell, k - 1, k))) return before
  const pc = footprints.pcOf(mover)
  const recording = new StepRecorder(machine, layout, { isWhole: true }).step({
    mover,
    pc,
    read: footprints.reader(k),
    state,
  })
  if (recording.kind !== 'runs') {
    const isBlocked = transitionsOf(machine, state, mover).length === 0
    return { step, isBlocked, cells: layout.cells.map(({ index }) => index) }
  }
  const isBlocked = recording.runs.every(({ effect }) => effect === 'disabled')
  const cells = recording.runs.flatMap(({ events }) => readsIn(events))
  return { step, isBlocked, cells: [...new Set(cells)] }
}
