/**
 * What a step or a claim looks at in a list that is one cell, and which edits it makes: only those looks count as reads.
 *
 * Each element has a token: its index before the run, or the argument of the edit that put it there. So the origin of each
 * element is always known. Edits that insert elements read the length, since they return it, and then the place of every
 * token follows from what was read. An element that is a record or a list counts as read when code looks into it; before that,
 * only its form does. Whatever cannot be separated in this way counts as a read of the whole list.
 */

import type { Cell, Layout } from '../state/layout.ts'
import {
  type AnyEdits,
  type Edit,
  type EditMethod,
  type ListQuestion,
  type PartQuestion,
  type Projection,
  rebuild,
  type SearchMethod,
  takeOut,
} from '../state/list-look-ups.ts'
import type { InsideWatch } from './watched-part.ts'

/** An element that was there before the run, by its index, an argument of an edit, or one that the run has put in a place. */
export type ElementToken = number | EditArgument | 'own'

/** An argument of an edit that becomes an element. */
interface EditArgument {
  readonly edit: number
  readonly argument: number
}

/** What counts as read. */
export interface ListReader {
  readonly read: (question: ListQuestion) => void
  /** Called before the list counts as seen as a whole; may throw. */
  readonly beginWhole: () => void
  readonly readAll: () => void
}

/** The elements of one list during a run, by their origin, and the edits made so far. */
export class WatchedList {
  private readonly reader: ListReader
  private readonly edits: (Edit & { readonly method: EditMethod | typeof takeOut })[] = []
  private readonly indices = new Map<unknown, number>()
  /** Elements of which a part was edited, by their indices before the run. */
  private readonly changed = new Set<number>()
  private tokens: ElementToken[]
  private isWhole = false
  /** Whether an element was taken out, whatever its place: then the places of the others are not known. */
  private isOutOfPlace = false
  private isLengthSeen = false

  /** The elements as they are before the run. */
  constructor(elements: readonly unknown[], reader: ListReader) {
    this.reader = reader
    this.tokens = elements.map((element, i) => {
      if (typeof element === 'object' && element !== null) this.indices.set(element, i)
      return i
    })
  }

  /** Whether the list was edited without a read of the whole list. */
  get isEdited(): boolean {
    return (this.edits.length > 0 || this.hasOwn) && !this.isWhole
  }

  /** Whether the length was read only since edits need it. */
  get isLengthUnasked(): boolean {
    return this.isEdited && !this.isLengthSeen
  }

  private get hasOwn(): boolean {
    return this.tokens.some(token => this.isOwn(token))
  }

  private isOwn(token: ElementToken): boolean {
    return token === 'own' || (typeof token === 'number' && this.changed.has(token))
  }

  /** The index before the run of an element that is an object. */
  indexOf(element: object): number | undefined {
    return this.indices.get(element)
  }

  /** How to note looks into an element that was there before the run, and edits of it. */
  insideOf(element: object): InsideWatch | undefined {
    const index = this.indexOf(element)
    return index === undefined ? undefined : { read: () => this.readInside(index), edit: () => this.editInside(index) }
  }

  readLength(): void {
    this.isLengthSeen = true
    this.noteLength()
  }

  /** Reads the length on behalf of an edit: without it the places of elements are not known afterwards. */
  noteLength(): void {
    if (!this.isWhole) this.reader.read('length')
  }

  readAll(): void {
    if (this.isWhole) return
    this.reader.beginWhole()
    this.reader.readAll()
    this.isWhole = true
  }

  /** Reads what shows of the element at an index, from the end if negative, before code looks into it. */
  readElement(index: number): void {
    if (this.isOutOfPlace) this.readAll()
    if (this.isWhole) return
    if (this.edits.length === 0) {
      if (this.tokens.at(index) !== 'own') this.reader.read(`form ${index}`)
      // An object shows by its identity where it is from the start, too.
      if (index < 0 && [...this.indices.values()].includes(this.tokens.length + index)) this.noteLength()
      return
    }
    this.noteLength()
    this.readTokens([this.tokens.at(index)])
  }

  /** Reads what a search for a primitive finds; false where it is a different question by now. */
  readSearch(method: SearchMethod, wanted: unknown): boolean {
    if (this.isWhole || this.edits.length > 0 || this.hasOwn) return false
    this.reader.read(`${method} ${JSON.stringify(wanted)}`)
    return true
  }

  /** Reads an element that was there before the run. */
  readInside(index: number): void {
    if (!this.isWhole) this.reader.read(index)
  }

  /** Code goes through all elements: primitives all show then, so the list may just as well be read as a whole. */
  readItems(elements: readonly unknown[]): void {
    this.readLength()
    if (elements.length === 0) return
    this.readElement(0)
    if (typeof elements[0] !== 'object' || elements[0] === null) this.readAll()
  }

