/**
 * A number for plain data, the same for values that are structurally equal: to look a value up without writing its text.
 *
 * Only what is surely plain data has one: where anything else is found, the text of the value says what it is.
 */

/** Deeper data is looked up by its text, which finds out whether it ends at all. */
const maxDepth = 100

/** The number of a value; undefined if it may not be plain data. Takes time proportional to its size. */
export function plainHash(value: unknown, depth = 0): number | undefined {
  switch (typeof value) {
    case 'string':
      return hashOfText(value)
    case 'boolean':
      return value ? 0x51ed270b : 0x2545f491
    case 'number':
      return Number.isFinite(value) ? hashOfNumber(value) : undefined
    case 'object':
      if (value === null) return 0x1b873593
      if (depth === maxDepth) return undefined
      return Array.isArray(value) ? hashOfArray(value, depth) : hashOfRecord(value, depth)
    default:
      return undefined
  }
}

function hashOfArray(list: readonly unknown[], depth: number): number | undefined {
  if (Object.getPrototypeOf(list) !== Array.prototype || Object.keys(list).length !== list.length) return undefined
  let hash = 0x3c6ef372 + list.length
  for (let i = 0; i < list.length; i++) {
    const part = plainHash(list[i], depth + 1)
    if (part === undefined) return undefined
    hash = stirred(hash, part)
  }
  return hash
}

/** A sum over the fields: their order is not part of a value. */
function hashOfRecord(record: object, depth: number): number | undefined {
  const prototype = Object.getPrototypeOf(record)
  if ((prototype !== Object.prototype && prototype !== null) || Object.getOwnPropertySymbols(record).length > 0)
    return undefined
  let hash = 0x1f83d9ab
  for (const key of Object.keys(record)) {
    const part = key === '__proto__' ? undefined : plainHash((record as Record<string, unknown>)[key], depth + 1)
    if (part === undefined) return undefined
    hash = (hash + stirred(hashOfText(key), part)) | 0
  }
  return hash
}

function hashOfNumber(value: number): number {
  const whole = value | 0
  // Fractions and large numbers are rare: their text does. The sign of zero is not part of a value.
  return whole === value ? stirred(0x5be0cd19, whole) : hashOfText(String(value))
}

function hashOfText(text: string): number {
  let hash = text.length
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i)
  return stirred(hash | 0, 0x510e527f)
}

function stirred(hash: number, part: number): number {
  const x = Math.imul(hash ^ (part + 0x9e3779b9), 0x85ebca6b)
  return Math.imul(x ^ (x >>> 15), 0xc2b2ae35) ^ (x >>> 13)
}
