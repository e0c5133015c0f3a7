/**
 * The built-in objects of JavaScript as they were when this module was loaded, before any code of an author.
 *
 * An author's code runs in one realm with the checker's, so a spec that replaces `Array.prototype.every` changes what the
 * checker itself computes. Such a change must be found by code that it cannot lead astray: the functions below call
 * nothing that could have been replaced, neither a method nor an iterator, but what this module has kept.
 *
 * Additions are allowed, as polyfills make them, unless the language or this package would take them for something else.
 */

import { ModelError } from './errors.ts'

const { getOwnPropertyDescriptor, defineProperty, deleteProperty, ownKeys } = Reflect
const { is } = Object

interface BuiltInPart {
  readonly owner: object
  readonly name: string
  readonly key: PropertyKey
  readonly before: PropertyDescriptor
}

/** A property of a built-in that is not what it was. */
interface BuiltInChange {
  readonly part: Omit<BuiltInPart, 'before'>
  /** Undefined for a property that was added. */
  readonly before: PropertyDescriptor | undefined
}

/**
 * The globals that are looked at. `Date`, the clocks and random numbers are missing, since the search itself replaces them
 * for a while (`machine/strange-clock.ts`), as are timers, which test runners fake.
 */
const names = (
  'Object Function Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry JSON String Number Boolean Symbol BigInt RegExp ' +
  'Math Reflect Proxy Promise Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError ' +
  'ArrayBuffer SharedArrayBuffer DataView Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array ' +
  'Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array WebAssembly Intl ' +
  'parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI structuredClone'
).split(' ')

/** Parts of built-ins that the search, Node or a tool replaces. */
const replaceable = ['Math.random', 'Error.stackTraceLimit', 'Error.prepareStackTrace', 'Error.captureStackTrace']

/** What the language looks up in any object: to add one of these to a prototype changes what the others do. */
const lookedUp = [
  'get set value writable enumerable configurable then toJSON'.split(' '),
  [Symbol.isConcatSpreadable, Symbol.toPrimitive, Symbol.iterator, Symbol.species],
].flat()

const owners: { readonly owner: object; readonly name: string; readonly keys: PropertyKey[] }[] = []
const parts: BuiltInPart[] = []

function recordOwner(owner: object, name: string): void {
  const keys = ownKeys(owner)
  owners.push({ owner, name, keys })
  for (const key of keys) recordPart(owner, name, key)
}

function recordPart(owner: object, name: string, key: PropertyKey): void {
  const before = getOwnPropertyDescriptor(owner, key)
  if (before === undefined || replaceable.includes(placeOf(name, key))) return
  // So that it inherits nothing that is added to `Object.prototype`.
  Object.setPrototypeOf(before, null)
  parts.push({ owner, name, key, before })
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

/** Objects without a global name, from which iterators, generators and typed arrays inherit. */
function hiddenOwners(): [object, string][] {
  const prototypeOf = (value: unknown) => Object.getPrototypeOf(value) as object
  return [
    [prototypeOf([].values()), '%ArrayIteratorPrototype%'],
    [prototypeOf(new Map().values()), '%MapIteratorPrototype%'],
    [prototypeOf(new Set().values()), '%SetIteratorPrototype%'],
    [prototypeOf(''[Symbol.iterator]()), '%StringIteratorPrototype%'],
    [prototypeOf(''.matchAll(/x/g)), '%RegExpStringIteratorPrototype%'],
    [prototypeOf(prototypeOf([].values())), '%IteratorPrototype%'],
    [prototypeOf(prototypeOf((function* () {})())), '%GeneratorPrototype%'],
    [prototypeOf(Int8Array.prototype), '%TypedArray%.prototype'],
    [prototypeOf(Int8Array), '%TypedArray%'],
  ]
}

function record(): void {
  for (const name of names) {
    const value: unknown = (globalThis as Record<string, unknown>)[name]
    if (!isObject(value)) continue
    recordPart(globalThis, '', name)
    recordOwner(value, name)
    const { prototype } = value as { readonly prototype?: unknown }
    if (isObject(prototype)) recordOwner(prototype, `${name}.prototype`)
  }
  for (const [owner, name] of hiddenOwners()) recordOwner(owner, name)
  recordPart(Date, 'Date', 'prototype')
  recordOwner(Date.prototype, 'Date.prototype')
}

record()

/** Makes all built-ins what they were, and returns the name of the first that was not. */
export function putBuiltInsBack(): string | undefined {
  const first = firstChange()
  if (first === undefined) return undefined
  // A change that cannot be undone would be found again and again.
  for (let change: BuiltInChange | undefined = first, left = 1000; change !== undefined && left > 0; left--) {
    undo(change)
    change = firstChange()
  }
  return placeOf(first.part.name, first.part.key)
}

/** Throws {@link ModelError} if a built-in is not what it was, and leaves it so. */
export function refuseChangedBuiltIns(where: string): void {
  const change = firstChange()
  if (change !== undefined) throw changedBuiltInError(where, placeOf(change.part.name, change.part.key))
}

/** The same where the code that ran since they were all right must have changed it: it is put back. */
export function undoChangedBuiltIns(where: string): void {
  const changed = putBuiltInsBack()
  if (changed !== undefined) throw changedBuiltInError(where, changed)
}

/** What a change of a built-in is to its author; `where` says whose code made it. */
export function changedBuiltInError(where: string, name: string): ModelError {
  return new ModelError(
    'changed-built-in',
    `${where} changes ${name}, with which Interleave itself works. Leave built-in objects as they are, and write a function of your own instead.`,
  )
}

function firstChange(): BuiltInChange | undefined {
  // Additions first: descriptors inherit what is added to `Object.prototype`.
  const added = firstAddition()
  if (added !== undefined) return added
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as BuiltInPart
    const now = getOwnPropertyDescriptor(part.owner, part.key)
    if (now === undefined || isOther(part.before, now)) return { part, before: part.before }
  }
  return undefined
}

function isOther(before: PropertyDescriptor, now: PropertyDescriptor): boolean {
  return !is(before.value, now.value) || before.get !== now.get || before.set !== now.set
}

function firstAddition(): BuiltInChange | undefined {
  for (let i = 0; i < owners.length; i++) {
    const { owner, name, keys } = owners[i] as (typeof owners)[number]
    const now = ownKeys(owner)
    for (let k = 0; now.length !== keys.length && k < now.length; k++) {
      const key = now[k] as PropertyKey
      if (!has(keys, key) && isTakenForOther(owner, key)) return { part: { owner, name, key }, before: undefined }
    }
  }
  return undefined
}

function has(keys: readonly PropertyKey[], key: PropertyKey): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return true
  return false
}

/** Whether what was added shows in objects that do not have it: as an index, a key, or something that the language looks up. */
function isTakenForOther(owner: object, key: PropertyKey): boolean {
  if (has(lookedUp, key)) return true
  if (typeof key === 'symbol' || (owner !== Object.prototype && owner !== Array.prototype)) return false
  const isIndex = +(key as string) >= 0
  return isIndex || (owner === Object.prototype && getOwnPropertyDescriptor(owner, key)?.enumerable === true)
}

function undo({ part: { owner, key }, before }: BuiltInChange): void {
  if (before === undefined) deleteProperty(owner, key)
  else defineProperty(owner, key, before)
}

function placeOf(name: string, key: PropertyKey): string {
  if (typeof key === 'symbol') return `${name}[${key.description}]`
  return name === '' ? `${key}` : `${name}.${key}`
}
