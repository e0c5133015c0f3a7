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

import { addText, hasText, removeText, type SetOperations, setOperations } from '../language/set.ts'
import { refuseOwn, storedSelf } from '../machine/own-view.ts'
import { identityError } from '../machine/steady.ts'
import { cellsUnder, type Place } from '../state/layout.ts'
import type { EditMethod, ListQuestion, Projection } from '../state/list-look-ups.ts'
import type { Trace } from './trace.ts'
import { arePlaces, isEditMethod, isPartialMethod, WatchedList } from './watched-list.ts'

/** Every proxy returns its own {@link WatchedPart} for this key; so does a proxy around one, which reveals it. */
const watchedBy = Symbol('watched by')

type Key = string | symbol
type ProxyTarget = Record<Key, unknown>

/** The instance that takes the step: it sees its number, and may neither move itself nor be stored. */
interface Own {
  readonly id: number
  readonly where: () => string
}

export interface WatchedStateOptions {
  /** The number of the value that a cell had before the run. */
  readonly read: (cell: number) => number
  /** The offset of cells in the trace: the state after a transition has separate cells. Default 0. */
  readonly offset?: number
  /** Whether the state may be edited; otherwise it is frozen. */
  readonly isEditable: boolean
  /** How to ask something of the lists of a cell; without, a look at a list is a look at the whole of it. */
  readonly projection?: ((cell: number, question: ListQuestion) => Projection) | undefined
}

export class WatchedState {
  readonly root: object
  readonly trace: Trace
  readonly options: WatchedStateOptions
  private readonly offset: number
  private readonly byTarget = new Map<object, WatchedPart>()
  /** Objects of the author's own that were put into the state; they may hold proxies. */
  private readonly fresh = new Set<object>()

  /** Without a `place` nothing is traced; only forbidden operations are detected. */
  constructor(trace: Trace, target: object, place: Place | undefined, options: WatchedStateOptions) {
    this.trace = trace
    this.options = options
    this.offset = options.offset ?? 0
    // Where the keys of the state itself come and go, the whole state is one cell, and to look at any part is to read it.
    if (place?.kind === 'cell') this.readAll({ place })
    this.root = this.watch(target, place?.kind === 'cell' ? undefined : place).proxy
  }

  /** Lets a part of this state be the instance that takes the step. */
  ownOf(instance: object, id: number, where: () => string): object {
    const part = (instance as { readonly [watchedBy]?: WatchedPart })[watchedBy] as WatchedPart
    part.own = { id, where }
    return instance
  }

  /** The instance has taken its step: it may be moved now. */
  endStep(instance: object): void {
    const part = (instance as { readonly [watchedBy]?: WatchedPart })[watchedBy] as WatchedPart
    part.own = undefined
  }

  /** Removes every proxy from what was put into the state. Called when the step has ended. */
  settle(): void {
    const seen = new Set<object>()
    for (const object of this.fresh) this.unwatchWithin(object, seen)
  }

  /** The cells at places to which the run assigned something. */
  touchedCells(): Set<number> {
    const touched: number[] = []
    for (const { place, written, changedMembers } of this.byTarget.values()) {
      if (place === undefined) continue
      if (place.kind === 'set') {
        if (written.size > 0) cellsUnder(place, touched)
        for (const text of changedMembers) {
          const cell = place.members.get(text)
          if (cell !== undefined) touched.push(cell)
        }
      }
      for (const key of written) {
        const part = partOf(place, key)
        if (part !== undefined) cellsUnder(part, touched)
      }
    }
    return new Set(touched)
  }

  /** The lists that were edited, by their cells, as far as nobody looked at the whole of them. */
  get editedLists(): ReadonlyMap<number, WatchedList> {
    const found = new Map<number, WatchedList>()
    for (const { place, list } of this.byTarget.values())
      if (place?.kind === 'cell' && list?.isEdited === true) found.set(place.cell, list)
    return found
  }

