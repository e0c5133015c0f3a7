/**
 * What each step of a run read and wrote, cell by cell: the facts that explanations use.
 *
 * A step that writes the value already there still counts as its writer: a stale value, read too early, is often the
 * initial one.
 */

import { InternalError } from '../base/errors.ts'
import type { Path, Plain } from '../base/plain.ts'
import { pcCell } from '../footprint/pc-cell.ts'
import { type Occasion, type RecordedRun, StepRecorder } from '../footprint/record-step.ts'
import { readsIn } from '../footprint/trace.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import type { Move } from '../outcome/outcome.ts'
import { cellValues } from '../state/carry-over.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Cell, Layout } from '../state/layout.ts'
import { layoutFor } from '../state/layout-for.ts'
import { ListLooks } from './list-looks.ts'

/**
 * A read of a cell, and the origin of its value.
 *
 * @since 0.2.0
 */
export interface Read {
  /** The cell; for a membership test, the set. */
  readonly path: Path
  /** The member that was tested; `value` says whether it was in the set. */
  readonly member?: Plain
  /** The value that was read. */
  readonly value: Plain
  /**
   * The step of the run, from 0, that last wrote it; null if no step has. Where a step read elements of a list, the step that
   * added them.
   */
  readonly writer: number | null
  /** Of a list: the step that last changed it, where that is not the writer. */
  readonly changedBy?: number
  /** That a step did not look at the list, but only added elements, or took some out; `writer` is null then. */
  readonly isUnseen?: true
  /** That no other value that was tried would have made a difference to what matters; missing where one would, or where that is not known. */
  readonly isMoot?: true
}

interface Footprint {
  readonly reads: readonly number[]
  readonly writes: readonly number[]
}

export class RunFootprints {
  readonly machine: Machine
  readonly states: readonly State[]
  readonly moves: readonly Move[]
  readonly layout: Layout
  private readonly recorder: StepRecorder
  /** For each state of the run, the number of the value of each cell. */
  private readonly values: readonly (readonly number[])[]
  /** For each step, the cells that it read before writing them, and those that it wrote. */
  private readonly footprints: readonly Footprint[]
  /** For each cell, the steps that wrote it, in order. */
  private readonly writers: readonly (readonly number[])[]
  /** What is known of the looks at each list. */
  private readonly lists = new Map<number, ListLooks>()
  private partsOfSteps: readonly (RecordedRun | undefined)[] | undefined

  /** `states` has one state more than `moves`, or the same number if the last move fails. */
  constructor(machine: Machine, states: readonly State[], moves: readonly Move[]) {
    this.machine = machine
    this.states = states
    this.moves = moves
    this.layout = layoutFor(states, machine.sets)
    this.recorder = new StepRecorder(machine, this.layout, { isWhole: true })
    this.values = states.map(state => {
      const values = cellValues(this.layout, state)
      if (values === undefined) throw new InternalError('a state of a run does not fit its own layout')
      return values
    })
    this.footprints = moves.map(({ mover, script }, k) => this.record(k, mover, script))
    const writers = this.layout.cells.map((): number[] => [])
    this.footprints.forEach(({ writes }, k) => {
      for (const cell of writes) writers[cell]?.push(k)
    })
    this.writers = writers
  }

  /**
   * The cells that step `k` of the run read before writing them, without the program counter by which it was chosen.
   */
  readsOf(k: number): readonly number[] {
    return (this.footprints[k] as Footprint).reads
  }

  /** The cells that step `k` would have read under other constants, from the state in which it was taken; none if that is not known. */
  readsUnder(turned: Machine, k: number, script: readonly number[]): readonly number[] {
    const { mover } = this.moves[k] as Move
    try {
      const recorded = new StepRecorder(turned, this.layout, { isWhole: true }).run(this.occasion(k, mover), script)
      return recorded.kind === 'run' ? readsIn(recorded.run.events) : []
    } catch {
      // No run has come to such a step, and the author's code may rely on that.
      return []
    }
  }

