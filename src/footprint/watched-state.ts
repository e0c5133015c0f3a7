/**
 * The tracing proxies: what a step sees in place of the copy that it edits, and a claim in place of its frozen state.
 *
 * Every proxy wraps one object of the state (`target`: a part of a copy, or a frozen object) and knows the place that
 * object had before the run. It forwards everything and records in the trace
 *  - a read, when a cell is read to which nothing was assigned in this run;
 *  - a write, when anything is assigned, deleted or truncated: even if the value is the same as before, for the same
 *    footprint may meet a different value next time.
 * An object that moves keeps its proxy, and with it the place it came from: what is read through it is what that place
 * held. If an object itself is stored elsewhere, all its cells count as read, since their values move with it.
 *
 * What a proxy cannot follow (code that reaches for the object behind it, freezes it, or keeps it in frozen objects)
 * makes the trace opaque. In addition, each record is compared with a run without proxies before it is used.
 */

import { memberList, setOperations } from '../language/set.ts'
import { refuseOwn, storedSelf } from '../machine/own-view.ts'
import { cellsUnder, type Place, setsUnder } from '../state/layout.ts'
import type { SearchMethod } from '../state/list-look-ups.ts'
import { AssignedLists } from './assigned-lists.ts'
import { type ItemMethod, Items, isItemMethod } from './items.ts'
import { memberLookUp } from './member-look-up.ts'
import type { Members } from './members.ts'
import { type ElementWatcher, type FoundPlace, type LookWatch, readList } from './read-list.ts'
import { type ReadSource, StateReads } from './state-reads.ts'
import type { Trace } from './trace.ts'
import { WatchedList } from './watched-list.ts'
import { type Around, isIndex, type Key, type PartWatcher, WatchedPart, watchedPart } from './watched-part.ts'
import { WatchedRecord } from './watched-record.ts'
import { WatchedSet } from './watched-set.ts'

/** How the state is watched, and where the numbers of its values come from. */
export interface WatchedStateOptions extends ReadSource {
  /** Whether the state may be edited; otherwise it is frozen. */
  readonly isEditable: boolean
  /** Whether the code asks for places only to take out what it has found there. Default false. */
  readonly takesOut?: boolean
}

/** One state behind proxies, for one run of a step or a claim. */
export class WatchedState implements PartWatcher, ElementWatcher {
  readonly root: object
  readonly isEditable: boolean
  readonly takesOut: boolean
  lastFound: FoundPlace | undefined
  private readonly trace: Trace
  private readonly reads: StateReads
  private readonly byTarget = new Map<object, WatchedPart>()
  /** Objects of the author's own that were put into the state; they may hold proxies. */
  private readonly fresh = new Set<object>()
  /** What is known of lists that are cells, by these cells. */
  private readonly lists = new Map<number, WatchedList>()
  private readonly assigned = new AssignedLists(this.lists)

  /** Without a `place` nothing is traced; only forbidden operations are detected. */
  constructor(trace: Trace, target: object, place: Place | undefined, options: WatchedStateOptions) {
    this.trace = trace
    this.isEditable = options.isEditable
    this.takesOut = options.takesOut ?? false
    this.reads = new StateReads(trace, options)
    // If the keys of the state itself come and go, the whole state is one cell, and any look at it reads that cell.
    if (place?.kind === 'cell') this.reads.all(place)
    this.root = this.watch(target, place?.kind === 'cell' ? undefined : place).proxy
  }

  /** Lets a part of this state be the instance that takes the step. */
  ownOf(instance: object, id: number, where: () => string): object {
    const part = watchedPart(instance) as WatchedPart
    part.record?.readAll()
    part.own = { id, where }
    return instance
  }

  /** The instance has taken its step, and may be moved now. */
  endStep(instance: object): void {
    const part = watchedPart(instance) as WatchedPart
    part.own = undefined
  }

  /** Removes every proxy from what was put into the state. Called when the step has ended. */
  settle(): void {
    this.assigned.note([...this.byTarget.values()], object => this.isAuthors(object))
    const seen = new Set<object>()
    for (const object of this.fresh) {
      if (this.assigned.has(object)) this.unwatchParts(object, seen)
      else this.unwatchWithin(object, seen)
    }
  }

  /** The cells at places to which the run assigned something. */
  touchedCells(): Set<number> {
    const touched: number[] = []
    for (const part of this.byTarget.values()) {
      part.members?.pushTouched(touched, part.written.size > 0)
      for (const key of part.written) {
        const place = part.placeOf(key)
        if (place === undefined) continue
        cellsUnder(place, touched)
        // Members that no state has had are no cells yet, but are written, too.
        for (const set of setsUnder(place)) this.reads.unmet(set, { then: 'forget' })
      }
    }
    return new Set(touched)
  }