  /** Notes an edit; returns the tokens of the elements that it takes out. */
  edit(method: EditMethod, args: readonly unknown[]): readonly ElementToken[] {
    if (this.isOutOfPlace && method !== 'push' && method !== 'unshift') this.readAll()
    if (this.isWhole) return []
    if (method === 'shift' || method === 'pop') this.readElement(method === 'shift' ? 0 : -1)
    else this.noteLength()
    const edit = this.edits.push({ method, args }) - 1
    const tokens = args.map((arg, argument) => (isElement(method, argument) ? { edit, argument } : arg))
    const out = (this.tokens[method] as (...args: unknown[]) => unknown)(...tokens)
    return method === 'splice' ? (out as ElementToken[]) : []
  }

  /** Notes that an element is taken out which a search for it has found at an index; false where more must be read for that. */
  takeOut(wanted: unknown, index: number): boolean {
    if (this.isWhole || this.edits.length > 0 || this.hasOwn) return false
    this.edits.push({ method: takeOut, args: [wanted] })
    this.tokens.splice(index, 1)
    this.isOutOfPlace = true
    return true
  }

  /** Notes that something else is put in the place of an element that is there. The length was read before. */
  replace(index: number): void {
    if (this.isOutOfPlace) this.readAll()
    this.tokens[index] = 'own'
  }

  /** Notes that a part of an element is edited, which was there at this index before the run. */
  editInside(index: number): void {
    if (this.isOutOfPlace) this.readAll()
    this.noteLength()
    this.readInside(index)
    this.changed.add(index)
  }

  readTokens(tokens: readonly (ElementToken | undefined)[]): void {
    for (const token of tokens) if (typeof token === 'number' && !this.isWhole) this.reader.read(`form ${token}`)
  }

  /** Reads all of these elements as a whole. */
  readInsideOf(tokens: readonly ElementToken[]): void {
    for (const token of tokens) if (typeof token === 'number') this.readInside(token)
  }

  /** The edits with their arguments as they are in the list in the end; undefined where they did not lead to `list`. */
  editsLeadingTo(value: unknown): AnyEdits | undefined {
    const list = value as readonly unknown[]
    const { tokens, edits } = this
    if (tokens.length !== list.length) return undefined
    if (this.hasOwn) return this.rebuilt(tokens, list)
    const args = edits.map(({ method, args: given }) => given.map((arg, i) => (isElement(method, i) ? null : arg)))
    tokens.forEach((token, i) => {
      if (typeof token === 'object') (args[token.edit] as unknown[])[token.argument] = list[i]
    })
    return { kind: 'list', edits: edits.map(({ method }, i) => ({ method, args: args[i] as unknown[] })) }
  }

  /** What makes `list` of this one: elements as they were before the run, and others. */
  rebuilt(tokens: readonly ElementToken[], list: readonly unknown[]): AnyEdits {
    const parts = tokens.map((token, i) => (typeof token === 'number' && !this.isOwn(token) ? token : [list[i]]))
    return { kind: 'list', edits: [{ method: rebuild, args: parts }] }
  }
}

/** Whether an argument becomes an element; the first two of splice say where. */
export function isElement(method: EditMethod | typeof takeOut, argument: number): boolean {
  return method !== takeOut && (method !== 'splice' || argument > 1)
}

const editMethods: ReadonlySet<unknown> = new Set<EditMethod>(['push', 'pop', 'shift', 'unshift', 'splice'])

/** Whether a key is a method whose edits can become an operator. */
export function isEditMethod(key: unknown): key is EditMethod {
  return editMethods.has(key)
}

/** Methods that look at elements one by one and may stop early, or look at none. */
const partialMethods: ReadonlySet<unknown> = new Set([
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'includes',
  'indexOf',
  'keys',
  'lastIndexOf',
  'some',
])

/** Whether a key is a method that reads elements through the proxy, one at a time. */
export function isPartialMethod(key: unknown): boolean {
  return partialMethods.has(key)
}

/** Methods that go through all elements, and what they look at in the list before. */
const itemMethods: ReadonlySet<unknown> = new Set([
  Symbol.iterator,
  'concat',
  'entries',
  'filter',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'reduceRight',
  'slice',
  'toReversed',
  'toSorted',
  'toSpliced',
  'values',
  'with',
])

/** Whether a key is a method that reads the elements through the proxy, all of them. */
export function isItemsMethod(key: unknown): boolean {
  return itemMethods.has(key)
}

/** Whether a key of a list says nothing about what is in it. */
export function isSameForAll(key: unknown): boolean {
  return key === 'constructor' || key === Symbol.isConcatSpreadable
}

/** Whether these arguments determine what the edit does to any list. */
export function arePlaces(method: EditMethod, args: readonly unknown[]): boolean {
  return method !== 'splice' || (args.length > 0 && args.slice(0, 2).every(Number.isInteger))
}

/** The questions about the lists and records of a layout. */
export function projectionsOf({ cells }: Layout): (cell: number, question: PartQuestion) => Projection {
  return (cell, question) => (cells[cell] as Cell).table.lists.projection(question)
}
