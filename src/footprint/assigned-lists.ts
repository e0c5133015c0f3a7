/**
 * Lists that a step has put together of elements of the list that was in their place: `s.queue = s.queue.filter(...)`.
 *
 * As long as no code has looked into such an element, the step does the same whatever it holds. So the elements count as moved
 * and not as read, unless the new list, or one of them, is stored somewhere else, too.
 */

import type { AnyEdits } from '../state/list-look-ups.ts'
import type { ElementToken, WatchedList } from './watched-list.ts'
import { type WatchedPart, watchedPart } from './watched-part.ts'

/** A list in the place of another one, and where its elements come from. */
interface AssignedList {
  readonly cell: number
  readonly before: WatchedList
  readonly tokens: readonly ElementToken[]
}

export class AssignedLists {
  private readonly known = new Map<object, AssignedList>()
  private readonly lists: ReadonlyMap<number, WatchedList>

  /** `lists` are those that were there before the run, by their cells. */
  constructor(lists: ReadonlyMap<number, WatchedList>) {
    this.lists = lists
  }

  /** Notes what parts of the state hold by now. `isOwn` says which objects the step has made. */
  note(parts: readonly WatchedPart[], isOwn: (object: object) => boolean): void {
    for (const part of parts) for (const key of part.written) this.noteField(part, key, isOwn)
    if (this.known.size === 0) return
    const times = new Map<unknown, number>()
    for (const { target } of parts) {
      for (const value of Object.values(target)) times.set(value, (times.get(value) ?? 0) + 1)
    }
    for (const list of [...this.known.keys()]) if ((times.get(list) as number) > 1) this.known.delete(list)
  }

  private noteField(part: WatchedPart, key: string | symbol, isOwn: (object: object) => boolean): void {
    const place = part.placeOf(key)
    const before = place?.kind === 'cell' ? this.lists.get(place.cell) : undefined
    const now: unknown = Reflect.get(part.target, key)
    if (place?.kind !== 'cell' || before === undefined || !Array.isArray(now) || Object.isFrozen(now) || !isOwn(now))
      return
    const tokens = now.map(item => originOf(item, before))
    if (tokens.some(token => token !== 'own')) this.known.set(now, { cell: place.cell, before, tokens })
  }

  has(list: object): boolean {
    return this.known.has(list)
  }

  /** Whether the element of a list at an index has only moved. */
  isMoved(list: object, index: string): boolean {
    return typeof this.known.get(list)?.tokens[Number(index)] === 'number'
  }

  /** The list is stored somewhere else, too: all of its elements count as read. */
  readAll(list: object): void {
    const found = this.known.get(list)
    if (found === undefined) return
    this.known.delete(list)
    found.before.readInsideOf(found.tokens)
  }

  /** How each list came out of the one before, by their cells. */
  get edits(): Map<number, { editsLeadingTo(list: unknown): AnyEdits | undefined }> {
    const found = [...this.known.values()].map(({ cell, before, tokens }) => {
      const editsLeadingTo = (value: unknown): AnyEdits | undefined => {
        const list = value as readonly unknown[]
        return list.length === tokens.length ? before.rebuilt(tokens, list) : undefined
      }
      return [cell, { editsLeadingTo }] as const
    })
    return new Map(found)
  }
}

function originOf(item: unknown, before: WatchedList): ElementToken {
  const part = typeof item === 'object' && item !== null ? watchedPart(item) : undefined
  return (part && part.proxy === item ? before.indexOf(part.target) : undefined) ?? 'own'
}
