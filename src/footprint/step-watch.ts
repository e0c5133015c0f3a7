import type { DirectWatch } from '../machine/direct-run.ts'
import type { State } from '../machine/machine.ts'
import { goTo, type OwnPlace } from '../machine/step-end.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Cell, Layout } from '../state/layout.ts'
import type { AnyEdits, Operator, SortKeys } from '../state/list-look-ups.ts'
import type { Operation, Write } from './step-leaf.ts'
import { Trace } from './trace.ts'
import { projectionsOf, WatchedList } from './watched-list.ts'
import { WatchedState } from './watched-state.ts'

export interface StepWatchOptions {
  /** Whether any read of a list or record that is a cell counts as a read of the whole of it. */
  readonly isWhole: boolean
  /** Whether choices say what their options are. */
  readonly namesOptions: boolean
  readonly sortKeys: SortKeys
  /** Whether the step asks for places only to take out what it has found there. */
  readonly takesOut: boolean
}

/** A list or record that a run has edited. */
interface Edited {
  /** What was done to it; `value` is what came of it. */
  editsLeadingTo(value: unknown): AnyEdits | undefined
}

/** Watches one run of a step by proxies. */
export class StepWatch implements DirectWatch {
  readonly trace: Trace
  private readonly layout: Layout
  private readonly read: ReadCell
  private watched: WatchedState | undefined
  private place: OwnPlace | undefined
  private own: Record<string, unknown> | undefined
  private readonly isWhole: boolean
  private readonly sortKeys: SortKeys
  private readonly takesOut: boolean

  /** `pc` is a cell that was already read. */
  constructor(
    layout: Layout,
    { read, pc }: { readonly read: ReadCell; readonly pc: number | undefined },
    { isWhole, namesOptions, sortKeys, takesOut }: StepWatchOptions,
  ) {
    this.isWhole = isWhole
    this.trace = new Trace({ namesOptions, countsMembers: !isWhole && !namesOptions })
    this.sortKeys = sortKeys
    this.takesOut = takesOut
    this.layout = layout
    this.read = read
    if (pc !== undefined) this.trace.known.set(pc, read(pc))
  }

  over(root: State, own: OwnPlace | undefined, where: () => string): { state: object; me: object | undefined } {
    const projection = this.isWhole ? undefined : projectionsOf(this.layout)
    const watched = new WatchedState(this.trace, root, this.layout.root, {
      read: this.read,
      isEditable: true,
      takesOut: this.takesOut,
      projection,
    })
    this.watched = watched
    const state = watched.root as State
    if (own === undefined) return { state, me: undefined }
    this.place = own
    this.own = (state[own.process] as Record<string, unknown>[])[own.instance] as Record<string, unknown>
    return { state, me: watched.ownOf(this.own, own.instance, where) }
  }

  goTo(label: string): void {
    const { watched, place, own } = this
    if (watched === undefined || place === undefined || own === undefined) return
    watched.endStep(own)
    goTo(watched.root as Record<string, unknown>, place, own, label)
  }

  settle(): void {
    this.watched?.settle()
  }

  readonly onChoose = (options: readonly unknown[], pick: number): void => this.trace.choose(options, pick)

  /**
   * What the run writes, in the order of the cells. Writing the value that a cell already had counts too, unless the run has
   * read the cell: only then is it known that nothing changes.
   */
  writes(changes: readonly Write[]): { readonly writes: readonly Write[]; readonly operations: readonly Operation[] } {
    const values = new Map<number, number>()
    for (const { cell, value } of changes) values.set(cell, value)
    const touched = this.watched?.touchedCells() ?? new Set<number>()
    const operations = this.operations(values, touched)
    for (const cell of touched) if (!values.has(cell)) values.set(cell, this.read(cell))
    const writes: Write[] = []
    for (const [cell, value] of values) if (this.trace.known.get(cell) !== value) writes.push({ cell, value })
    return { writes: writes.sort((a, b) => a.cell - b.cell), operations }
  }

  /** Takes lists and records out of `values` if their edits can be applied to any other. The others count as read. */
  private operations(values: Map<number, number>, touched: Set<number>): Operation[] {
    const edited: Map<number, Edited> = this.watched?.editedParts ?? new Map()
    const rebuilt = this.watched?.rebuiltLists
    for (const cell of touched) edited.delete(cell)
    for (const [cell, list] of rebuilt ?? []) edited.set(cell, list)
    const operations: Operation[] = []
    for (const cell of new Set([...values.keys(), ...edited.keys()])) {
      if (this.layout.cells[cell]?.holds === 'anything' || this.trace.known.has(cell)) continue
      if (touched.has(cell) && !edited.has(cell)) continue
      const before = this.read(cell)
      const operator = this.operatorOf(cell, edited.get(cell), values.get(cell) ?? before)
      if (operator === undefined) this.trace.read(cell, before)
      else {
        operations.push({ cell, operator })
        values.delete(cell)
        touched.delete(cell)
      }
    }
    return operations.sort((a, b) => a.cell - b.cell)
  }

  /** The cells of lists that the run has edited, and for whose length it did not ask. */
  lengthUnasked(): number[] {
    const cells: number[] = []
    for (const [cell, part] of this.watched?.editedParts ?? [])
      if (part instanceof WatchedList && part.isLengthUnasked) cells.push(cell)
    return cells
  }

  private operatorOf(cell: number, list: Edited | undefined, after: number): Operator | undefined {
    const { table } = this.layout.cells[cell] as Cell
    const edits = list?.editsLeadingTo(table.values[after])
    if (edits === undefined) return undefined
    const operator = table.lists.operator(edits, this.sortKeys)
    return operator.of(this.read(cell)) === after ? operator : undefined
  }
}