  /** The edited lists and records, by their cells, except those that were read as a whole. */
  get editedParts(): Map<number, WatchedList | WatchedRecord> {
    const found = new Map<number, WatchedList | WatchedRecord>()
    for (const { place, list, record } of this.byTarget.values()) {
      const parts = list ?? record
      if (place?.kind === 'cell' && parts?.isEdited === true) found.set(place.cell, parts)
    }
    return found
  }

  /** The lists put together of elements of the list that was in their place before, by their cells. */
  get rebuiltLists(): AssignedLists['edits'] {
    return this.assigned.edits
  }

  giveUp(): void {
    this.trace.isOpaque = true
  }

  sawKeys({ place }: WatchedPart): void {
    this.trace.keyLooks.note(place?.path)
  }

  print(part: WatchedPart): object {
    part.lookAtAll()
    this.readAll(part)
    this.trace.keyLooks.note(undefined)
    return part.target
  }

  // --- reading ---

  get(part: WatchedPart, key: Key): unknown {
    const { target, own, list, members } = part
    part.onLook?.()
    // Only a set has one.
    if (key === memberList) return this.oneByOne(part)?.list()
    if (list !== undefined) {
      if (isItemMethod(key)) return this.itemsOfList(part, list, key)
      const seen = readList(this, { target: target as unknown[], list }, key)
      if (seen !== undefined) return seen.value
    }
    if (own !== undefined && key === 'id') return own.id
    if (part.record !== undefined && typeof key === 'string') part.record.readForm(key)
    if (part.place?.kind === 'array' && isItemMethod(key) && this.reads.hasPartsOfCells) return this.items(part, key)
    if (members !== undefined) {
      if (key === setOperations) return members.operations(target as unknown[])
      if (key === 'length') {
        members.readSize(part)
        return (target as readonly unknown[]).length
      }
      const method = this.oneByOne(part)?.methodOf(key)
      if (method !== undefined) return method
      part.lookAtAll()
    }
    // Iteration and the like; any other symbol means that code tries to look behind the proxy.
    if (typeof key === 'symbol' && key !== setOperations && !harmlessSymbols.has(key)) this.giveUp()
    const lookUp = Array.isArray(target) ? memberLookUp(key) : undefined
    return lookUp ?? this.seen(part, key, Reflect.get(target, key))
  }

  describe(part: WatchedPart, key: Key): PropertyDescriptor | undefined {
    if (part.record !== undefined && typeof key === 'string') part.record.readForm(key)
    else part.lookAtAll()
    const descriptor = Reflect.getOwnPropertyDescriptor(part.target, key)
    if (descriptor === undefined) return undefined
    const value = this.seen(part, key, Reflect.get(part.target, key))
    const isLength = key === 'length' && Array.isArray(part.target)
    return { value, writable: true, enumerable: descriptor.enumerable ?? false, configurable: !isLength }
  }

  searched(list: object, method: SearchMethod): (...wanted: readonly unknown[]) => unknown {
    const { proxy } = this.byTarget.get(list) as WatchedPart
    const lookUp = memberLookUp(method) as (...wanted: readonly unknown[]) => unknown
    return (...wanted) => Reflect.apply(lookUp, proxy, wanted)
  }

  shown(element: unknown, list: WatchedList): unknown {
    if (typeof element !== 'object' || element === null || this.isAuthors(element)) return element
    return this.watch(element, undefined, list).proxy
  }

  takenOut(elements: object, list: WatchedList, { onLook, onKeep }: LookWatch): object {
    const part = this.watch(elements, undefined, list)
    part.onLook = onLook
    part.onKeep = onKeep
    return part.proxy
  }

  private items({ proxy, target }: WatchedPart, method: ItemMethod): unknown {
    return new Items(this.trace, proxy as readonly unknown[], (target as readonly unknown[]).length).methodOf(method)
  }

  private itemsOfList(part: WatchedPart, list: WatchedList, method: ItemMethod): unknown {
    if (method === 'filter') list.readItems(part.target as readonly unknown[])
    else list.readLength()
    return this.items(part, method)
  }

  private oneByOne({ members, target, proxy, written }: WatchedPart): Members | undefined {
    return members?.oneByOne({
      target: target as readonly unknown[],
      proxy: proxy as readonly unknown[],
      written,
      shown: member => this.shownMember(member, members),
    })
  }

  /** To edit a member in place is to look at all others: it may become equal to one of them. */
  private shownMember(member: unknown, members: WatchedSet): unknown {
    if (typeof member !== 'object' || member === null) return member
    return (this.byTarget.get(member) ?? this.watch(member, undefined, { readAll: () => members.readAll() })).proxy
  }

