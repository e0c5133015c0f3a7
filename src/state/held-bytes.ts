/** What values take in memory, about: to be held against the growth of the heap, within a factor of two. */

/** Bytes of an object or an array without what it refers to, and of a reference to a value, room to spare included. */
const objectBytes = 100
const slotBytes = 12
/** A number that is not small, or a string without its characters. */
const boxBytes = 16
/** Records of the same keys share them; what a record has to itself is a slot for each. */
const fieldBytes = 32

/** Bytes that plain data takes, all that it is made of included. */
export function heldBytes(value: unknown): number {
  if (typeof value === 'string') return boxBytes + value.length
  if (typeof value === 'number') return value === (value | 0) ? 0 : boxBytes
  if (typeof value !== 'object' || value === null) return 0
  let bytes = objectBytes
  if (Array.isArray(value)) {
    for (const item of value) bytes += slotBytes + heldBytes(item)
    return bytes
  }
  for (const part of Object.values(value)) bytes += fieldBytes + heldBytes(part)
  return bytes
}
