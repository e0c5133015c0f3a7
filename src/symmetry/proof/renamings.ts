import type { Path } from '../../base/plain.ts'
import type { ReadEvent } from '../../footprint/trace.ts'
import { projectionsOf } from '../../footprint/watched-list.ts'
import type { Machine } from '../../machine/machine.ts'
import type { ReadCell } from '../../state/codec.ts'
import type { Layout } from '../../state/layout.ts'
import type { PartQuestion } from '../../state/list-look-ups.ts'
import { CellNames } from '../cell-names.ts'
import { KeptRenamings } from '../kept-renamings.ts'
import { PackedRenaming } from '../packed-renaming.ts'
import { inverseOf, type Permutation } from '../permutation.ts'
import { readOf } from './observed-run.ts'
import { renamedQuestion } from './renamed-question.ts'

/** What runs look like under other names, in packed states of one layout. */
export class Renamings {
  readonly layout: Layout
  private readonly names: CellNames
  private readonly kept: KeptRenamings<PackedRenaming>
  private readonly projection: ReturnType<typeof projectionsOf>
  private readonly cells: ReadonlyMap<string, number>

  constructor(machine: Machine, layout: Layout) {
    this.layout = layout
    this.names = new CellNames(machine)
    this.kept = new KeptRenamings(machine, renaming => new PackedRenaming(layout, this.names, renaming))
    this.projection = projectionsOf(layout)
    this.cells = new Map(layout.cells.map(cell => [this.names.keyOf(cell), cell.index]))
  }

  by(permutation: Permutation): PackedRenaming {
    this.kept.dropTooMany()
    return this.kept.by(permutation)
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
