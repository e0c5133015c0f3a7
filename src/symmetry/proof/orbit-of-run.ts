/**
 * Whether a run is the same under all other names, in every state that agrees with one state on what the run depends on.
 *
 * If under every renaming the same comes of it, and depends on no other cells than the renamed ones, then this is so in all those
 * states. Where the run under other names depends on more, as where a search through instances ends early, the proof is for states
 * that agree on that, too.
 */

import type { Path } from '../../base/plain.ts'
import type { Operation, Write } from '../../footprint/step-leaf.ts'
import type { Machine } from '../../machine/machine.ts'
import type { Cell } from '../../state/layout.ts'
import type { PackedRenaming } from '../packed-renaming.ts'
import { composed, exchanges, identityOf } from '../permutation.ts'
import { nameUnder } from './chosen-options.ts'
import { type AbsentMember, absentMember, Dependences, RenamedDependences, renamedMember } from './dependences.ts'
import { type ObservedEvent, type ObservedRun, optionsOf, type Values, valuesAfter } from './observed-run.ts'
import { textOfEdits } from './renamed-question.ts'
import type { Renamings } from './renamings.ts'

/** A run in a state, and how to repeat it under other names. */
export interface RepeatableRun {
  readonly run: ObservedRun
  /** Undefined for a claim. */
  readonly mover: number | undefined
  /** The run in a state with other names, given by its values; undefined if there is none that can be observed. */
  again(values: Values, by: PackedRenaming): ObservedRun | undefined
}

/** The run under other names. */
export interface Image {
  readonly by: PackedRenaming
  readonly values: Values
  readonly run: ObservedRun
}

export type Proof =
  /** Alike wherever states agree on what the run depends on, and on what was `added` to that. */
  | { readonly kind: 'alike'; readonly added: readonly ObservedEvent[]; readonly images: readonly Image[] }
  | { readonly kind: 'differs'; readonly by: PackedRenaming }
  /** A state has no cells for what it holds under other names. */
  | NoCell
  | { readonly kind: 'unknown' }

export interface NoCell {
  readonly kind: 'no cell'
  readonly values: Values
  readonly by: PackedRenaming
}

/** A run with more images than this is not proved to be alike. */
const maxImages = 50_000

export class OrbitOfRun {
  private readonly machine: Machine
  private readonly renamings: Renamings
  private readonly values: Values
  private readonly repeatable: RepeatableRun
  private readonly on: Dependences
  private readonly added: ObservedEvent[]
  private readonly images = new Map<string, Image>()

  /** `added` are dependences beyond those of the run. */
  constructor(
    machine: Machine,
    renamings: Renamings,
    values: Values,
    repeatable: RepeatableRun,
    added: ObservedEvent[],
  ) {
    this.machine = machine
    this.renamings = renamings
    this.values = values
    this.repeatable = repeatable
    this.added = added
    this.on = new Dependences([...repeatable.run.events, ...added], values)
  }

  prove(): Proof {
    for (;;) {
      const found = this.visit()
      if (found.kind !== 'more') return found
      this.added.push(found.on)
      this.on.add(found.on)
    }
  }

  /**
   * Visits the images that differ in what the run depends on; ends early where it turns out to depend on more. Where another way
   * leads to an image that was visited, the same must come of the run by that way, too: so the names that do not occur in what it
   * depends on are alike.
   */
  private visit(): Proof | { readonly kind: 'more'; readonly on: ObservedEvent } {
    const steps = exchanges(this.machine.symmetries)
    const by = this.renamings.by(identityOf(this.machine.symmetries))
    const own: Image = { by, values: this.values, run: this.repeatable.run }
    const met = new Map([[this.keyOf(own.by), own]])
    for (const { by: before } of met.values()) {
      for (const step of steps) {
        const by = this.renamings.by(composed(before.renaming.permutation, step))
        const key = this.keyOf(by)
        if (key === undefined) return this.noCell(by)
        const image = met.get(key) ?? this.imageBy(by)
        if ('kind' in image) return image
        if (!met.has(key)) {
          const back = new RenamedDependences(this.renamings, this.renamings.backFrom(by), this.values)
          const missing = back.missing(image.run.events, this.on)
          if (missing === 'no cell') return this.noCell(by)
          if (missing[0] !== undefined) return { kind: 'more', on: missing[0] }
          met.set(key, image)
        }
        if (!this.isSame({ ...image, by })) return { kind: 'differs', by }
      }
    }
    const [, ...images] = met.values()
    return { kind: 'alike', added: this.added, images }
  }

