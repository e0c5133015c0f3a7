import { addText, hasText, removeText, type SetOperations } from '../language/set.ts'
import { cellsUnder, type SetPlace } from '../state/layout.ts'
import { type Candidate, Members } from './members.ts'
import type { StateReads } from './state-reads.ts'

/** A set in the state that a run sees. */
interface SetPart {
  readonly target: readonly unknown[]
  readonly proxy: readonly unknown[]
  /** What was assigned to the list itself. */
  readonly written: ReadonlySet<unknown>
  /** A member as the author's code sees it. */
  readonly shown: (member: unknown) => unknown
}

/**
 * What a run reads of a set, and which members it adds and removes. Each member that a state has had is a cell; a member
 * that the run itself has added or removed is known without a read.
 */
export class WatchedSet {
  private readonly place: SetPlace
  private readonly reads: StateReads
  /** Members that were added or removed in this run. */
  private readonly changed = new Set<string>()
  private areAllKnown = false
  private members: Members | undefined

  constructor(place: SetPlace, reads: StateReads) {
    this.place = place
    this.reads = reads
  }

  /** Reads all members, and notes that there are no others. */
  readAll(): void {
    // Once is enough: what is changed later was known before.
    if (this.areAllKnown) return
    const { reads, place } = this
    reads.trace.beginWhole()
    const cells = [...place.members].flatMap(([text, cell]) => (this.changed.has(text) ? [] : [cell]))
    for (const cell of inOrderMet(cells)) reads.cell(cell)
    reads.unmet(place, { then: 'ask' })
    this.areAllKnown = true
  }

  /** Looks at the number of members, of all of them where the run has edited the set. */
  readSize(part: Pick<SetPart, 'written'>): void {
    if (this.areAllKnown) return
    if (this.reads.trace.countsMembers && !this.isEdited(part)) this.reads.size(this.place)
    else this.readAll()
  }

  /** The members one by one; undefined where all of them are known, or the run has edited the set. */
  oneByOne(part: SetPart): Members | undefined {
    if (!this.reads.hasPartsOfCells || this.areAllKnown || this.isEdited(part)) return undefined
    this.members ??= this.newMembers(part)
    return this.members
  }

  private newMembers(part: SetPart): Members {
    const { reads, place } = this
    let next = 0
    const candidates: Candidate[] = []
    for (const [cell, stored] of place.values) {
      const presence = reads.presence(cell)
      candidates.push(new WatchedMember(presence, stored, presence.isPresent ? part.target[next++] : stored, part))
    }
    const inOrderMet = orderMet(place).map(at => candidates[at] as Candidate)
    const edited = (): readonly unknown[] | undefined => {
      if (!this.isEdited(part)) return undefined
      this.readAll()
      return part.proxy
    }
    const unmet = (then: 'ask' | 'forget'): void => reads.unmet(place, { then })
    const areAllKnown = (): boolean => this.areAllKnown
    const readSize = reads.trace.countsMembers ? () => reads.size(place) : undefined
    const of = { trace: reads.trace, set: reads.nameOf(place), edited, unmet, areAllKnown, readSize }
    return new Members(of, candidates, inOrderMet)
  }

  /** Whether the run has changed which members there are, unless it did so by editing one in place. */
  private isEdited({ written }: Pick<SetPart, 'written'>): boolean {
    return this.changed.size > 0 || written.size > 0
  }

  /** `has`, `add` and `remove`: the operations that do not depend on the other members. */
  operations(members: unknown[]): SetOperations {
    return {
      inAnyOrder: code => this.reads.trace.inAnyOrder(code),
      has: text => {
        this.readMember(text)
        return hasText(members, text)
      },
      add: text => {
        addText(members, text)
        this.change(text)
      },
      remove: text => {
        removeText(members, text)
        this.change(text)
      },
    }
  }

  /** Adds the cells that the run may have changed; all of them if it has `assigned` to the set itself. */
  pushTouched(cells: number[], assigned: boolean): void {
    if (assigned) cellsUnder(this.place, cells)
    for (const text of this.changed) {
      const cell = this.place.members.get(text)
      if (cell !== undefined) cells.push(cell)
    }
  }

  private readMember(text: string): void {
    if (this.changed.has(text)) return
    const cell = this.place.members.get(text)
    if (cell === undefined) this.reads.unmet(this.place, { then: 'forget', text })
    else this.reads.cell(cell)
  }

  /** A change of a member that no state has had is no write; of one that some state has had it is. */
  private change(text: string): void {
    if (!this.place.members.has(text)) this.reads.unmet(this.place, { then: 'forget', text })
    this.changed.add(text)
  }
}

/** A member that is shown to the author's code only when it is looked at: most are looked for by others of their kind. */
class WatchedMember implements Candidate {
  readonly cell: number
  readonly isPresent: boolean
  readonly stored: unknown
  private readonly target: unknown
  private readonly part: SetPart

  constructor(
    { cell, isPresent }: Pick<Candidate, 'cell' | 'isPresent'>,
    stored: unknown,
    target: unknown,
    part: SetPart,
  ) {
    this.cell = cell
    this.isPresent = isPresent
    this.stored = stored
    this.target = target
    this.part = part
  }

  get member(): unknown {
    return this.part.shown(this.target)
  }
}

/** For each set, the places of its members in the order in which they were met. */
const ordersMet = new WeakMap<SetPlace, readonly number[]>()

function orderMet(place: SetPlace): readonly number[] {
  let order = ordersMet.get(place)
  if (order === undefined) {
    const cells = [...place.values.keys()]
    order = [...cells.keys()].sort((a, b) => cells[a]! - cells[b]!)
    ordersMet.set(place, order)
  }
  return order
}

/** Cells of members are numbered in the order in which the members were met. */
function inOrderMet(cells: readonly number[]): readonly number[] {
  return cells.toSorted((a, b) => a - b)
}