  /** `within` is the list that the object is an element of, or a part of one. */
  private watch(target: object, place: Place | undefined, within?: WatchedList): WatchedPart {
    const known = this.byTarget.get(target)
    if (known !== undefined) return known
    const list = place?.kind === 'cell' ? this.listIn(place.cell, target) : undefined
    const watched = new WatchedPart(this, target, place, list, within)
    this.byTarget.set(target, watched)
    return watched
  }

  private listIn(cell: number, target: object): WatchedList | undefined {
    const { projection, read } = this.options
    if (projection === undefined) return undefined
    return new WatchedList((target as readonly unknown[]).length, {
      ask: question => this.trace.ask(cell + this.offset, projection(cell, question), read(cell)),
      askAll: () => this.trace.read(cell + this.offset, read(cell)),
    })
  }

  /** What is seen of a list that is a cell; undefined for what needs a look at the whole list, which is then taken. */
  private seenOfList(watched: WatchedPart, list: WatchedList, key: Key): { readonly value: unknown } | undefined {
    const target = watched.target as unknown[]
    if (typeof key === 'string' && isIndex(key)) {
      list.askElement(Number(key))
      return { value: this.element(list, target[Number(key)]) }
    }
    if (key === 'length') {
      list.askLength()
      return { value: target.length }
    }
    if (key === 'at') return { value: (index: unknown) => this.elementAt(watched, list, index) }
    if (isEditMethod(key) && this.options.isEditable)
      return { value: (...args: unknown[]) => this.edit(watched, list, key, args) }
    if (!isPartialMethod(key)) list.askAll()
    return undefined
  }

