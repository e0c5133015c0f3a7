/** The ids that the cells of a layout and their values mention, and how these contribute to signatures. */

import { canonical, type Path } from '../base/plain.ts'
import type { Machine } from '../machine/machine.ts'
import { type SetTree, setTree } from '../machine/set-tree.ts'
import { settlePart } from '../machine/settle.ts'
import type { Cell } from '../state/layout.ts'
import { addLeaves, addMember, type LeafScore } from './leaf-score.ts'
import { type KnownId, Names } from './names.ts'
import type { Renaming } from './renaming.ts'
import { keySignature, mixed, type SeenBy, signatureOf } from './signature.ts'

/** What a value of a cell adds to the signature of an id. */
export interface Mention {
  readonly id: KnownId
  readonly signature: number
}

export class CellNames {
  private readonly machine: Machine
  private readonly names: Names
  private readonly sets: SetTree | undefined

  constructor(machine: Machine) {
    this.machine = machine
    this.names = new Names(machine.symmetries)
    this.sets = machine.sets.length > 0 ? setTree(machine.sets) : undefined
  }

  /** The text of a cell's path after a renaming, equal to that of the target cell, see {@link keyOf}. */
  renamedKey({ path, isMember }: Pick<Cell, 'path' | 'isMember'>, renaming: Renaming): string {
    if (!isMember) return JSON.stringify([false, renamedPath(path, renaming)])
    const member = canonical(renaming.value(JSON.parse(String(path.at(-1)))))
    return JSON.stringify([true, [...renamedPath(path.slice(0, -1), renaming), member]])
  }

  keyOf({ path, isMember }: Pick<Cell, 'path' | 'isMember'>): string {
    return JSON.stringify([isMember, path])
  }

  /** A value of a cell after a renaming, as it is in the target cell. */
  renamedValue({ isMember }: Cell, value: unknown, renaming: Renaming, to: Cell): unknown {
    return isMember ? value : settlePart(this.machine, to.path, { after: renaming.value(value) })
  }

  /** The ids that a cell with this value mentions, each with what that adds to its signature. */
  mentions(cell: Cell, value: unknown): Mention[] {
    const { path, isMember } = cell
    if (isMember && value !== true) return []
    const keys = path.map((key, i) =>
      i === 1 && typeof key === 'number' ? this.instanceKey(path[0], key) : String(key),
    )
    const member: unknown = isMember ? JSON.parse(String(path.at(-1))) : undefined
    const texts = this.names.within(isMember ? member : value)
    for (const key of isMember ? keys.slice(0, -1) : keys) this.names.within(key, texts)
    return [...texts].map(text => {
      const id = this.names.id(text) as KnownId
      const seen = this.names.seenBy(id)
      const place = (isMember ? keys.slice(0, -1) : keys).reduce((sum, key) => mixed(sum, keySignature(key, seen)), 0)
      return { id, signature: mixed(place, this.valueSignature(cell, isMember ? member : value, seen)) }
    })
  }

  /** What a cell with this value adds to the score of its state. */
  score({ path, isMember }: Cell, value: unknown): LeafScore {
    const score = { low: 0, high: 0 }
    const place = path.map(key => `/${key}`)
    if (!isMember) addLeaves(score, place.join(''), value, this.setsAt(path))
    else if (value === true) addMember(score, place.slice(0, -1).join(''), String(path.at(-1)))
    return score
  }

  /** The number of an instance as its id, if its process is symmetric. */
  private instanceKey(process: string | number | undefined, instance: number): string {
    return this.names.ofInstance(String(process), instance) ?? String(instance)
  }

  private valueSignature({ path, isMember }: Cell, value: unknown, seen: SeenBy): number {
    return signatureOf(value, seen, isMember ? undefined : this.setsAt(path))
  }

  private setsAt(path: Cell['path']): SetTree | undefined {
    let sets = this.sets
    for (const key of path) sets = sets?.within.get(String(key))
    return sets
  }
}

/** Where the part of a state at a path goes. */
export function renamedPath(path: Path, renaming: Renaming): Path {
  return path.map((key, i) => {
    if (typeof key === 'string') return renaming.text(key)
    return i === 1 ? renaming.place(String(path[0]), key) : key
  })
}
