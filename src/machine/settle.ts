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
import { isKnownSet, noteSet } from '../language/set.ts'
import type { Dictionaries } from './dictionaries.ts'
import type { KeyOrder } from './key-order.ts'
import type { Origins } from './origins.ts'
import { type SetTree, setsAt, setTree } from './set-tree.ts'
import type { StoredSets } from './stored-sets.ts'

/** The part of a machine that determines the canonical form of its states. */
export interface Form {
  readonly keyOrder: KeyOrder
  readonly dictionaries: Dictionaries
  /** The places of sets in the initial states. */
  readonly sets: readonly Path[]
  /** Other places where sets are stored; undefined where an object says nothing of the place that it comes from. */
  readonly storedSets: StoredSets | undefined
  /** Objects of the author's that came into states; none before the machine is ready. */
  readonly origins?: Origins | undefined
}

/**
 * The settled form of `after`, frozen. It shares unchanged parts with `before`, which is settled. Takes time linear in
 * the size of the changes. Data that is not plain is left for {@link canonical} to report, except what `canonical`
 * cannot see: throws {@link NotPlain} for a getter, for a hidden property, and for nesting that is too deep or endless.
 */
export function settle<T>(form: Form, after: T, before?: T): T {
  const sets = form.sets.length > 0 ? setTree(form.sets) : undefined
  if (form.storedSets !== undefined) noteSetsOf(form, before)
  return new Settling(form, before === undefined ? undefined : { before, after }).value(after, before, sets) as T
}

/**
 * The settled form of the part at `path` that a step has left on plain copies of a state, by itself: the same as it has in the
 * settled form of its whole state. `copies` knows which objects are these copies; it is missing where no step has led here.
 */
export function settlePart(
  form: Form,
  path: Path,
  { after, before, copies }: { after: unknown; before?: unknown; copies?: Copies },
): unknown {
  let sets = form.sets.length > 0 ? setTree(form.sets) : undefined
  for (const key of path) sets = sets?.within.get(String(key))
  return new Settling(form, copies && { copies }, path).value(after, before, sets)
}

/** Records which arrays of a settled state are sets: a step may have put them elsewhere. */
function noteSetsOf(form: Form, settled: unknown): void {
  for (const array of setsOf(form, settled)) noteSet(array)
}

/** The arrays in a state that are in places of sets. */
function setsOf({ sets, storedSets }: Form, state: unknown): readonly object[] {
  const found: object[] = []
  if (sets.length > 0) setsAt(setTree(sets), state, found)
  if (storedSets !== undefined && storedSets.size > 0) setsAt(storedSets.root, state, found)
  return found
}

/** Deeper data is certainly a mistake, which would otherwise only show when the stack overflows. */
const maxDepth = 500

/** The step that led here: the states before and after it, or a part that it left on plain copies of the state before. */
type SettledStep = WholeStep | { readonly copies: Copies }

/** The plain copies of a state that a step has worked on. */
export interface Copies {
  isCopy(object: object): boolean
  /** The part of the state of which an object is a copy, if it still equals it; undefined for any other object. */
  sourceOf(object: object): object | undefined
}

interface WholeStep {
  readonly before: unknown
  readonly after: unknown
}

type PartFields = Readonly<Record<string, unknown>>

class Settling {
  private readonly form: Form
  private readonly step: SettledStep | undefined
  /** The objects of a whole state that have been settled. */
  private readonly seen: Set<object> | undefined
  private readonly path: (string | number)[]
  private readonly around: object[] = []
  /** The values that a step has left in places of sets; it may have put them elsewhere, too. */
  private readonly setsAfter: ReadonlySet<object> | undefined

  /** `step` is missing for an initial state. `path` leads to the part to settle. */
  constructor(form: Form, step: SettledStep | undefined, path: Path = []) {
    this.form = form
    this.step = step
    this.path = [...path]
    if (step === undefined || !('after' in step)) return
    this.seen = new Set()
    this.setsAfter = new Set(setsOf(form, step.after))
  }

  value(after: unknown, before: unknown, sets: SetTree | undefined): unknown {
    if (typeof after !== 'object' || after === null) return after === 0 ? 0 : after
    if (after === before) return after
    const source = sets === undefined ? this.sourceOf(after) : undefined
    if (source !== undefined) {
      this.noteMoved(source, before)
      return source
    }
    if (isRevoked(after)) throw new NotPlain([...this.path], 'a part of an earlier state', adviceOnParts)
    if (this.around.includes(after)) throw new NotPlain([...this.path], 'part of a cycle')
    if (this.around.length > maxDepth)
      throw new NotPlain(this.path.slice(0, 8), `nested more than ${maxDepth} levels deep`)
    this.noteOrigin(after)
    this.around.push(after)
    const settled = Array.isArray(after) ? this.array(after, before, sets) : this.record(after, before, sets)
    this.around.pop()
    return settled
  }

