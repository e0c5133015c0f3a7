import type { Path } from '../base/plain.ts'
import { type CellPlace, cellsUnder, type Place, type SetPlace, setsUnder } from '../state/layout.ts'
import type { PartQuestion, Projection } from '../state/list-look-ups.ts'
import type { Trace } from './trace.ts'
import { WatchedList } from './watched-list.ts'
import { WatchedRecord } from './watched-record.ts'

/** The state that a run reads, as it was before the run. */
export interface ReadSource {
  /** The number of the value of a cell. */
  readonly read: (cell: number) => number
  /** The offset of cells in the trace: the state after a transition has separate cells. Default 0. */
  readonly offset?: number
  /** Questions about the lists or records of a cell. Without it, any read of one counts as a read of the whole of it. */
  readonly projection?: ((cell: number, question: PartQuestion) => Projection) | undefined
}

/** What a set is called in the trace: those of the state after a transition are others than those of the one before. */
export function setName(path: Path, isAfter: boolean): string {
  return `${isAfter ? after : ''}${JSON.stringify(path)}`
}

/** What the same set is called in the state before the transition. */
export function setNameBefore(name: string): string {
  return name.startsWith(after) ? name.slice(after.length) : name
}

const after = 'after '

/** Notes in a trace which parts of one state a run reads. */
export class StateReads {
  readonly trace: Trace
  private readonly source: ReadSource
  private readonly offset: number

  constructor(trace: Trace, source: ReadSource) {
    this.trace = trace
    this.source = source
    this.offset = source.offset ?? 0
  }

  /** Whether reading a part of a list or of a record that is a cell is less than reading the whole of it. */
  get hasPartsOfCells(): boolean {
    return this.source.projection !== undefined
  }

  cell(cell: number): void {
    this.trace.read(cell + this.offset, this.source.read(cell))
  }

  /** Everything at a place. */
  all(place: Place): void {
    for (const set of setsUnder(place)) this.unmet(set, { then: 'forget' })
    for (const cell of cellsUnder(place)) this.cell(cell)
  }

  /** A presence cell as it is numbered in the trace, and whether the member is there. */
  presence(cell: number): { readonly cell: number; readonly isPresent: boolean } {
    return { cell: cell + this.offset, isPresent: this.source.read(cell) === 1 }
  }

  /** How many members a set has. */
  size(set: SetPlace): void {
    const { read } = this.source
    const cells = [...set.members.values()].sort((a, b) => a - b)
    const count = cells.reduce((sum, cell) => sum + read(cell), 0)
    // A member that is met later counts, too.
    this.trace.searchedSets.add(JSON.stringify(set.path))
    this.trace.readSize(
      this.nameOf(set),
      cells.map(cell => cell + this.offset),
      count,
    )
  }

  /** What comes next depends on members that no state has had: there is no cell for them yet. */
  unmet(set: SetPlace, { then, text }: { readonly then: 'ask' | 'forget'; readonly text?: string }): void {
    this.trace.searchedSets.add(JSON.stringify(set.path))
    this.trace.unmet({ set: this.nameOf(set), text, then })
  }

  /** The set as it is called in the trace. */
  nameOf({ path }: SetPlace): string {
    return setName(path, this.offset > 0)
  }

  /** What is read of the list or record that a cell holds; undefined if any look at it reads the cell. */
  partsOf({ cell, holds }: CellPlace, value: object): WatchedList | WatchedRecord | undefined {
    const { projection, read } = this.source
    if (projection === undefined || holds === 'anything') return undefined
    const reader = {
      read: (question: PartQuestion) =>
        this.trace.readProjection(cell + this.offset, projection(cell, question), read(cell)),
      beginWhole: () => this.trace.beginWhole(),
      readAll: () => this.cell(cell),
    }
    return holds === 'lists' ? new WatchedList(value as readonly unknown[], reader) : new WatchedRecord(value, reader)
  }
}
