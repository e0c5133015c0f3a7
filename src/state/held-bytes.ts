/** An estimate of the memory that values take, within a factor of two, to compare with the growth of the heap. */

/** Bytes of an object or an array without what it refers to, and of a reference to a value, including spare capacity. */
const objectBytes = 100
const slotBytes = 12
/** A number that is not a small integer, or a string without its characters. */
const boxBytes = 16
/** Records of the same keys share them; each record itself only has a slot for each. */
const fieldBytes = 32

/** Bytes that plain data takes, including all its parts. */
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
