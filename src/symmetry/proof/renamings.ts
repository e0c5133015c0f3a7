import type { Path } from '../../base/plain.ts'
import type { ReadEvent } from '../../footprint/trace.ts'
import { projectionsOf } from '../../footprint/watched-list.ts'
import type { Machine } from '../../machine/machine.ts'
import type { ReadCell } from '../../state/codec.ts'
import type { Layout } from '../../state/layout.ts'
import type { PartQuestion } from '../../state/list-look-ups.ts'
import { CellNames } from '../cell-names.ts'
import { PackedRenaming } from '../packed-renaming.ts'
import { inverseOf, type Permutation } from '../permutation.ts'
import { Renaming } from '../renaming.ts'
import { readOf } from './observed-run.ts'
import { renamedQuestion } from './renamed-question.ts'

/** With more renamings than this, all are made anew; each has a table for each cell. */
const maxKept = 6000

/** The renamings of packed states under one layout, made when they are needed. */
export class Renamings {
  readonly layout: Layout
  private readonly machine: Machine
  private readonly names: CellNames
  private readonly known = new Map<string, PackedRenaming>()
  private readonly projection: ReturnType<typeof projectionsOf>
  private readonly cells: ReadonlyMap<string, number>

  constructor(machine: Machine, layout: Layout) {
    this.machine = machine
    this.layout = layout
    this.names = new CellNames(machine)
    this.projection = projectionsOf(layout)
    this.cells = new Map(layout.cells.map(cell => [this.names.keyOf(cell), cell.index]))
  }

  by(permutation: Permutation): PackedRenaming {
    const key = JSON.stringify(permutation)
    const known = this.known.get(key)
    if (known !== undefined) return known
    if (this.known.size >= maxKept) this.known.clear()
    const made = new PackedRenaming(this.layout, this.names, new Renaming(this.machine, permutation))
    this.known.set(key, made)
    return made
  }

  /** The presence cell of a member; undefined if no state has had it. */
  cellOfMember(set: Path, text: string): number | undefined {
    return this.cells.get(this.names.keyOf({ path: [...set, text], isMember: true }))
  }

  /** A look at a cell, or the same question about it under other names. */
  readOf(cell: number, question: PartQuestion | undefined, { renaming }: PackedRenaming, read: ReadCell): ReadEvent {
    if (question === undefined) return readOf(cell, read)
    const projection = this.projection(cell, renamedQuestion(question, renaming))
    return { kind: 'read', cell, projection, value: projection.of(read(cell)) }
  }

  backFrom({ renaming }: PackedRenaming): PackedRenaming {
    return this.by(inverseOf(renaming.permutation))
  }
}
