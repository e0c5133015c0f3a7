/**
 * What a step that ran on a plain copy has changed: the cells whose values differ from before.
 *
 * Compares the parts that the step has touched with the state that the copy was made from. If a part does not have the form
 * of its place in the layout, or may not be plain data, there is no answer: the reference must run the step.
 */

import { ModelError } from '../base/errors.ts'
import { keepText, knownText } from '../base/known-text.ts'
import { isSamePlain, NotPlain } from '../base/plain.ts'
import { isKnownSet } from '../language/set.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Scratch } from '../machine/scratch.ts'
import { settlePart } from '../machine/settle.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Layout, Place, SetPlace } from '../state/layout.ts'
import { type Held, isHeld } from '../state/shape.ts'
import type { Write } from './step-leaf.ts'

/** Of a step with more ways, further values of a cell are looked up as usual: to compare them with all would take longer. */
const mostUsual = 8

type ArrayPlace = Extract<Place, { kind: 'array' }>
type RecordPlace = Extract<Place, { kind: 'record' }>

/**
 * Compares the copies of one layout with their states. One object serves all comparisons, so that nothing is
 * allocated.
 */
export class DirectChanges {
  /** The number of cells that have changed; below, which ones, and the numbers of their new values. */
  count = 0
  readonly cells: number[] = []
  readonly values: number[] = []
  private readonly machine: Machine
  private readonly layout: Layout
  /** The places of the fields of a state, in the order that the states of `keys` have: some are run with another order. */
  private fields: readonly (Place | undefined)[] = []
  private keys: readonly string[] = []
  private readonly members = new Map<SetPlace, Map<unknown, number>>()
  /** The labels that the program counter of a cell may have. */
  private readonly labels = new Map<number, ReadonlySet<unknown>>()
  private read: ReadCell = () => 0
  private scratch: Scratch | undefined
  /** The numbers of values that runs from a state have left, by cells: from the same state with keys in other orders, they are the same. */
  private readonly usual = new Map<number, number[]>()
  private usualFrom: State | undefined
  private isTurned = false

  constructor(machine: Machine, layout: Layout) {
    this.machine = machine
    this.layout = layout
    this.noteLabels()
  }

  /** Whether states of this layout can be compared at all: all program counters are cells. */
  get isPossible(): boolean {
    const counters = this.machine.processes.reduce((sum, { count }) => sum + count, 0)
    const { root } = this.layout
    return root.kind === 'record' && root.fields.size > 0 && this.labels.size === counters
  }

  /**
   * Compares; false if the reference must run the step. The cells of the state before are read by `read`; `turnedFrom` is that
   * state as it is stored, if the run had one with keys in another order.
   */
  find(scratch: Scratch, before: State, read: ReadCell, turnedFrom?: State): boolean {
    this.count = 0
    this.isTurned = turnedFrom !== undefined
    if (this.usualFrom !== (turnedFrom ?? before)) {
      this.usual.clear()
      this.usualFrom = turnedFrom ?? before
    }
    this.read = read
    this.scratch = scratch
    if (!scratch.isWhole) return false
    this.arrange(scratch.keys)
    try {
      for (let field = 0; field < this.fields.length; field++) {
        if (!scratch.isTouched(field)) continue
        const place = this.fields[field]
        if (place === undefined || !this.part(place, scratch.valueOf(field), before[this.keys[field]!])) return false
      }
      return true
    } catch (error) {
      if (error instanceof NotPlain || error instanceof ModelError) return false
      throw error
    }
  }

  private arrange(keys: readonly string[]): void {
    if (keys === this.keys) return
    const { root } = this.layout
    this.keys = keys
    this.fields = keys.map(key => (root.kind === 'record' ? root.fields.get(key) : undefined))
  }

  /** What has changed, as writes. */
  get writes(): readonly Write[] {
    return Array.from({ length: this.count }, (_, i) => ({ cell: this.cells[i]!, value: this.values[i]! }))
  }

  private part(place: Place, after: unknown, before: unknown): boolean {
    switch (place.kind) {
      case 'cell':
        return isHeldAs(place.holds, after) && this.cell(place.cell, after, before)
      case 'record':
        return this.record(place, after, before as State)
      case 'array':
        return this.array(place, after, before as readonly unknown[])
      case 'set':
        return isList(after) && this.set(place, after, before as readonly unknown[])
    }
  }

  private array({ items }: ArrayPlace, after: unknown, before: readonly unknown[]): boolean {
    if (!isList(after) || after.length !== items.length || isKnownSet(after)) return false
    const changes = this.count
    for (let i = 0; i < items.length; i++) if (!this.part(items[i]!, after[i], before[i])) return false
    if (this.count > changes) this.machine.origins?.meetOnCopy(after, this.scratch!)
    return true
  }

