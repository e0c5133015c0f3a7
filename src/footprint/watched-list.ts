/**
 * What a step or a claim looks at in a list that is one cell, and which edits it makes: only those looks count as reads.
 *
 * Each element has a token: its index before the run, or the argument of the edit that put it there. So the origin of each
 * element is always known. Edits that insert elements read the length, since they return it, and then the place of every
 * token follows from what was read. Whatever cannot be separated in this way counts as a read of the whole list.
 */

import type { Cell, Layout } from '../state/layout.ts'
import type { Edit, EditMethod, ListQuestion, Projection } from '../state/list-look-ups.ts'

/** An element that was there before the run, by its index, or an argument of an edit. */
export type ElementToken = number | EditArgument

/** An argument of an edit that becomes an element. */
interface EditArgument {
  readonly edit: number
  readonly argument: number
}

/** What counts as read. */
export interface ListReader {
  readonly ask: (question: ListQuestion) => void
  /** Called before the list counts as seen as a whole; may throw. */
  readonly beginWhole: () => void
  readonly askAll: () => void
}

/** The elements of one list during a run, by their origin, and the edits made so far. */
export class WatchedList {
  private readonly reader: ListReader
  private readonly edits: Edit[] = []
  private tokens: ElementToken[]
  private isWhole = false

  /** `length` is that before the run. */
  constructor(length: number, reader: ListReader) {
    this.reader = reader
    this.tokens = Array.from({ length }, (_, i) => i)
  }

  /** Whether the list was edited without a read of the whole list. */
  get isEdited(): boolean {
    return this.edits.length > 0 && !this.isWhole
  }

  askLength(): void {
    if (!this.isWhole) this.reader.ask('length')
  }

  askAll(): void {
    if (this.isWhole) return
    this.reader.beginWhole()
    this.reader.askAll()
    this.isWhole = true
  }

  /** Asks for the element at an index, from the end if negative. */
  askElement(index: number): void {
    if (this.isWhole) return
    if (this.edits.length === 0) {
      this.reader.ask(index)
      return
    }
    this.askLength()
    this.askTokens([this.tokens.at(index)])
  }

  /** Notes an edit; returns the tokens of the elements that it takes out. */
  edit(method: EditMethod, args: readonly unknown[]): readonly ElementToken[] {
    if (this.isWhole) return []
    if (method === 'shift' || method === 'pop') this.askElement(method === 'shift' ? 0 : -1)
    else this.askLength()
    const edit = this.edits.push({ method, args }) - 1
    const tokens = args.map((arg, argument) => (isElement(method, argument) ? { edit, argument } : arg))
    const out = (this.tokens[method] as (...args: unknown[]) => unknown)(...tokens)
    return method === 'splice' ? (out as ElementToken[]) : []
  }

  askTokens(tokens: readonly (ElementToken | undefined)[]): void {
    for (const token of tokens) if (typeof token === 'number' && !this.isWhole) this.reader.ask(token)
  }

  /** The edits with their arguments as they are in the list in the end; undefined where they did not lead to `list`. */
  editsLeadingTo(list: readonly unknown[]): readonly Edit[] | undefined {
    const { tokens, edits } = this
    if (tokens.length !== list.length) return undefined
    const args = edits.map(({ method, args: given }) => given.map((arg, i) => (isElement(method, i) ? null : arg)))
    tokens.forEach((token, i) => {
      if (typeof token === 'object') (args[token.edit] as unknown[])[token.argument] = list[i]
    })
    return edits.map(({ method }, i) => ({ method, args: args[i] as unknown[] }))
  }
}

/** Whether an argument becomes an element; the first two of splice say where. */
function isElement(method: EditMethod, argument: number): boolean {
  return method !== 'splice' || argument > 1
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

/** Whether these arguments determine what the edit does to any list. */
export function arePlaces(method: EditMethod, args: readonly unknown[]): boolean {
  return method !== 'splice' || (args.length > 0 && args.slice(0, 2).every(Number.isInteger))
}

/** The questions about the lists of a layout. */
export function projectionsOf({ cells }: Layout): (cell: number, question: ListQuestion) => Projection {
  return (cell, question) => (cells[cell] as Cell).table.lists.projection(question)
}
