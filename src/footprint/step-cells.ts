/** Which cells single transitions read and write, for callers that have states but no search. */

import type { Machine, State } from '../machine/machine.ts'
import { cellValues } from '../state/carry-over.ts'
import type { Layout } from '../state/layout.ts'
import { layoutFor } from '../state/layout-for.ts'
import { pcCell } from './pc-cell.ts'
import { StepRecorder } from './record-step.ts'
import { readsIn } from './trace.ts'

/** The cells by their numbers. */
export interface StepCells {
  readonly reads: ReadonlySet<number>
  readonly writes: ReadonlySet<number>
}

/** Finds the cells of single transitions, under one layout that fits all the states given. */
export class StepCellsOf {
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly recorder: StepRecorder

  /** `states` are all those that the steps in question start from and lead to: they define the cells. */
  constructor(machine: Machine, states: readonly State[]) {
    this.machine = machine
    this.layout = layoutFor(states, machine.sets)
    this.recorder = new StepRecorder(machine, this.layout, { isWhole: true })
  }

  /**
   * What the step of `mover` reads and writes in `state` with the options of `script`, including its own program counter.
   * Undefined if unknown: then it may be anything. A step that fails writes nothing.
   */
  of(state: State, mover: number, script: readonly number[]): StepCells | undefined {
    const { machine, layout } = this
    const values = cellValues(layout, state)
    if (values === undefined) return undefined
    const pc = pcCell(machine, layout, mover)
    const recorded = this.recorder.run({ mover, pc, state, read: cell => values[cell] as number }, script)
    if (recorded.kind !== 'run') return undefined
    const { events, writes } = recorded.run
    const reads = readsIn(events)
    return {
      reads: new Set(pc === undefined ? reads : [pc, ...reads]),
      writes: new Set(writes.map(({ cell }) => cell)),
    }
  }
}

/** Whether two steps have the same result in either order: neither reads or writes a cell that the other writes. */
export function areIndependent(a: StepCells | undefined, b: StepCells | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return !meets(a.writes, b.writes) && !meets(a.writes, b.reads) && !meets(a.reads, b.writes)
}

function meets(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const cell of a) if (b.has(cell)) return true
  return false
}
