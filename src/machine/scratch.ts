/**
 * A state to be edited without proxies: its parts are copied on first access, and anew for each run.
 *
 * Within a step JavaScript's own rules apply, which plain objects follow best. A run costs a copy of the fields that it
 * touches, and nothing more for each part that it reads.
 */

import { isSamePlain } from '../base/plain.ts'
import { noteSet } from '../language/set.ts'
import type { Machine, State } from './machine.ts'
import { anyIndex, type SetTree, setTree } from './set-tree.ts'

/** How much of a state is copied: members of sets that hold nothing but primitives stay frozen, or are copied like all else. */
export type ScratchDepth = 'flat members frozen' | 'all'

export class Scratch {
  /** What a step gets in place of its draft. A field that holds an object is copied on its first read. */
  readonly root: Record<string, unknown> = {}
  /** The fields of the state, in their order. */
  readonly keys: readonly string[]
  private readonly sets: SetTree | undefined
  /** Where else steps have stored sets. */
  private readonly storedSets: SetTree
  /** The fields that are copied only when read, and their current values. */
  private readonly isLazy: readonly boolean[]
  private readonly values: unknown[]
  /** The copies made of fields of this state. */
  private readonly copies: unknown[]
  /** The objects in all copies, those of a field one after the other from the outside in, and what they were made from. */
  private made: (object | undefined)[] = []
  private sources: object[] = []
  /** Where the objects in the copy of a field begin and end. */
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  /** Where the next object is looked for first: parts that a step has moved mostly keep their order. */
  private hint = 0
  /** Which of the objects is compared next. */
  private next = 0
  private readonly touched: boolean[]
  private readonly originals = new Map<unknown, unknown>()
  private state: State = {}
  private depth: ScratchDepth = 'flat members frozen'

  /** For states with the same fields as this one. */
  constructor(form: Pick<Machine, 'sets' | 'storedSets'>, state: State) {
    this.keys = Object.keys(state)
    this.sets = form.sets.length > 0 ? setTree(form.sets) : undefined
    this.storedSets = form.storedSets.root
    this.isLazy = this.keys.map(key => typeof state[key] === 'object' && state[key] !== null)
    this.values = this.keys.map(() => undefined)
    this.copies = this.keys.map(() => undefined)
    this.touched = this.keys.map(() => false)
    for (const [field, key] of this.keys.entries()) this.define(field, key)
  }

  /** Starts a run from a state, discarding the previous run. Copies that it left unchanged are reused. */
  begin(state: State, depth: ScratchDepth): void {
    if (state === this.state && depth === this.depth) this.dropEdited()
    else this.beginState(state, depth)
    const { length } = this.made
    for (let field = 0; field < this.keys.length; field++) {
      if (this.isLazy[field]!) this.touched[field] = false
      else {
        const key = this.keys[field]!
        this.root[key] = this.copyOfField(key)
      }
    }
    // Such copies serve one run.
    if (this.made.length > length) this.made.length = this.sources.length = length
  }

  private beginState(state: State, depth: ScratchDepth): void {
    this.state = state
    this.depth = depth
    if (this.originals.size > 0) this.originals.clear()
    this.copies.fill(undefined)
    this.made = []
    this.sources = []
    this.hint = 0
  }

  private dropEdited(): void {
    for (let field = 0; field < this.copies.length; field++) {
      if (!this.touched[field]! || this.copies[field] === undefined) continue
      this.next = this.starts[field]!
      if (this.isAsBefore(this.copies[field], this.state[this.keys[field]!])) continue
      this.copies[field] = undefined
      this.made.fill(undefined, this.starts[field], this.ends[field])
    }
  }

  /** Whether the run may have changed a field; all others are unchanged. */
  isTouched(field: number): boolean {
    return !this.isLazy[field]! || this.touched[field]!
  }

  /** What a field holds by now. */
  valueOf(field: number): unknown {
    return this.isLazy[field]! && !this.touched[field]! ? this.state[this.keys[field]!] : this.root[this.keys[field]!]
  }

  /** Whether an object is part of the copies that serve several runs. */
  isCopy(object: object): boolean {
    return this.placeOf(object) >= 0
  }

  /** The part of the state of which this is a copy, if it still equals it; undefined for any other object. */
  sourceOf(object: object): object | undefined {
    const at = this.placeOf(object)
    if (at < 0) return undefined
    this.next = at
    return this.isAsBefore(object, this.sources[at]) ? this.sources[at] : undefined
  }

  private placeOf(object: object): number {
    const { made, hint } = this
    if (made[hint] === object) return hint
    const found = made.indexOf(object, hint)
    const at = found >= 0 || hint === 0 ? found : made.indexOf(object)
    if (at >= 0) this.hint = at
    return at
  }

  /** The current values of the fields that a run may have changed. */
  touchedValues(): unknown[] {
    return this.keys.flatMap((_, field) => (this.isTouched(field) ? [this.valueOf(field)] : []))
  }

  /**
   * Whether a state has the fields for which this scratch was made. It may not, if fields of the state itself come and go.
   */
  hasFieldsOf(state: State): boolean {
    const keys = Object.keys(state)
    if (keys.length !== this.keys.length) return false
    for (let field = 0; field < keys.length; field++) if (keys[field] !== this.keys[field]) return false
    return true
  }

