/** What a step or a claim gets when it reads a key of a list that is one cell: only what it looks at counts as read. */

import type { EditMethod, SearchMethod } from '../state/list-look-ups.ts'
import {
  arePlaces,
  type ElementToken,
  isEditMethod,
  isItemsMethod,
  isPartialMethod,
  isSameForAll,
  type WatchedList,
} from './watched-list.ts'
import { isIndex, type Key } from './watched-part.ts'

/** How elements go from the list to the author's code, and back. */
export interface ElementWatcher {
  /** Whether the list may be edited. */
  readonly isEditable: boolean
  /** Whether the code asks for places only to take out what it has found there. */
  readonly takesOut: boolean
  /** The last search of such code. */
  lastFound: FoundPlace | undefined
  /** The usual way to look for a member of a list. */
  searched(list: object, method: SearchMethod): (...wanted: readonly unknown[]) => unknown
  /** An element as the code sees it. */
  shown(element: unknown, list: WatchedList): unknown
  /** What to store for a value that the code passes. */
  stored(value: unknown): unknown
  /** Elements that were taken out, as the code sees them. Calls `onLook` at every look at them, and `onKeep` where they are stored. */
  takenOut(elements: object, list: WatchedList, watch: LookWatch): object
}

/** Where a search has found an element. */
export interface FoundPlace {
  readonly list: WatchedList
  readonly wanted: unknown
  readonly index: number
}

/** What counts as read where code looks at an object that it has got, and where it stores it in the state. */
export interface LookWatch {
  readonly onLook: () => void
  readonly onKeep: () => void
}

/** A list in the copy that a run edits, with what is known of it. */
interface ListPart {
  readonly target: unknown[]
  readonly list: WatchedList
}

/** The value of a key; undefined if the whole list must be read, which is then noted. */
export function readList(watcher: ElementWatcher, part: ListPart, key: Key): { readonly value: unknown } | undefined {
  const { target, list } = part
  if (typeof key === 'string' && isIndex(key)) {
    list.readElement(Number(key))
    return { value: watcher.shown(target[Number(key)], list) }
  }
  if (key === 'length') {
    list.readLength()
    return { value: target.length }
  }
  if (key === 'at') return { value: (index: unknown) => elementAt(watcher, part, index) }
  if (key === 'indexOf' || key === 'includes')
    return { value: (...args: unknown[]) => search(watcher, part, key, args) }
  if (isEditMethod(key) && watcher.isEditable)
    return { value: (...args: unknown[]) => editList(watcher, part, key, args) }
  if (isItemsMethod(key)) list.readItems(target)
  else if (!isPartialMethod(key) && !isSameForAll(key)) list.readAll()
  return undefined
}

/** Looks for a primitive; anything else is looked for element by element. */
function search(
  watcher: ElementWatcher,
  { target, list }: ListPart,
  method: SearchMethod,
  args: readonly unknown[],
): unknown {
  const usual = watcher.searched(target, method)
  const isPlain = args.length === 1 && (args[0] === null || ['string', 'boolean'].includes(typeof args[0]))
  if (!isPlain && !(args.length === 1 && Number.isFinite(args[0]))) return usual(...args)
  const isToTakeOut = watcher.takesOut && method === 'indexOf'
  if (!list.readSearch(isToTakeOut ? 'includes' : method, args[0])) return usual(...args)
  const result = target[method](args[0])
  if (isToTakeOut) watcher.lastFound = { list, wanted: args[0], index: result as number }
  return result
}

function elementAt(watcher: ElementWatcher, { target, list }: ListPart, index: unknown): unknown {
  if (!Number.isInteger(index)) list.readAll()
  else list.readElement(index as number)
  return watcher.shown(target.at(index as number), list)
}

/** Edits a list on behalf of the step; returns what the method returns. */
function editList(
  watcher: ElementWatcher,
  { target, list }: ListPart,
  method: EditMethod,
  args: readonly unknown[],
): unknown {
  if (!arePlaces(method, args)) list.readAll()
  if (method === 'splice' && watcher.takesOut && watcher.lastFound !== undefined && args[0] !== -1)
    return takeFoundOut(target, list, watcher.lastFound, args[0] as number)
  const stored = args.map(arg => watcher.stored(arg))
  const out: readonly ElementToken[] = list.edit(method, stored)
  const returned: unknown = Reflect.apply(Array.prototype[method], target, stored)
  // What a splice takes out is read only when the code looks at it.
  if (method === 'splice') {
    const watch = { onLook: () => list.readTokens(out), onKeep: () => list.readInsideOf(out) }
    return watcher.takenOut(returned as unknown[], list, watch)
  }
  return watcher.shown(returned, list)
}

/**
 * Takes an element out at the place where it was found. In a list that was edited before, or in another one than was searched, its place
 * counts: then all of these lists does.
 */
function takeFoundOut(target: unknown[], list: WatchedList, found: FoundPlace, index: number): unknown {
  const isPlain = found.list === list && found.index === index && list.takeOut(found.wanted, index)
  if (!isPlain) {
    found.list.readAll()
    list.readAll()
  }
  return target.splice(index, 1)
}