  /** The cells that step `k` of the run wrote, with values that were there already. */
  writesOf(k: number): readonly number[] {
    return (this.footprints[k] as Footprint).writes
  }

  /** Whether a cell has different values in two states. A failing step has a state only before it. */
  isChanged(cell: number, from: number, to: number): boolean {
    const after = this.values[to]
    return after !== undefined && this.values[from]?.[cell] !== after[cell]
  }

  /** Whether a cell has several values in the run. */
  isChangedEver(cell: number): boolean {
    return this.values.some(values => values[cell] !== this.values[0]?.[cell])
  }

  /** The step that last wrote a cell before state `k`; null if it still has its initial value. */
  writerOf(cell: number, k: number): number | null {
    return (this.writers[cell] as readonly number[]).findLast(step => step < k) ?? null
  }

  /** A cell as it was read in state `k`. */
  describe(cell: number, k: number): Read {
    const { path, isMember, table } = this.layout.cells[cell] as Cell
    const value = table.values[this.values[k]?.[cell] as number] as Plain
    const writer = this.writerOf(cell, k)
    if (!isMember) return { path, value, writer }
    return { path: path.slice(0, -1), member: JSON.parse(String(path.at(-1))) as Plain, value, writer }
  }

  /** A cell as step `k` read it. */
  readBy(k: number, cell: number): Read {
    const read = this.describe(cell, k)
    const list = this.listAt(cell)
    if (list === undefined) return read
    const isUnseen = list.isOnlyEdited(k)
    const found = isUnseen ? null : list.writerFor(k)
    if (found === undefined || (found === read.writer && !isUnseen)) return read
    return {
      ...read,
      writer: found,
      ...(read.writer !== null && { changedBy: read.writer }),
      ...(isUnseen && { isUnseen }),
    }
  }

  private listAt(index: number): ListLooks | undefined {
    const { holds, table } = this.layout.cells[index] as Cell
    if (holds !== 'lists') return undefined
    const known = this.lists.get(index)
    if (known !== undefined) return known
    const numberAt = (k: number): number => (this.values[k] ?? this.values.at(-1))?.[index] as number
    const history = { numberAt, valueAt: (k: number) => table.values[numberAt(k)] }
    const list = new ListLooks(index, history, this.parts())
    this.lists.set(index, list)
    return list
  }

  /** Each step once more, with its looks at parts of lists. */
  private parts(): readonly (RecordedRun | undefined)[] {
    this.partsOfSteps ??= this.moves.map(({ mover, script }, k) => {
      const recorded = new StepRecorder(this.machine, this.layout).run(this.occasion(k, mover), script)
      return recorded.kind === 'run' ? recorded.run : undefined
    })
    return this.partsOfSteps
  }

  private occasion(k: number, mover: number): Occasion {
    return { mover, pc: this.pcOf(mover), read: this.reader(k), state: this.states[k] as State }
  }

  /** The number of the value that a cell has in state `k`. */
  reader(k: number): ReadCell {
    const values = this.values[k] as readonly number[]
    return cell => values[cell] as number
  }

  /** Whether a cell is a local of the process instance that is a mover, or its label. */
  isOwn(mover: number, cell: number): boolean {
    const { process, instance } = moverAt(this.machine, mover)
    const { path } = this.layout.cells[cell] as Cell
    return process !== null && path[0] === process && path[1] === instance
  }

  pcOf(mover: number): number | undefined {
    return pcCell(this.machine, this.layout, mover)
  }

  private record(k: number, mover: number, script: readonly number[]): Footprint {
    const pc = this.pcOf(mover)
    const recorded = this.recorder.run(this.occasion(k, mover), script)
    if (recorded.kind === 'run') {
      const { events, writes } = recorded.run
      return { reads: readsIn(events), writes: writes.map(({ cell }) => cell) }
    }
    // A step that cannot be traced may have read every cell.
    const cells = this.layout.cells.map(({ index }) => index)
    return { reads: cells.filter(cell => cell !== pc), writes: cells.filter(cell => this.isChanged(cell, k, k + 1)) }
  }
}
