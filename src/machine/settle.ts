/**
 * The canonical form of states: the result of a step, or an author's initial state, rebuilt so that only its structure
 * remains.
 *
 * Two structurally equal states must look the same to every recipe and every claim, whichever engine produced them. So
 * the keys of records are in one order, `-0` is `0`, no object occurs in two places, and the members of a set are
 * unique and sorted by their texts, even if a step has edited them in place.
 */

import { keepText, knownText } from '../base/known-text.ts'
import { NotPlain, type Path } from '../base/plain.ts'
import type { Dictionaries } from './dictionaries.ts'
import type { KeyOrder } from './key-order.ts'
import { type SetTree, setTree } from './set-tree.ts'

/** The part of a machine that determines the canonical form of its states. */
export interface Form {
  readonly keyOrder: KeyOrder
  readonly dictionaries: Dictionaries
  /** The places of sets in the initial states. */
  readonly sets: readonly Path[]
}

/**
 * The settled form of `after`, frozen. It shares unchanged parts with `before`, which is settled. Takes time linear in
 * the size of the changes. Data that is not plain is left for {@link canonical} to report, except what `canonical`
 * cannot see: throws {@link NotPlain} for a getter, for a hidden property, and for nesting that is too deep or endless.
 */
export function settle<T>(form: Form, after: T, before?: T): T {
  return new Settling(form).value(after, before, form.sets.length > 0 ? setTree(form.sets) : undefined) as T
}

/** The settled form of the part at `path`, by itself: the same as it has in the settled form of its whole state. */
export function settlePart(form: Form, path: Path, after: unknown, before: unknown): unknown {
  let sets = form.sets.length > 0 ? setTree(form.sets) : undefined
  for (const key of path) sets = sets?.within.get(String(key))
  return new Settling(form, path).value(after, before, sets)
}

/** Deeper data is certainly a mistake, which would otherwise only show when the stack overflows. */
const maxDepth = 500

class Settling {
  private readonly form: Form
  private readonly path: (string | number)[]
  private readonly around: object[] = []

  constructor(form: Form, path: Path = []) {
    this.form = form
    this.path = [...path]
  }

  value(after: unknown, before: unknown, sets: SetTree | undefined): unknown {
    if (typeof after !== 'object' || after === null) return after === 0 ? 0 : after
    if (after === before) return after
    if (this.around.includes(after)) throw new NotPlain([...this.path], 'part of a cycle')
    if (this.around.length > maxDepth)
      throw new NotPlain(this.path.slice(0, 8), `nested more than ${maxDepth} levels deep`)
    this.around.push(after)
    const settled = Array.isArray(after) ? this.array(after, before, sets) : this.record(after, before, sets)
    this.around.pop()
    return settled
  }

  private array(after: readonly unknown[], before: unknown, sets: SetTree | undefined): unknown {
    if (Object.getPrototypeOf(after) !== Array.prototype || Object.keys(after).length !== after.length) return after
    const old = Array.isArray(before) ? before : []
    if (sets?.isSet === true) return Object.freeze(this.members(after, old, sets))
    return Object.freeze(Array.from(after, (item, i) => this.part(i, item, old[i], sets)))
  }

  /** A member has no place in its set: where it was before, there is another one now, with which it has nothing to do. */
  private members(after: readonly unknown[], before: readonly unknown[], sets: SetTree): unknown[] {
    const known = new Set(before)
    return ordered(Array.from(after, (item, i) => (known.has(item) ? item : this.part(i, item, undefined, sets))))
  }

  private record(after: object, before: unknown, sets: SetTree | undefined): unknown {
    const prototype = Object.getPrototypeOf(after)
    if ((prototype !== Object.prototype && prototype !== null) || Object.hasOwn(after, '__proto__')) return after
    if (Object.getOwnPropertySymbols(after).length > 0) return after
    const keys = this.form.keyOrder.sorted(this.ownKeys(after))
    const old = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : undefined
    if (old !== undefined && !Array.isArray(old)) this.form.dictionaries.compare(this.path, Object.keys(old), keys)
    const settled: Record<string, unknown> = {}
    for (const key of keys) {
      const known = old !== undefined && Object.hasOwn(old, key) ? old[key] : undefined
      settled[key] = this.part(key, (after as Record<string, unknown>)[key], known, sets)
    }
    return Object.freeze(settled)
  }

  private part(key: string | number, after: unknown, before: unknown, sets: SetTree | undefined): unknown {
    this.path.push(key)
    const settled = this.value(after, before, sets?.within.get(String(key)))
    this.path.pop()
    return settled
  }

  /** The keys of a record, each of which must have a visible value. */
  private ownKeys(record: object): string[] {
    const keys = Object.getOwnPropertyNames(record)
    for (const key of keys) {
      const property = Object.getOwnPropertyDescriptor(record, key)
      if (property?.get !== undefined || property?.set !== undefined)
        throw new NotPlain([...this.path, key], 'a getter or setter, which is code')
      if (property?.enumerable === false) throw new NotPlain([...this.path, key], 'a hidden property (not enumerable)')
    }
    return keys
  }
}

/** The unique members of a set, sorted by their texts. Members that are not plain data are left unchanged. */
function ordered(members: unknown[]): unknown[] {
  try {
    const byText = new Map(members.map(member => [knownText(member), member]))
    for (const [text, member] of byText) keepText(member, text)
    const texts = [...byText.keys()]
    if (texts.length === members.length && texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text))
      return members
    return texts.sort().map(text => byText.get(text))
  } catch (error) {
    if (error instanceof NotPlain) return members
    throw error
  }
}
