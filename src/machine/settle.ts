/**
 * The canonical form of states: the result of a step, or an author's initial state, rebuilt so that only its structure
 * remains.
 *
 * Two structurally equal states must look the same to every recipe and every claim, whichever engine produced them. So
 * the keys of records are in one order, `-0` is `0`, no object occurs in two places, and the members of a set are
 * unique and sorted by their texts, even if a step has edited them in place.
 */

import { canonical, NotPlain, type Path } from '../base/plain.ts'
import type { Dictionaries } from './dictionaries.ts'
import type { KeyOrder } from './key-order.ts'

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

/** Deeper data is certainly a mistake, which would otherwise only show when the stack overflows. */
const maxDepth = 500

class Settling {
  private readonly form: Form
  private readonly path: (string | number)[] = []
  private readonly around: object[] = []

  constructor(form: Form) {
    this.form = form
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
    const items = Array.from(after, (item, i) => this.part(i, item, old[i], sets))
    return Object.freeze(sets?.isSet === true ? ordered(items) : items)
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
    const byText = new Map(members.map(member => [canonical(member), member]))
    const texts = [...byText.keys()]
    if (texts.length === members.length && texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text))
      return members
    return texts.sort().map(text => byText.get(text))
  } catch (error) {
    if (error instanceof NotPlain) return members
    throw error
  }
}

/** The places of sets as a tree (a trie of paths). */
interface SetTree {
  isSet: boolean
  readonly within: Map<string, SetTree>
}

const treeOf = new WeakMap<readonly Path[], SetTree>()

function setTree(sets: readonly Path[]): SetTree {
  const known = treeOf.get(sets)
  if (known !== undefined) return known
  const root: SetTree = { isSet: false, within: new Map() }
  for (const path of sets) {
    let tree = root
    for (const key of path) {
      const next: SetTree = tree.within.get(String(key)) ?? { isSet: false, within: new Map() }
      tree.within.set(String(key), next)
      tree = next
    }
    tree.isSet = true
  }
  treeOf.set(sets, root)
  return root
}
