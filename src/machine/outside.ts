/**
 * State outside the model that all modules share: globals, the environment, built-in objects and their prototypes.
 *
 * A fresh copy of a spec's modules shares its globals with the first copy, so globals are watched instead: they are
 * recorded before steps and claims run, and compared afterwards. Getters are not called, since Node loads many of its
 * parts lazily.
 */

import { usualOf } from './strange-clock.ts'

/** The contents of an object, a map or a set. */
interface Noted {
  readonly owner: object
  readonly name: string
  readonly held: ReadonlyMap<unknown, PropertyDescriptor>
}

/** The most parts of globals that are recorded: authors store little there. */
const maxParts = 20_000

/** What Node, or a program that inspects stacks, changes by itself. */
const changesByItself = new Set(['Error.stackTraceLimit'])

/** The state outside the model at one moment. */
export class Outside {
  private readonly noted: Noted[] = []
  private readonly seen = new Set<unknown>([globalThis])
  private partsLeft = maxParts

  constructor() {
    // Browsers have no `process`.
    const { process } = globalThis as { readonly process?: NodeJS.Process }
    if (process !== undefined) this.noteFirst(process.env, 'process.env')
    if (process !== undefined) this.noteFirst(process, 'process')
    this.note(globalThis, 'globalThis')
    for (const [name, { value }] of own(globalThis)) {
      if (isInternal(name)) continue
      this.noteDeep(value, `globalThis.${String(name)}`)
      this.noteBuiltIn(value, String(name))
    }
  }

  /**
   * Restores everything as it was then, and returns the name of something that was written since, as an author would
   * write it.
   */
  putBack(): string | undefined {
    const changed = this.noted.map(putBack)
    return changed.find(name => name !== undefined)
  }

  /** Records the properties of a global itself, and those that the instances of a class inherit from it. */
  private noteBuiltIn(value: unknown, name: string): void {
    if (!isObject(value) || this.seen.has(value)) return
    this.seen.add(value)
    this.noteParts(value, name)
    const { prototype } = value as { readonly prototype?: unknown }
    if (typeof value === 'function' && isObject(prototype)) this.note(prototype, `${name}.prototype`)
  }

  private noteFirst(owner: object, name: string): void {
    this.seen.add(owner)
    this.note(owner, name)
  }

  private noteDeep(value: unknown, name: string): void {
    if (!isContainer(value) || this.seen.has(value) || sizeOf(value) > this.partsLeft) return
    this.partsLeft -= sizeOf(value)
    this.seen.add(value)
    this.noteParts(value, name)
  }

  private noteParts(value: object, name: string): void {
    for (const [key, part] of this.note(value, name)) {
      if (!isInternal(key)) this.noteDeep(part.value, placeOf(value, name, key))
    }
  }

  private note(owner: object, name: string): Noted['held'] {
    const held = heldBy(owner)
    this.noted.push({ owner, name, held })
    return held
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

/** Plain data, and the usual containers for it. */
function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || [Object.prototype, Array.prototype, Map.prototype, Set.prototype].includes(prototype)
}

function sizeOf(container: object): number {
  return container instanceof Map || container instanceof Set ? container.size : Object.keys(container).length
}

/** Names reserved by tools, such as the counters of code coverage. */
function isInternal(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('_')
}

function heldBy(owner: object): Noted['held'] {
  // Test runners put functions of their own there.
  if (owner === globalThis.process)
    return new Map([...own(owner)].filter(([, { value }]) => typeof value !== 'function'))
  if (owner instanceof Map) return new Map([...owner].map(([key, value]) => [key, { value }]))
  if (owner instanceof Set) return new Map([...owner].map(value => [value, { value }]))
  return own(owner)
}

function own(owner: object): Map<unknown, PropertyDescriptor> {
  const held = new Map<unknown, PropertyDescriptor>()
  for (const key of Reflect.ownKeys(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, key)
    // Node and test runners store objects of their own under symbols, and create them on demand.
    const isTheirs = typeof key === 'symbol' && (property?.get !== undefined || isObject(property?.value))
    if (property !== undefined && !isTheirs) held.set(key, property)
  }
  return held
}

/** The name of the first property of an object that has changed. */
function putBack({ owner, name, held }: Noted): string | undefined {
  const now = heldBy(owner)
  const changed = [...new Set([...held.keys(), ...now.keys()])].filter(key => {
    return !changesByItself.has(placeOf(owner, name, key)) && isChanged(held.get(key), now.get(key), key)
  })
  for (const key of changed) put(owner, key, held.get(key))
  return changed.length === 0 ? undefined : placeOf(owner, name, changed[0])
}

function isChanged(before: PropertyDescriptor | undefined, now: PropertyDescriptor | undefined, key: unknown): boolean {
  if (before === undefined || now === undefined) return !isInternal(key)
  // A lazy getter replaces itself with the value that it loads; and what tools reserve for themselves may change.
  if (before.get !== undefined && now.get === undefined) return !isObject(now.value)
  // Concurrent searches replace the clock for each other.
  return before.get !== now.get || (!isInternal(key) && !Object.is(usualOf(before.value), usualOf(now.value)))
}

function put(owner: object, key: unknown, before: PropertyDescriptor | undefined): void {
  try {
    if (owner instanceof Map) before === undefined ? owner.delete(key) : owner.set(key, before.value)
    else if (owner instanceof Set) before === undefined ? owner.delete(key) : owner.add(key)
    else if (before === undefined) Reflect.deleteProperty(owner, key as string)
    else Reflect.defineProperty(owner, key as string, before)
  } catch {
    // A property that cannot be restored stays as it is; it is reported all the same.
  }
}

function placeOf(owner: object, name: string, key: unknown): string {
  if (owner instanceof Map || owner instanceof Set) return name
  if (Array.isArray(owner) && key === 'length') return name
  if (Array.isArray(owner) && /^\d+$/.test(String(key))) return `${name}[${String(key)}]`
  return typeof key === 'symbol' ? `${name}[${String(key)}]` : `${name}.${String(key)}`
}
