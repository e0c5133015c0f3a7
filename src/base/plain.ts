/**
 * Plain data: null, booleans, finite numbers, strings, and arrays and objects of plain data, without cycles.
 *
 * Only plain data can be compared by structure, and written to a file and read back without loss. States need both. The
 * order of keys is not part of a value, and neither is the sign of zero.
 */

/**
 * Plain data: what a state is made of, and what JSON keeps.
 *
 * @since 0.2.0
 */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/**
 * A place inside a value: keys and indices from the outside in.
 *
 * @since 0.2.0
 */
export type Path = readonly (string | number)[]

/** The key under which an object that is not plain data keeps advice on what to write instead, as a sentence. */
export const adviceInPlace = Symbol('advice in place')

/** A value is not plain data: `path` is the place inside the value, `reason` what was found there. */
export class NotPlain extends Error {
  readonly path: Path
  readonly reason: string
  private readonly given: string | undefined

  /** `advice` is what to write instead, as a sentence, if known. */
  constructor(path: Path, reason: string, advice?: string) {
    super(`${showPath(path)} is ${reason}`)
    this.path = path
    this.reason = reason
    this.given = advice
  }

  /** What to write instead, as a sentence after a blank; empty if there is no advice. */
  get advice(): string {
    if (this.given !== undefined) return ` ${this.given}`
    if (this.reason !== 'undefined') return ''
    // A key may be missing; an item of a list may not.
    if (typeof this.path.at(-1) !== 'string') return ' Write null there.'
    return ` Write null there, or leave the key out: in a step, 'delete ${showPath(this.path)}'.`
  }
}

/** Writes a path as an author would: `reader[0].my`. The empty path is `the value itself`. */
export function showPath(path: Path): string {
  if (path.length === 0) return 'the value itself'
  let text = ''
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`
    else if (/^[A-Za-z_$][\w$]*$/.test(key)) text += text === '' ? key : `.${key}`
    else text += `[${JSON.stringify(key)}]`
  }
  return text
}

/** Whether `path` leads to the same part as `whole`, or to something inside it. */
export function isWithin(path: Path, whole: Path): boolean {
  return whole.every((key, i) => path[i] === key)
}

/** Whether one of two paths is within the other. */
export function doOverlap(a: Path, b: Path): boolean {
  return isWithin(a, b) || isWithin(b, a)
}

/** The part of a value at a path; undefined if there is none. */
export function partAt(value: unknown, path: Path): Plain | undefined {
  return path.reduce((part, key) => {
    const isThere = typeof part === 'object' && part !== null && Object.hasOwn(part, key)
    return isThere ? (part as Record<string | number, unknown>)[key] : undefined
  }, value) as Plain | undefined
}

/**
 * The canonical text of a value: JSON with sorted keys, so that two values are structurally equal exactly if their
 * texts are. Throws {@link NotPlain} if the value is not plain data. Takes time proportional to the size of the value.
 * (The same idea as RFC 8785, the JSON Canonicalization Scheme, whose order of keys it shares; `-0` is `0` there too.)
 */
export function canonical(value: unknown): string {
  return write(value, [], [])
}

/** `around` are the objects around the value, from the outside in: few enough that a linear search beats a set. */
function write(value: unknown, path: (string | number)[], around: object[]): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      // `${-0}` is 0, as structural equality requires.
      if (Number.isFinite(value)) return `${value}`
      throw new NotPlain([...path], `${value}, not a finite number`)
    case 'object':
      return value === null ? 'null' : writeObject(value, path, around)
    default:
      throw new NotPlain([...path], describe(value))
  }
}

function writeObject(value: object, path: (string | number)[], around: object[]): string {
  if (around.includes(value)) throw new NotPlain([...path], 'part of a cycle')
  around.push(value)
  const text = Array.isArray(value) ? writeArray(value, path, around) : writeRecord(value, path, around)
  around.pop()
  return text
}

function writeArray(value: readonly unknown[], path: (string | number)[], around: object[]): string {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw new NotPlain([...path], describe(value))
  let text = ''
  // By index, so that a hole in a sparse array is seen as the undefined that it reads as.
  for (let i = 0; i < value.length; i++) {
    path.push(i)
    text += (i === 0 ? '' : ',') + write(value[i], path, around)
    path.pop()
  }
  // Such as the `index` of a regular expression's match: JSON would lose it.
  const own = Object.keys(value)[value.length]
  if (own !== undefined) throw new NotPlain([...path], `an array with a key of its own (${own})`)
  return `[${text}]`
}

function writeRecord(value: object, path: (string | number)[], around: object[]): string {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotPlain([...path], describe(value), (value as { readonly [adviceInPlace]?: string })[adviceInPlace])
  if (Object.getOwnPropertySymbols(value).length > 0) throw new NotPlain([...path], 'an object with a symbol as key')
  let text = ''
  for (const key of Object.keys(value).sort()) {
    // Only JSON.parse can create this key; assigning it sets the prototype, so no copy is safe.
    if (key === '__proto__') throw new NotPlain([...path], 'an object with the key __proto__')
    path.push(key)
    const part = write((value as Record<string, unknown>)[key], path, around)
    text += `${text === '' ? '' : ','}${quoted(key)}:${part}`
    path.pop()
  }
  return `{${text}}`
}

/** Whether two values that are plain data are structurally equal: the same as comparing their texts, and faster. */
export function isSamePlain(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && areSameItems(a, b)
  if (Array.isArray(b)) return false
  let keys = 0
  for (const key in a) {
    if (!Object.hasOwn(b, key)) return false
    if (!isSamePlain((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false
    keys++
  }
  for (const _ in b) keys--
  return keys === 0
}

/**
 * Whether a value is certainly plain data. May return false for plain data; {@link canonical} gives the reason if it is not.
 */
export function isSurelyPlain(value: unknown): boolean {
  if (typeof value !== 'object') return typeof value === 'number' ? Number.isFinite(value) : isText(value)
  if (value === null) return true
  // Only for records of primitives, which cannot contain themselves.
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return false
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key]
    if (typeof part === 'object' ? part !== null : !isSurelyPlain(part)) return false
  }
  return !Object.hasOwn(value, '__proto__')
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean'
}

function areSameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  const { length } = a
  if (length !== b.length) return false
  for (let i = 0; i < length; i++) if (!isSamePlain(a[i], b[i])) return false
  return true
}

/** A cache of quoted texts: states have few different keys and labels, which occur again and again. */
const quotedBefore = new Map<string, string>()
const longestKept = 200

function quoted(text: string): string {
  if (text.length > longestKept) return JSON.stringify(text)
  const before = quotedBefore.get(text)
  if (before !== undefined) return before
  const now = JSON.stringify(text)
  if (quotedBefore.size < 10_000) quotedBefore.set(text, now)
  return now
}

/** The value as plain data, for display: a copy if JSON can write it, or else its text. */
export function toPlain(value: unknown): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return value as Plain
  return typeof value === 'object' ? copyOf(value) : String(value)
}

function copyOf(value: object): Plain {
  try {
    return JSON.parse(JSON.stringify(value)) as Plain
  } catch {
    // A cycle, or a bigint inside.
    return Object.prototype.toString.call(value)
  }
}

/** The kind of a value in words: `a string`, `an instance of Map`. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype) return 'an array'
  if (typeof value === 'function') return `a function${value.name === '' ? '' : ` (${value.name})`}`
  if (typeof value === 'object') {
    return `an instance of ${value.constructor?.name ?? 'an unnamed class'}`
  }
  return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`
}