  /** Who takes the run under other names, what is chosen and what it depends on, as a text; undefined if there is no cell for it. */
  private keyOf(by: PackedRenaming): string | undefined {
    const parts: string[] = []
    for (const { cell, projection } of this.on.reads) {
      const value = this.values[cell] as number
      const target = by.targetOf(cell)
      if (target !== undefined) {
        const read = this.renamings.readOf(target, projection?.question, by, () => by.valueOf(cell, value))
        parts.push(`${target} ${read.projection?.question ?? ''}=${read.value}`)
      } else {
        const { isMember, path } = this.renamings.layout.cells[cell] as Cell
        if (value !== 0 || !isMember) return undefined
        parts.push(this.keyOfAbsent(absentMember(path), by))
      }
    }
    for (const member of this.on.absent) parts.push(this.keyOfAbsent(member, by))
    const { mover } = this.repeatable
    const names = optionsOf(this.repeatable.run.events).map(option => nameUnder(by, option))
    const target = mover === undefined ? '' : by.renaming.mover(mover)
    return JSON.stringify([target, names, parts.sort()])
  }

  /** That a member is absent: under other names it may have a cell, or none. */
  private keyOfAbsent(member: AbsentMember, by: PackedRenaming): string {
    const { set, text } = renamedMember(member, by.renaming)
    const cell = text === undefined ? undefined : this.renamings.cellOfMember(JSON.parse(set) as Path, text)
    return cell === undefined ? `${set} ${text ?? ''}` : `${cell} =0`
  }

  private imageBy(by: PackedRenaming): Image | NoCell | { readonly kind: 'unknown' } {
    const key = String(by.renaming.permutation)
    const known = this.images.get(key)
    if (known !== undefined) return known
    if (this.images.size === maxImages) return { kind: 'unknown' }
    const { run: own } = this.repeatable
    const values = by.valuesOf(this.values)
    if (values === undefined) return this.noCell(by)
    if (own.writes.some(({ cell, value }) => value !== 0 && by.targetOf(cell) === undefined))
      return this.noCell(by, valuesAfter(this.values, own))
    const run = this.repeatable.again(values, by)
    if (run === undefined) return { kind: 'unknown' }
    const image = { by, values, run }
    this.images.set(key, image)
    return image
  }

  private noCell(by: PackedRenaming, values = this.values): NoCell {
    return { kind: 'no cell', values, by }
  }

  private isSame({ by, values, run }: Image): boolean {
    const { run: own } = this.repeatable
    if (own.effect !== run.effect || String(own.answers) !== String(run.answers)) return false
    const back = this.renamings.backFrom(by)
    const { on } = this
    const mine = own.writes.filter(({ cell, value }) => !on.hasCell(cell) || value !== this.values[cell])
    const its = run.writes.filter(({ cell, value }) => {
      const from = back.targetOf(cell)
      return from === undefined || !on.hasCell(from) || value !== values[cell]
    })
    if (textOf(mine.flatMap(write => renamed(write, by))) !== textOf(its)) return false
    const edits = ({ cell, operator }: Operation): string => `${cell} ${textOfEdits(operator.edits)}`
    const renamedEdits = ({ cell, operator }: Operation): string =>
      `${by.targetOf(cell)} ${textOfEdits(operator.edits, by.renaming)}`
    return String(own.operations.map(renamedEdits).sort()) === String(run.operations.map(edits).sort())
  }
}

/** The write under other names: none where a member leaves a set that could not have it. */
function renamed({ cell, value }: Write, by: PackedRenaming): Write[] {
  const target = by.targetOf(cell)
  return target === undefined ? [] : [{ cell: target, value: by.valueOf(cell, value) }]
}

function textOf(writes: readonly Write[]): string {
  return String(writes.map(({ cell, value }) => `${cell}=${value}`).sort())
}
