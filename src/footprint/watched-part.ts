import { proxyTarget } from '../base/proxy-target.ts'
import type { Place } from '../state/layout.ts'
import type { WatchedList } from './watched-list.ts'
import type { WatchedRecord } from './watched-record.ts'
import type { WatchedSet } from './watched-set.ts'

/** Every proxy returns its own {@link WatchedPart} for this key; so does a proxy around one, which reveals it. */
const watchedBy = Symbol('watched by')

/** A key of an object of the state. */
export type Key = string | symbol

/** The state that a part belongs to. */
export interface PartWatcher {
  /** Whether the state may be edited; otherwise it is frozen. */
  readonly isEditable: boolean
  get(part: WatchedPart, key: Key): unknown
  describe(part: WatchedPart, key: Key): PropertyDescriptor | undefined
  set(part: WatchedPart, key: Key, value: unknown): boolean
  /** Notes that code prints a part; returns what is printed. */
  print(part: WatchedPart): object
  /** Called where code does what proxies cannot follow. */
  giveUp(): void
  /** Called where code looks at the keys of a record, which come in some order. */
  sawKeys(record: WatchedPart): void
}

interface WatchedAs {
  /** Where the object was before the run; undefined for parts of composite cells, which were read as a whole. */
  readonly place: Place | undefined
  /** What is known of a list that is a cell. */
  readonly list: WatchedList | undefined
  /** What is known of a record that is a cell. */
  readonly record: WatchedRecord | undefined
  /** What is known of the members, if this is a set. */
  readonly members: WatchedSet | undefined
  /** The list that the object is an element of, or a part of one; or the set of which it is a member. */
  readonly within: Around | undefined
}

/** What an object is a part of: to edit the part is to look at all of it. */
export interface Around {
  readAll(): void
  /** How to note what is done to a part, if it is known which one it is. */
  insideOf?(part: object): InsideWatch | undefined
}

/** Notes that code looks into an object that is a part of a cell, or edits it. */
export interface InsideWatch {
  readonly read: () => void
  readonly edit: () => void
}

/** The instance that takes the step: it sees its number, and may neither move itself nor be stored. */
interface Own {
  readonly id: number
  readonly where: () => string
}

/** A part of the state, which is the handler of its own proxy. */
export class WatchedPart implements ProxyHandler<object>, WatchedAs {
  readonly proxy: object
  readonly target: object
  readonly place: Place | undefined
  readonly list: WatchedList | undefined
  readonly record: WatchedRecord | undefined
  readonly members: WatchedSet | undefined
  within: Around | undefined
  /** The keys assigned in this run. */
  readonly written = new Set<Key>()
  own: Own | undefined
  /** Called at every read of what a step has taken out of a list. */
  onLook: (() => void) | undefined
  /** Called in place of that where it is stored in the state. */
  onKeep: (() => void) | undefined
  private readonly watcher: PartWatcher

  constructor(watcher: PartWatcher, target: object, { place, list, record, members, within }: WatchedAs) {
    this.watcher = watcher
    this.target = target
    this.place = place
    this.list = list
    this.record = record
    this.members = members
    this.within = within
    // The proxy's own target is only a stand-in: a proxy must not behave differently from a frozen target.
    const standIn = proxyTarget(target, { printed: () => watcher.print(this), onLook: () => watcher.giveUp() })
    this.proxy = new Proxy(standIn, this)
  }

  /** Anything but a read of single elements, keys or members depends on the whole list, record or set. */
  lookAtAll(): void {
    this.onLook?.()
    this.list?.readAll()
    this.record?.readAll()
    this.members?.readAll()
  }

  /** The place of the value of a key, if it had one before the run. */
  placeOf(key: Key): Place | undefined {
    const { place } = this
    if (typeof key !== 'string') return undefined
    if (place?.kind === 'record') return place.fields.get(key)
    // Only the canonical spelling of an index names an element.
    if (place?.kind === 'array' && isIndex(key)) return place.items[Number(key)]
    return undefined
  }

  get(_: object, key: Key): unknown {
    return key === watchedBy ? this : this.watcher.get(this, key)
  }

  has(_: object, key: Key): boolean {
    if (this.list !== undefined && typeof key === 'string' && isIndex(key)) this.list.readElement(Number(key))
    else if (this.record !== undefined && typeof key === 'string') this.record.readPresence(key)
    else this.lookAtAll()
    return Reflect.has(this.target, key)
  }

  ownKeys(): Key[] {
    if (this.record === undefined) this.lookAtAll()
    else this.record.readKeys()
    if (!Array.isArray(this.target)) this.watcher.sawKeys(this)
    return Reflect.ownKeys(this.target)
  }

  getOwnPropertyDescriptor(_: object, key: Key): PropertyDescriptor | undefined {
    return this.watcher.describe(this, key)
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.target)
  }

  set(_: object, key: Key, value: unknown): boolean {
    return this.watcher.isEditable && this.watcher.set(this, key, value)
  }

  deleteProperty(_: object, key: Key): boolean {
    if (!this.watcher.isEditable) return false
    if (this.record !== undefined && typeof key === 'string') this.record.write(key)
    else {
      this.lookAtAll()
      this.within?.readAll()
      this.written.add(key)
    }
    return Reflect.deleteProperty(this.target, key)
  }

  /** Drafts of immer, which the reference edits, refuse these too. */
  defineProperty(): boolean {
    return false
  }

  setPrototypeOf(): boolean {
    return false
  }

  preventExtensions(): boolean {
    this.watcher.giveUp()
    return false
  }
}

/** The part behind a proxy, or behind a proxy of the author's around one; undefined for any other object. */
export function watchedPart(value: object): WatchedPart | undefined {
  return (value as { readonly [watchedBy]?: WatchedPart })[watchedBy]
}

/** Whether a key is the index of an element, in its canonical spelling. */
export function isIndex(key: string): boolean {
  const index = Number(key)
  return Number.isInteger(index) && index >= 0 && String(index) === key
}