  /** What the author's code sees of a part of the state. */
  private seen(part: WatchedPart, key: Key, value: unknown): unknown {
    const { members, written, within, list, record } = part
    const isWritten = written.has(key)
    const place = isWritten ? undefined : part.placeOf(key)
    if (place?.kind === 'cell' && place.holds !== 'anything' && this.reads.hasPartsOfCells)
      return this.watch(value as object, place).proxy
    if (place?.kind === 'cell') this.reads.cell(place.cell)
    if (typeof value !== 'object' || value === null) return value
    if (place !== undefined && place.kind !== 'cell') return this.watch(value, place).proxy
    // Members were read with their set, and have no place that could be traced.
    if (members !== undefined && !this.byTarget.has(value)) {
      this.trace.keyLooks.note(undefined)
      return value
    }
    // Parts of composite values could be put elsewhere.
    return (isWritten && !this.byTarget.has(value)) || this.isAuthors(value)
      ? value
      : this.watch(value, undefined, list ?? record ?? within).proxy
  }

  /** `within` is the list or record that the object is in, or a part of one; or the set of which it is a member. */
  private watch(target: object, place: Place | undefined, within?: Around): WatchedPart {
    const known = this.byTarget.get(target)
    if (known !== undefined) return known
    const { reads } = this
    const parts = place?.kind === 'cell' ? reads.partsOf(place, target) : undefined
    const list = parts instanceof WatchedList ? parts : undefined
    if (place?.kind === 'cell' && list !== undefined) this.lists.set(place.cell, list)
    const record = parts instanceof WatchedRecord ? parts : undefined
    const members = place?.kind === 'set' ? new WatchedSet(place, reads) : undefined
    const part = new WatchedPart(this, target, { place, list, record, members, within })
    const inside = within?.insideOf?.(target)
    if (inside !== undefined) {
      part.onLook = inside.read
      part.within = { readAll: inside.edit }
    }
    this.byTarget.set(target, part)
    return part
  }

  /** The author's own objects stay as they are. */
  private isAuthors(value: object): boolean {
    return this.fresh.has(value) && !this.byTarget.has(value)
  }

  // --- writing ---

  set(part: WatchedPart, key: Key, value: unknown): boolean {
    if (part.list !== undefined && isElementOf(key, part.target as readonly unknown[], part.list)) {
      part.list.replace(Number(key))
      return Reflect.set(part.target, key, this.stored(value))
    }
    if (part.record !== undefined && typeof key === 'string') return this.setKey(part, part.record, key, value)
    part.lookAtAll()
    part.within?.readAll()
    const { target, written, place, own } = part
    if (own !== undefined) refuseOwn(key, own.where())
    if (key === 'length' && place?.kind === 'array') {
      for (let i = Number(value); i < place.items.length; i++) written.add(String(i))
    }
    written.add(key)
    return Reflect.set(target, key, this.stored(value))
  }

  private setKey({ target, own }: WatchedPart, record: WatchedRecord, key: string, value: unknown): boolean {
    if (own !== undefined) refuseOwn(key, own.where())
    record.write(key)
    return Reflect.set(target, key, this.stored(value))
  }

  /** What to store for `value`: the draft behind a proxy, whose cells then count as read. */
  stored(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const part = watchedPart(value)
    if (part === undefined) {
      this.fresh.add(value)
      return value
    }
    if (part.own !== undefined) throw storedSelf(part.own.where())
    // A proxy of the author's around one.
    if (part.proxy !== value) this.giveUp()
    ;(part.onKeep ?? part.onLook)?.()
    this.readAll(part)
    return part.target
  }

  private readAll({ place, list, record }: WatchedPart): void {
    if (place === undefined) return
    list?.readAll()
    record?.readAll()
    this.reads.all(place)
  }

  private unwatchWithin(object: object, seen: Set<object>): void {
    this.assigned.readAll(object)
    if (seen.has(object) || this.byTarget.has(object)) return
    this.unwatchParts(object, seen)
  }

  private unwatchParts(object: object, seen: Set<object>): void {
    seen.add(object)
    for (const [key, part] of Object.entries(object)) {
      if (typeof part !== 'object' || part === null) continue
      const watched = watchedPart(part)
      if (watched === undefined) this.unwatchWithin(part, seen)
      else if (Object.isFrozen(object)) this.giveUp()
      else
        (object as Record<Key, unknown>)[key] = this.assigned.isMoved(object, key) ? watched.target : this.stored(part)
    }
  }
}

/** Whether an assignment to a key replaces an element. For an index, the length decides, which is read for that. */
function isElementOf(key: Key, elements: readonly unknown[], list: WatchedList): boolean {
  if (typeof key !== 'string' || !isIndex(key)) return false
  list.noteLength()
  return Number(key) < elements.length
}

const harmlessSymbols: ReadonlySet<symbol> = new Set([
  Symbol.iterator,
  Symbol.toPrimitive,
  Symbol.toStringTag,
  Symbol.isConcatSpreadable,
  Symbol.unscopables,
])