  private element(list: WatchedList, value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.isAuthors(value)) return value
    return this.watch(value, undefined, list).proxy
  }

  /** The author's own objects stay as they are. */
  private isAuthors(value: object): boolean {
    return this.fresh.has(value) && !this.byTarget.has(value)
  }

  private elementAt({ target }: WatchedPart, list: WatchedList, index: unknown): unknown {
    if (!Number.isInteger(index)) list.askAll()
    else list.askElement(index as number)
    return this.element(list, (target as unknown[]).at(index as number))
  }

  /** Edits a list on behalf of the step; returns what the method returns. */
  private edit({ target }: WatchedPart, list: WatchedList, method: EditMethod, args: readonly unknown[]): unknown {
    if (!arePlaces(method, args)) list.askAll()
    const stored = args.map(arg => this.unwatched(arg))
    const out = list.edit(method, stored)
    const returned: unknown = Reflect.apply(Array.prototype[method], target, stored)
    if (method === 'splice') return this.takenOut(list, returned as unknown[], out)
    return this.element(list, returned)
  }

  /** The elements that a splice has taken out, which are asked for when somebody looks at them. */
  private takenOut(list: WatchedList, elements: object, tokens: Parameters<WatchedList['askTokens']>[0]): object {
    const part = this.watch(elements, undefined, list)
    part.onLook = () => list.askTokens(tokens)
    return part.proxy
  }

  get(watched: WatchedPart, key: Key): unknown {
    if (key === watchedBy) return watched
    const { target, place, own, list } = watched
    watched.onLook?.()
    if (list !== undefined) {
      const seen = this.seenOfList(watched, list, key)
      if (seen !== undefined) return seen.value
    }
    if (own !== undefined && key === 'id') return own.id
    if (place?.kind === 'set') {
      if (key === setOperations) return this.operations(watched)
      this.lookAtMembers(watched)
    }
    // Iteration and the like; any other symbol means that code tries to look behind the proxy.
    if (typeof key === 'symbol' && key !== setOperations && !harmlessSymbols.has(key)) this.trace.isOpaque = true
    if (Array.isArray(target) && isLookUp(key)) return lookUps[key]
    return this.seen(watched, key, Reflect.get(target, key))
  }

  /** What the author's code sees of a part of the state. */
  private seen({ place, written, within, list }: WatchedPart, key: Key, value: unknown): unknown {
    const isWritten = written.has(key)
    const part = isWritten ? undefined : partOf(place, key)
    if (part?.kind === 'cell' && part.holdsLists && this.options.projection !== undefined)
      return this.watch(value as object, part).proxy
    if (part?.kind === 'cell') this.trace.read(part.cell + this.offset, this.options.read(part.cell))
    if (typeof value !== 'object' || value === null) return value
    if (part !== undefined && part.kind !== 'cell') return this.watch(value, part).proxy
    // Members were read with their set, and lie nowhere that could be traced.
    if (place?.kind === 'set' && !this.byTarget.has(value)) return value
    // Parts of composite values could be put elsewhere.
    return (isWritten && !this.byTarget.has(value)) || this.isAuthors(value)
      ? value
      : this.watch(value, undefined, list ?? within).proxy
  }

  describe(watched: WatchedPart, key: Key): PropertyDescriptor | undefined {
    this.lookAtMembers(watched)
    const descriptor = Reflect.getOwnPropertyDescriptor(watched.target, key)
    if (descriptor === undefined) return undefined
    const value = this.seen(watched, key, Reflect.get(watched.target, key))
    const isLength = key === 'length' && Array.isArray(watched.target)
    return { value, writable: true, enumerable: descriptor.enumerable ?? false, configurable: !isLength }
  }

  set(watched: WatchedPart, key: Key, value: unknown): boolean {
    this.lookAtMembers(watched)
    watched.within?.askAll()
    const { target, written, place, own } = watched
    if (own !== undefined) refuseOwn(key, own.where())
    if (key === 'length' && place?.kind === 'array') {
      for (let i = Number(value); i < place.items.length; i++) written.add(String(i))
    }
    written.add(key)
    return Reflect.set(target, key, this.unwatched(value))
  }

  /** What to store for `value`: the draft behind a proxy, whose cells then count as read. */
  private unwatched(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const watched = (value as { readonly [watchedBy]?: WatchedPart })[watchedBy]
    if (watched === undefined) {
      this.fresh.add(value)
      return value
    }
    if (watched.own !== undefined) throw storedSelf(watched.own.where())
    // A proxy of the author's around one.
    if (watched.proxy !== value) this.trace.isOpaque = true
    watched.onLook?.()
    this.readAll(watched)
    return watched.target
  }

  private readAll({ place, list }: Pick<WatchedPart, 'place'> & { readonly list?: WatchedList | undefined }): void {
    if (place === undefined) return
    list?.askAll()
    for (const cell of cellsUnder(place)) this.trace.read(cell + this.offset, this.options.read(cell))
  }

  private unwatchWithin(object: object, seen: Set<object>): void {
    if (seen.has(object) || this.byTarget.has(object)) return
    seen.add(object)
    for (const [key, part] of Object.entries(object)) {
      if (typeof part !== 'object' || part === null) continue
      if ((part as { readonly [watchedBy]?: WatchedPart })[watchedBy] === undefined) this.unwatchWithin(part, seen)
      else if (Object.isFrozen(object)) this.trace.isOpaque = true
      else (object as ProxyTarget)[key] = this.unwatched(part)
    }
  }

  /** Anything but has, add and remove depends on all members of a set. */
  lookAtMembers(watched: WatchedPart): void {
    watched.onLook?.()
    watched.list?.askAll()
    if (watched.place?.kind !== 'set') return
    // Once is enough: what is changed later was known before.
    if (watched.areMembersKnown) return
    watched.areMembersKnown = true
    const { options, trace } = this
    for (const [text, cell] of watched.place.members) {
      if (!watched.changedMembers.has(text)) trace.read(cell + this.offset, options.read(cell))
    }
    trace.askedSets.add(JSON.stringify(watched.place.path))
  }

  private operations(watched: WatchedPart): SetOperations {
    const { options, trace } = this
    const members = watched.target as unknown[]
    const look = (text: string): void => {
      if (watched.place?.kind !== 'set' || watched.changedMembers.has(text)) return
      const cell = watched.place.members.get(text)
      if (cell === undefined) trace.askedSets.add(JSON.stringify(watched.place.path))
      else trace.read(cell + this.offset, options.read(cell))
    }
    return {
      has: text => {
        look(text)
        return hasText(members, text)
      },
      add: text => {
        addText(members, text)
        watched.changedMembers.add(text)
      },
      remove: text => {
        removeText(members, text)
        watched.changedMembers.add(text)
      },
    }
  }
}