  /** Whether the state still has its fields and no others. */
  get isWhole(): boolean {
    return Object.keys(this.root).length === this.keys.length
  }

  /** Whether any members of sets are copies. */
  get hasCopiedMembers(): boolean {
    return this.originals.size > 0
  }

  /** The member of a set of the state of which this is an unchanged copy; otherwise the object itself. */
  originalOf(member: unknown): unknown {
    const original = this.originals.get(member)
    return original !== undefined && isSamePlain(member, original) ? original : member
  }

  /** Not configurable: a step that deletes a field fails here, and is left to the reference. */
  private define(field: number, key: string): void {
    if (!this.isLazy[field]!) {
      Object.defineProperty(this.root, key, { value: undefined, enumerable: true, writable: true })
      return
    }
    Object.defineProperty(this.root, key, {
      enumerable: true,
      get: () => this.look(field),
      set: value => {
        this.touched[field] = true
        this.values[field] = value
      },
    })
  }

  private look(field: number): unknown {
    if (!this.touched[field]!) {
      const key = this.keys[field]!
      this.touched[field] = true
      if (this.copies[field] === undefined) {
        this.starts[field] = this.made.length
        this.copies[field] = this.copyOfField(key)
        this.ends[field] = this.made.length
      }
      this.values[field] = this.copies[field]
    }
    return this.values[field]
  }

  private copyOfField(key: string): unknown {
    return this.copy(this.state[key], this.sets?.within.get(key), this.storedSets.within.get(key))
  }

  private copy(value: unknown, sets: SetTree | undefined, stored: SetTree | undefined): unknown {
    if (typeof value !== 'object' || value === null) return value
    return Array.isArray(value) ? this.copyOfList(value, sets, stored) : this.copyOfRecord(value as State, sets, stored)
  }

  private copyOfList(list: readonly unknown[], sets: SetTree | undefined, stored: SetTree | undefined): unknown[] {
    // Not slice(), which takes V8 thirty times as long for a frozen list.
    const copy = [...list]
    this.note(copy, list)
    if (sets?.isSet === true || stored?.isSet === true) noteSet(copy)
    if (sets?.isSet === true) return this.depth === 'flat members frozen' && areFlat(list) ? copy : this.copied(copy)
    for (let i = 0; i < copy.length; i++) {
      const item = copy[i]
      if (typeof item === 'object' && item !== null)
        copy[i] = this.copy(item, sets?.within.get(String(i)), stored?.within.get(anyIndex))
    }
    return copy
  }

  private copied(members: unknown[]): unknown[] {
    for (let i = 0; i < members.length; i++) {
      const member = members[i]
      if (typeof member !== 'object' || member === null) continue
      members[i] = this.copy(member, undefined, undefined)
      this.originals.set(members[i], member)
    }
    return members
  }

  private copyOfRecord(record: State, sets: SetTree | undefined, stored: SetTree | undefined): object {
    const copy: Record<string, unknown> = { ...record }
    this.note(copy, record)
    for (const key in copy) {
      const part = copy[key]
      if (typeof part === 'object' && part !== null)
        copy[key] = this.copy(part, sets?.within.get(key), stored?.within.get(key))
    }
    return copy
  }

  private note(copy: object, source: object): void {
    this.made.push(copy)
    this.sources.push(source)
  }

  /** Whether a copy still equals what it was made from, including the order of keys, and consists of the same objects. */
  private isAsBefore(copy: unknown, source: unknown): boolean {
    if (copy === source) return true
    if (typeof copy !== 'object' || copy === null || copy !== this.made[this.next]) return false
    this.next++
    return Array.isArray(copy)
      ? this.areItemsAsBefore(copy, source as readonly unknown[])
      : this.areFieldsAsBefore(copy, source as State)
  }

  private areItemsAsBefore(copy: readonly unknown[], source: readonly unknown[]): boolean {
    if (copy.length !== source.length) return false
    for (let i = 0; i < copy.length; i++) if (!this.isAsBefore(copy[i], source[i])) return false
    // An array may have other keys, too.
    return Object.keys(copy).length === copy.length
  }

  private areFieldsAsBefore(copy: object, source: State): boolean {
    const keys = Object.keys(source)
    let i = 0
    for (const key in copy) {
      if (key !== keys[i++] || !this.isAsBefore((copy as State)[key], source[key])) return false
    }
    return i === keys.length && Object.getOwnPropertySymbols(copy).length === 0
  }
}

/** Sets whose members are known to be flat: asked for every run from a state. */
const flatSets = new WeakSet<object>()

/**
 * Whether no member of a set holds a list or a record. Others are copied in any case: JavaScript reads frozen lists only
 * half as fast.
 */
function areFlat(members: readonly unknown[]): boolean {
  if (flatSets.has(members)) return true
  if (!members.every(member => typeof member !== 'object' || member === null || isFlat(member))) return false
  flatSets.add(members)
  return true
}

/** Whether an object is a record without lists and records in it. */
function isFlat(member: object): boolean {
  if (Array.isArray(member)) return false
  for (const key in member) {
    const part = (member as State)[key]
    if (typeof part === 'object' && part !== null) return false
  }
  return true
}
