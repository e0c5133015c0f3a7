/** Which cells single transitions read and write, for those who have states and no search. */

import { encode } from '../state/codec.ts'
import { type Layout, layOut, placeAt } from '../state/layout.ts'
import { mended, type Shape, shapeOf } from '../state/shape.ts'
import type { Machine, Mover, State } from '../system/machine.ts'
import { recordRun } from './record-step.ts'

/** The cells by their numbers. */
export interface StepCells {
  readonly reads: ReadonlySet<number>
  readonly writes: ReadonlySet<number>
}

export class StepCellsOf {
  private readonly machine: Machine
  private readonly layout: Layout

  /** `states` are all those that the steps to be asked about are taken from and lead to: they give the cells. */
  constructor(machine: Machine, states: readonly State[]) {
    this.machine = machine
    const sets = new Set(machine.sets.map(path => JSON.stringify(path)))
    const first = shapeOf(states[0], [], path => sets.has(JSON.stringify(path)))
    const shape = states.reduce<Shape>(mended, first)
    this.layout = layOut(shape, () => undefined, true)
  }

  /**
   * What the step of `mover` reads and writes in `state` with the options of `script`, its own program counter among it.
   * Undefined where that cannot be told: then it may be anything. A step that fails writes nothing.
   */
  of(state: State, mover: number, script: readonly number[]): StepCells | undefined {
    const { machine, layout } = this
    const values: number[] = []
    encode(layout.root, state, (cell, value) => {
      values[cell] = (layout.cells[cell] as Layout['cells'][number]).table.intern(value)
    })
    const pc = this.pcOf(machine.movers[mover] as Mover)
    const recorded = recordRun({ machine, layout, mover, pc, state, read: cell => values[cell] as number }, script)
    if (recorded.kind !== 'run') return undefined
    const { events, writes } = recorded.run
    const reads = events.flatMap(event => (event.kind === 'read' ? [event.cell] : []))
    return {
      reads: new Set(pc === undefined ? reads : [pc, ...reads]),
      writes: new Set(writes.map(({ cell }) => cell)),
    }
  }

  private pcOf({ process, instance }: Mover): number | undefined {
    const place = process === null ? undefined : placeAt(this.layout.root, [process, instance, 'pc'])
    return place?.kind === 'cell' ? place.cell : undefined
  }
}

/** Whether two steps do the same in either order: neither reads or writes a cell that the other writes. */
export function areIndependent(a: StepCells | undefined, b: StepCells | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return !meets(a.writes, b.writes) && !meets(a.writes, b.reads) && !meets(a.reads, b.writes)
}

function meets(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const cell of a) if (b.has(cell)) return true
  return false
}