/** A part of the state, which is the handler of its own proxy. */
class WatchedPart implements ProxyHandler<object> {
  readonly proxy: object
  readonly target: object
  /** Where the object was before the run; undefined for parts of composite cells, which were read as a whole. */
  readonly place: Place | undefined
  /** The keys assigned in this run. */
  readonly written = new Set<Key>()
  /** Members of a set that were added or removed in this run. */
  readonly changedMembers = new Set<string>()
  /** Whether all members of a set have been read. */
  areMembersKnown = false
  own: Own | undefined
  /** Called at every look at what a step has taken out of a list. */
  onLook: (() => void) | undefined
  /** What is known of a list that is a cell, and of the one that this is a part of. */
  readonly list: WatchedList | undefined
  readonly within: WatchedList | undefined
  private readonly watched: WatchedState

  constructor(
    watched: WatchedState,
    target: object,
    place: Place | undefined,
    list: WatchedList | undefined,
    within: WatchedList | undefined,
  ) {
    this.watched = watched
    this.target = target
    this.place = place
    this.list = list
    this.within = within
    // The proxy's own target is only a stand-in: a proxy must not behave differently from a frozen target.
    this.proxy = new Proxy(Array.isArray(target) ? [] : {}, this)
  }

  get(_: object, key: Key): unknown {
    return this.watched.get(this, key)
  }

  has(_: object, key: Key): boolean {
    if (this.list !== undefined && typeof key === 'string' && isIndex(key)) this.list.askElement(Number(key))
    else this.watched.lookAtMembers(this)
    return Reflect.has(this.target, key)
  }

  ownKeys(): Key[] {
    this.watched.lookAtMembers(this)
    return Reflect.ownKeys(this.target)
  }

  getOwnPropertyDescriptor(_: object, key: Key): PropertyDescriptor | undefined {
    return this.watched.describe(this, key)
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.target)
  }

  set(_: object, key: Key, value: unknown): boolean {
    return this.isEditable && this.watched.set(this, key, value)
  }

  deleteProperty(_: object, key: Key): boolean {
    if (!this.isEditable) return false
    this.watched.lookAtMembers(this)
    this.within?.askAll()
    this.written.add(key)
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
    this.watched.trace.isOpaque = true
    return false
  }

  private get isEditable(): boolean {
    return this.watched.options.isEditable
  }
}

function partOf(place: Place | undefined, key: Key): Place | undefined {
  if (typeof key !== 'string') return undefined
  if (place?.kind === 'record') return place.fields.get(key)
  // Only the canonical spelling of an index names an element.
  if (place?.kind === 'array' && isIndex(key)) return place.items[Number(key)]
  return undefined
}

function isIndex(key: string): boolean {
  const index = Number(key)
  return Number.isInteger(index) && index >= 0 && String(index) === key
}

/**
 * How a list of the state looks for a member by identity: an object that is in the list is found; one that is not was meant to be
 * compared by structure, or comes from elsewhere in the state, and is never found.
 */
const lookUps = {
  includes: lookUp('includes', false),
  indexOf: lookUp('indexOf', -1),
  lastIndexOf: lookUp('lastIndexOf', -1),
} as const

function isLookUp(key: Key): key is keyof typeof lookUps {
  return typeof key === 'string' && Object.hasOwn(lookUps, key)
}

function lookUp(method: 'includes' | 'indexOf' | 'lastIndexOf', missing: boolean | number) {
  return function (this: unknown, ...wanted: unknown[]): unknown {
    const found: unknown = Reflect.apply(Array.prototype[method], this, wanted)
    if (found === missing && typeof wanted[0] === 'object' && wanted[0] !== null)
      throw identityError(`looks with ${method} for an object that is not in the list, and so`)
    return found
  }
}

const harmlessSymbols: ReadonlySet<symbol> = new Set([
  Symbol.iterator,
  Symbol.toPrimitive,
  Symbol.toStringTag,
  Symbol.isConcatSpreadable,
  Symbol.unscopables,
])
