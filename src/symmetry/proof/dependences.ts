/** What a run depends on: cells or parts of them, and that a state has no members of sets beyond those that have been met. */

import { canonical, type Path } from '../../base/plain.ts'
import type { ReadEvent, UnmetEvent } from '../../footprint/trace.ts'
import type { ReadCell } from '../../state/codec.ts'
import type { Cell } from '../../state/layout.ts'
import { renamedPath } from '../cell-names.ts'
import type { PackedRenaming } from '../packed-renaming.ts'
import type { Renaming } from '../renaming.ts'
import { type ObservedEvent, readerOf, readOf, readsOf, type Values } from './observed-run.ts'
import type { Renamings } from './renamings.ts'

/** What is depended on, as part of which cell: the whole of it, or the answer to a question. */
type LookAtCell = Pick<ReadEvent, 'cell' | 'projection'>

/** A member that is absent and has no cell; without a text, all such members of the set. */
export type AbsentMember = Pick<UnmetEvent, 'set' | 'text'>

export class Dependences {
  private readonly looks = new Map<string, ReadEvent>()
  private readonly unmet = new Map<string, UnmetEvent>()
  private readonly read: ReadCell

  /** Those of a run in a state with these values. */
  constructor(events: readonly ObservedEvent[], values: Values) {
    this.read = readerOf(values)
    for (const event of events) this.add(event)
  }

  add(event: ObservedEvent): void {
    for (const read of readsOf([event], this.read)) this.looks.set(readKey(read), read)
    if (event.kind === 'unmet') this.unmet.set(unmetKey(event.set, event.text), event)
  }

  get reads(): Iterable<ReadEvent> {
    return this.looks.values()
  }

  /** That members are absent which have no cells. */
  get absent(): Iterable<AbsentMember> {
    return this.unmet.values()
  }

  has(read: LookAtCell): boolean {
    return this.looks.has(readKey(read)) || this.hasCell(read.cell)
  }

  /** Whether they include all of a cell. */
  hasCell(cell: number): boolean {
    return this.looks.has(readKey({ cell, projection: undefined }))
  }

  /** Whether they include that a member is absent which has no cell, or all such members. */
  hasUnmet({ set, text }: UnmetEvent): boolean {
    return this.unmet.has(unmetKey(set, undefined)) || this.unmet.has(unmetKey(set, text))
  }
}

function readKey({ cell, projection }: LookAtCell): string {
  return projection === undefined ? String(cell) : `${cell} ${projection.question}`
}

function unmetKey(set: string, text = ''): string {
  return `${set} ${text}`
}

/** Dependences in terms of other names. */
export class RenamedDependences {
  private readonly renamings: Renamings
  private readonly by: PackedRenaming
  private readonly read: ReadCell

  /** `values` are those of a state with the other names. */
  constructor(renamings: Renamings, by: PackedRenaming, values: Values) {
    this.renamings = renamings
    this.by = by
    this.read = readerOf(values)
  }

  /** Those of the `events` that are not `known`, under other names. Where there is no cell for one of them, `no cell`. */
  missing(events: readonly ObservedEvent[], known: Dependences): ObservedEvent[] | 'no cell' {
    const missing: ObservedEvent[] = []
    for (const event of events) {
      if (event.kind === 'unmet') missing.push(...this.missingMember(this.member(event), known))
      // The values of these reads do not matter.
      for (const read of readsOf([event], () => 0)) {
        const found = this.missingRead(read, known)
        if (found === 'no cell') return found
        missing.push(...found)
      }
    }
    return missing
  }

  private missingRead({ cell: from, projection }: LookAtCell, known: Dependences): ObservedEvent[] | 'no cell' {
    const cell = this.by.targetOf(from)
    if (cell === undefined) {
      const { isMember, path } = this.renamings.layout.cells[from] as Cell
      return isMember ? this.missingMember(this.member(absentMember(path)), known) : 'no cell'
    }
    const event = this.renamings.readOf(cell, projection?.question, this.by, this.read)
    return known.has(event) ? [] : [event]
  }

  private missingMember(event: UnmetEvent, known: Dependences): ObservedEvent[] {
    if (known.hasUnmet(event)) return []
    const { set, text } = event
    const cell = text === undefined ? undefined : this.renamings.cellOfMember(JSON.parse(set) as Path, text)
    if (cell === undefined) return [event]
    return known.hasCell(cell) ? [] : [readOf(cell, this.read)]
  }

  private member(absent: AbsentMember): UnmetEvent {
    // It is simplest to prove again what comes next.
    return { kind: 'unmet', ...renamedMember(absent, this.by.renaming), then: 'forget' }
  }
}

/** The same about a member under other names. */
export function renamedMember({ set, text }: AbsentMember, renaming: Renaming): AbsentMember {
  return {
    set: JSON.stringify(renamedPath(JSON.parse(set) as Path, renaming)),
    text: text === undefined ? undefined : canonical(renaming.value(JSON.parse(text))),
  }
}

/** That a member is absent, as a look for one that no state has had. */
export function absentMember(path: Path): AbsentMember {
  return { set: JSON.stringify(path.slice(0, -1)), text: String(path.at(-1)) }
}