  private record({ fields }: RecordPlace, after: unknown, before: State): boolean {
    if (typeof after !== 'object' || after === null || Object.getPrototypeOf(after) !== Object.prototype) return false
    if (Object.keys(after).length !== fields.size || Object.getOwnPropertySymbols(after).length > 0) return false
    const first = this.count
    for (const [key, field] of fields) {
      const changes = this.count
      if (!this.part(field, (after as State)[key], before[key])) return false
      if (this.count > changes && !isVisible(after, key)) return false
    }
    if (this.count > first) this.machine.origins?.meetOnCopy(after, this.scratch!)
    return true
  }

  private cell(cell: number, after: unknown, before: unknown): boolean {
    if (after === before) return true
    const { table } = this.layout.cells[cell]!
    if (typeof after !== 'object' || after === null) {
      if (!isPlainPrimitive(after) || this.labels.get(cell)?.has(after) === false) return false
      return this.change(cell, table.intern(after))
    }
    const { path } = this.layout.cells[cell]!
    if (isSamePlain(after, before) && !this.machine.storedSets.isNews(path, after)) return true
    if (this.isTurned) {
      const known = this.usual.get(cell)?.find(value => isSamePlain(after, table.values[value]))
      if (known !== undefined) return this.change(cell, known)
    }
    const settled = settlePart(this.machine, path, { after, before, copies: this.scratch! })
    const value = table.intern(settled)
    if (!this.isTurned) this.noteUsual(cell, value)
    return this.change(cell, value)
  }

  private noteUsual(cell: number, value: number): void {
    const known = this.usual.get(cell)
    if (known === undefined) this.usual.set(cell, [value])
    else if (known.length < mostUsual) known.push(value)
  }

  private change(cell: number, value: number): boolean {
    if (value === this.read(cell)) return true
    this.cells[this.count] = cell
    this.values[this.count++] = value
    return true
  }

  /** Members that are the same objects are skipped from both ends: usually just one was added or removed. */
  private set(place: SetPlace, after: readonly unknown[], before: readonly unknown[]): boolean {
    const cells = this.membersOf(place)
    const now = this.scratch!.hasCopiedMembers ? after.map(member => this.scratch!.originalOf(member)) : after
    let from = 0
    let [end, oldEnd] = [now.length, before.length]
    while (from < end && from < oldEnd && now[from] === before[from]) from++
    while (end > from && oldEnd > from && now[end - 1] === before[oldEnd - 1]) {
      end--
      oldEnd--
    }
    const changed = new Map<number, number>()
    for (let i = from; i < oldEnd; i++) {
      const cell = cellOf(cells, place, before[i])
      if (cell === undefined) return false
      changed.set(cell, 0)
    }
    for (let i = from; i < end; i++) {
      const cell = cellOf(cells, place, now[i])
      if (cell === undefined) return false
      changed.set(cell, 1)
    }
    for (const [cell, value] of changed) this.change(cell, value)
    return true
  }

  /** The cells of members by the members themselves: in states of one layout these are always the same objects. */
  private membersOf(place: SetPlace): ReadonlyMap<unknown, number> {
    let cells = this.members.get(place)
    if (cells === undefined) {
      cells = new Map()
      for (const [text, cell] of place.members) {
        const member = place.values.get(cell)
        keepText(member, text)
        cells.set(member, cell)
      }
      this.members.set(place, cells)
    }
    return cells
  }

  private noteLabels(): void {
    const { root } = this.layout
    for (const { name, labels } of this.machine.processes) {
      const all = new Set<unknown>([...labels, 'done'])
      const instances = root.kind === 'record' ? root.fields.get(name) : undefined
      for (const instance of instances?.kind === 'array' ? instances.items : []) {
        const pc = instance.kind === 'record' ? instance.fields.get('pc') : undefined
        if (pc?.kind === 'cell') this.labels.set(pc.cell, all)
      }
    }
  }
}

function cellOf(cells: ReadonlyMap<unknown, number>, place: SetPlace, member: unknown): number | undefined {
  return cells.get(member) ?? place.members.get(knownText(member))
}

/** Whether a value is an array with no other keys than its indices. */
function isList(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return false
  return Object.keys(value).length === value.length && Object.getOwnPropertySymbols(value).length === 0
}

function isHeldAs(holds: Held, value: unknown): boolean {
  return holds === 'lists' ? isList(value) : isHeld(holds, value)
}

function isPlainPrimitive(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

/** Whether a key has a value that JSON would show, rather than code. */
function isVisible(record: object, key: string): boolean {
  const property = Object.getOwnPropertyDescriptor(record, key)
  return property !== undefined && 'value' in property && property.enumerable === true
}