  /**
   * The settled part of the state before of which an object is a copy as it was made, wherever it is now. Where there are sets,
   * what is settled elsewhere need not be so here.
   */
  private sourceOf(after: object): object | undefined {
    const { step, form } = this
    if (step === undefined || !('copies' in step) || form.sets.length > 0 || form.storedSets?.size !== 0)
      return undefined
    const source = step.copies.sourceOf(after)
    return source && form.dictionaries.usual(source)
  }

  /** Records dictionaries where an unchanged part has come in the place of another, or of none. */
  private noteMoved(source: unknown, before: unknown): void {
    if (source === before || typeof source !== 'object' || source === null) return
    const old = typeof before === 'object' && before !== null ? (before as PartFields) : undefined
    if (!Array.isArray(source)) {
      const keys = Object.keys(source)
      this.noteKeys(keys, keys, Array.isArray(old) ? undefined : old)
    }
    for (const key in source) {
      const part = (source as PartFields)[key]
      if (typeof part !== 'object' || part === null) continue
      this.path.push(Array.isArray(source) ? Number(key) : key)
      this.noteMoved(part, old !== undefined && Object.hasOwn(old, key) ? old[key] : undefined)
      this.path.pop()
    }
  }

  private noteOrigin(object: object): void {
    const { step } = this
    const { origins } = this.form
    if (origins === undefined || step === undefined) return
    if ('copies' in step) origins.meetOnCopy(object, step.copies)
    // A state is not a part of a state.
    else if (this.around.length > 0) this.notePart(object, origins, step)
  }

  private notePart(object: object, origins: Origins, step: WholeStep): void {
    if (this.seen?.has(object) === true) origins.keep(object)
    this.seen?.add(object)
    origins.meet(object, step.before, step.after)
  }

  private array(after: readonly unknown[], before: unknown, sets: SetTree | undefined): unknown {
    if (Object.getPrototypeOf(after) !== Array.prototype || Object.keys(after).length !== after.length) return after
    const old = Array.isArray(before) ? before : []
    if (sets?.isSet === true) return Object.freeze(this.members(after, old, sets))
    this.form.storedSets?.meet(this.path, after, isKnownSet(after) || this.isAlsoSet(after, before))
    const settled: unknown[] = []
    // By index: a hole in a sparse array is the undefined that it reads as.
    for (let i = 0; i < after.length; i++) settled.push(this.part(i, after[i], old[i], sets))
    return Object.freeze(settled)
  }

  /** Whether a step has put a set here, too. Where a list was before, it may have put the list in the place of the set. */
  private isAlsoSet(after: object, before: unknown): boolean {
    return !Array.isArray(before) && this.setsAfter?.has(after) === true
  }

  /** A member has no fixed place in its set: its previous place now holds an unrelated member. */
  private members(after: readonly unknown[], before: readonly unknown[], sets: SetTree): unknown[] {
    const known = new Set(before)
    return ordered(Array.from(after, (item, i) => (known.has(item) ? item : this.part(i, item, undefined, sets))))
  }

  private record(after: object, before: unknown, sets: SetTree | undefined): unknown {
    const prototype = Object.getPrototypeOf(after)
    if ((prototype !== Object.prototype && prototype !== null) || Object.hasOwn(after, '__proto__')) return after
    if (Object.getOwnPropertySymbols(after).length > 0) return after
    const written = this.ownKeys(after)
    const keys = this.form.keyOrder.sorted(written)
    const old = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : undefined
    this.noteKeys(written, keys, Array.isArray(old) ? undefined : old)
    const settled: Record<string, unknown> = {}
    for (const key of keys) {
      const known = old !== undefined && Object.hasOwn(old, key) ? old[key] : undefined
      settled[key] = this.part(key, (after as Record<string, unknown>)[key], known, sets)
    }
    return Object.freeze(settled)
  }

  /**
   * Records a dictionary. A record that keeps its keys is not one, even if a step writes them in another order: all states
   * have the order of the initial states. A record that no initial state has needs no predecessor: an author who writes its
   * keys in another order than states have them can rely on that order.
   */
  private noteKeys(written: readonly string[], keys: readonly string[], before: object | undefined): void {
    if (this.step === undefined) return
    const { dictionaries, keyOrder } = this.form
    if (before !== undefined && !isSameKeys(Object.keys(before), keys)) dictionaries.note(this.path)
    else if (keys !== written && !(before !== undefined && keyOrder.hasAll(keys))) dictionaries.note(this.path)
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

const adviceOnParts =
  'A step may keep no part of the state beyond its end, nor store one in an object that it freezes: store a copy.'

/** Whether an object is a draft of a step that has ended. */
function isRevoked(object: object): boolean {
  try {
    Array.isArray(object)
    return false
  } catch {
    return true
  }
}

function isSameKeys(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && after.every((key, i) => before[i] === key || before.includes(key))
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
