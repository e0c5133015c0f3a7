/** The cells on which a difference between two states depends: what the step or the claim reads and writes there. */

import { ModelError } from '../../base/errors.ts'
import type { Path } from '../../base/plain.ts'
import { pcCell } from '../../footprint/pc-cell.ts'
import { recordClaim } from '../../footprint/record-claim.ts'
import { StepRecorder } from '../../footprint/record-step.ts'
import { type Event, readsIn } from '../../footprint/trace.ts'
import type { Claim } from '../../language/claims.ts'
import { judgeState } from '../../machine/judge.ts'
import type { Machine, State } from '../../machine/machine.ts'
import { transitionsOf } from '../../machine/reference.ts'
import { cellValues } from '../../state/carry-over.ts'
import type { Layout } from '../../state/layout.ts'
import { layoutFor } from '../../state/layout-for.ts'

/** The cells that the step of a mover reads and writes in a state, whatever it chooses; undefined if that is not known. */
export function cellsOfStep(machine: Machine, state: State, mover: number): Path[] | undefined {
  return ifKnown(() => {
    const reached = transitionsOf(machine, state, mover).flatMap(({ effect }) =>
      effect.kind === 'state' ? [effect.state] : [],
    )
    const layout = layoutFor([state, ...reached], machine.sets)
    const read = readerOf(layout, state)
    const pc = pcCell(machine, layout, mover)
    const recording = new StepRecorder(machine, layout, { isWhole: true }).step({ mover, pc, read, state })
    // A look for a member that no state has is a read of no cell.
    if (recording.kind !== 'runs' || recording.runs.some(({ events }) => isForMissing(events))) return undefined
    const cells = recording.runs.flatMap(({ events, writes }) => [
      ...readsIn(events),
      ...events.flatMap(event => (event.kind === 'pick' ? event.cells : [])),
      ...writes.map(({ cell }) => cell),
    ])
    return pathsOf(layout, pc === undefined ? cells : [pc, ...cells])
  })
}

/** The cells that a claim about states reads in a state; undefined if that is not known, as for any other claim. */
export function cellsOfClaim(machine: Machine, state: State, claim: Claim): Path[] | undefined {
  if (claim.kind !== 'invariant' && claim.kind !== 'reachable' && claim.kind !== 'bound') return undefined
  return ifKnown(() => {
    const layout = layoutFor([state], machine.sets)
    const recorded = recordClaim({
      machine,
      layout,
      claim: claim.name,
      subjects: [{ state, read: readerOf(layout, state) }],
      evaluate: ([seen]) => judgeState(machine, claim, seen as State),
      twins: undefined,
    })
    return 'events' in recorded && recorded.searchedSets.size === 0
      ? pathsOf(layout, readsIn(recorded.events))
      : undefined
  })
}

function isForMissing(events: readonly Event[]): boolean {
  return events.some(event => event.kind === 'unmet' || (event.kind === 'predicate' && isForMissing(event.events)))
}

function readerOf(layout: Layout, state: State): (cell: number) => number {
  const values = cellValues(layout, state) ?? []
  return cell => values[cell] as number
}

/** Of a member of a set, the path of the set. */
function pathsOf({ cells }: Layout, numbers: readonly number[]): Path[] {
  return [...new Set(numbers)].map(number => {
    const { path, isMember } = cells[number] as Layout['cells'][number]
    return isMember ? path.slice(0, -1) : path
  })
}

/** What is wrong with a state that no run reaches is not the author's fault. */
function ifKnown<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}
