/**
 * What each step of a run read and wrote, cell by cell: the facts that explanations use.
 *
 * A step that writes the value already there still counts as its writer: a stale value, read too early, is often the
 * initial one.
 */

import { InternalError } from '../base/errors.ts'
import type { Path, Plain } from '../base/plain.ts'
import { pcCell } from '../footprint/pc-cell.ts'
import { StepRecorder } from '../footprint/record-step.ts'
import { readsIn } from '../footprint/trace.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { type Attempt, attempt, transitionsOf } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import { cellValues } from '../state/carry-over.ts'
import { decodeState, type ReadCell } from '../state/codec.ts'
import type { Cell, Layout } from '../state/layout.ts'
import { layoutFor } from '../state/layout-for.ts'

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
  /** The step of the run, from 0, that last wrote it; null if no step has. */
  readonly writer: number | null
}

/**
 * The most other values of a cell that are tried: a counter may have thousands in a long run, of which a few suffice.
 */
const valuesTried = 64

export class RunFootprints {
  readonly machine: Machine
  readonly states: readonly State[]
  readonly moves: readonly Move[]
  readonly layout: Layout
  private readonly recorder: StepRecorder
  /** For each state of the run, the number of the value of each cell. */
  private readonly values: readonly (readonly number[])[]
  /** For each step, the cells that it read before writing them. */
  private readonly reads: readonly (readonly number[])[]
  /** For each cell, the values that it and its counterparts take in the run. */
  private readonly valuesMet: readonly (readonly unknown[])[]
  /** For each cell, the steps that wrote it, in order. */
  private readonly writers: readonly (readonly number[])[]

  /** `states` has one state more than `moves`, or the same number if the last move fails. */
  constructor(machine: Machine, states: readonly State[], moves: readonly Move[]) {
    this.machine = machine
    this.states = states
    this.moves = moves
    this.layout = layoutFor(states, machine.sets)
    this.recorder = new StepRecorder(machine, this.layout, true)
    this.values = states.map(state => {
      const values = cellValues(this.layout, state)
      if (values === undefined) throw new InternalError('a state of a run does not fit its own layout')
      return values
    })
    this.valuesMet = this.valuesByCell()
    const footprints = moves.map(({ mover, script }, k) => this.record(k, mover, script))
    this.reads = footprints.map(({ reads }) => reads)
    const writers = this.layout.cells.map((): number[] => [])
    footprints.forEach(({ writes }, k) => {
      for (const cell of writes) writers[cell]?.push(k)
    })
    this.writers = writers
  }

  /**
   * The cells that step `k` of the run read before writing them, without the program counter by which it was chosen.
   */
  readsOf(k: number): readonly number[] {
    return this.reads[k] as readonly number[]
  }

  /** Whether a cell has different values in two states. A failing step has a state only before it. */
  isChanged(cell: number, from: number, to: number): boolean {
    const after = this.values[to]
    return after !== undefined && this.values[from]?.[cell] !== after[cell]
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

  /**
   * Whether step `k` would have gone elsewhere, or would not have been enabled, if one of the cells that it read had
   * held another value. The values tried are those that the cell, or its counterpart in another instance or place of a
   * list, takes in the run; only the first few if there are many.
   */
  decides(k: number): boolean {
    const { mover, script } = this.moves[k] as Move
    const taken = this.whereTo(this.states[k] as State, mover, script)
    return this.readsOf(k).some(cell =>
      this.otherValues(cell, k).some(value => {
        const read: ReadCell = other => (other === cell ? value : this.reader(k)(other))
        return this.whereTo(decodeState(this.layout, read), mover, script) !== taken
      }),
    )
  }

  /**
   * The values of a cell with one of which `mover`, which is blocked in state `k`, could move there: of those that the
   * cell and its like take in the run, and of a number the neighbours.
   */
  freeing(mover: number, cell: number, k: number): Plain[] {
    const { table } = this.layout.cells[cell] as Cell
    const own = table.values[this.values[k]?.[cell] as number]
    const near = typeof own === 'number' ? [0, own - 1, own + 1].filter(value => value !== own) : []
    const tried = new Set([...this.otherValues(cell, k), ...near.map(value => table.intern(value))])
    const freeing = [...tried].filter(value => {
      const read: ReadCell = other => (other === cell ? value : this.reader(k)(other))
      return this.canMove(decodeState(this.layout, read), mover)
    })
    return freeing.map(value => table.values[value] as Plain)
  }

  private canMove(state: State, mover: number): boolean {
    try {
      return transitionsOf(this.machine, state, mover).length > 0
    } catch {
      // No run has come to this state, and the step may rely on that.
      return false
    }
  }

  /** The number of the value that a cell has in state `k`. */
  reader(k: number): ReadCell {
    const values = this.values[k] as readonly number[]
    return cell => values[cell] as number
  }

  pcOf(mover: number): number | undefined {
    return pcCell(this.machine, this.layout, mover)
  }

  private record(k: number, mover: number, script: readonly number[]): { reads: number[]; writes: number[] } {
    const pc = this.pcOf(mover)
    const read = this.reader(k)
    const recorded = this.recorder.run({ mover, pc, read, state: this.states[k] as State }, script)
    if (recorded.kind === 'run') {
      const { events, writes } = recorded.run
      return { reads: readsIn(events), writes: writes.map(({ cell }) => cell) }
    }
    // A step that cannot be traced may have read every cell.
    const cells = this.layout.cells.map(({ index }) => index)
    return { reads: cells.filter(cell => cell !== pc), writes: cells.filter(cell => this.isChanged(cell, k, k + 1)) }
  }

  private otherValues(cell: number, k: number): number[] {
    const { table } = this.layout.cells[cell] as Cell
    const own = table.values[this.values[k]?.[cell] as number]
    const others = (this.valuesMet[cell] as readonly unknown[]).filter(value => value !== own)
    return others.slice(0, valuesTried).map(value => table.intern(value))
  }

  private valuesByCell(): unknown[][] {
    const byKind = new Map<string, Set<unknown>>()
    for (const { index, table } of this.layout.cells) {
      const kind = this.kindOf(index)
      const met = byKind.get(kind) ?? new Set()
      byKind.set(kind, met)
      for (const values of this.values) met.add(table.values[values[index] as number])
    }
    return this.layout.cells.map(({ index }) => [...(byKind.get(this.kindOf(index)) as Set<unknown>)])
  }

  /** The common text of cells whose paths differ only in indices. */
  private kindOf(cell: number): string {
    const { path, isMember } = this.layout.cells[cell] as Cell
    return JSON.stringify([isMember, path.map(key => (typeof key === 'number' ? null : key))])
  }

  /** The label that a step leads to, or the way in which it fails. */
  private whereTo(state: State, mover: number, script: readonly number[]): string {
    let tried: Attempt
    try {
      tried = attempt(this.machine, state, mover, script)
    } catch {
      // No run leads to this state, and the step may rely on that.
      return 'error'
    }
    const { process, instance } = moverAt(this.machine, mover)
    const effect = tried.transition?.effect
    if (effect?.kind !== 'state') return effect?.kind ?? 'disabled'
    return process === null ? '' : `to ${(effect.state[process] as { pc: string }[])[instance]?.pc}`
  }
}
