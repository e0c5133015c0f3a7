/** Numbers of instances as they appear in states: as numbers, or at the end of texts, as in `node 2`. */

/** A text that ends with a number, in two parts. */
export interface Numbered {
  readonly prefix: string
  readonly number: number
}

/** Undefined for a text that does not end with a number below `count`, or begins with another one. */
export function numbered(text: string, count: number): Numbered | undefined {
  const [, prefix, digits] = /^(\D*)(0|[1-9]\d*)$/.exec(text) ?? []
  const number = Number(digits)
  return prefix !== undefined && number < count ? { prefix, number } : undefined
}

/** Whether all keys of a record end with numbers below `count` and begin with the same text, so that it may be one by instance. */
export function isByNumber(value: object, count: number): boolean {
  const keys = Object.keys(value)
  const first = numbered(keys[0] ?? '', count)
  return first !== undefined && keys.every(key => numbered(key, count)?.prefix === first.prefix)
}

/** The path below a part, in which the places of arrays, and of records by number, are one. */
export function pathWithin(path: string, value: object, key: string, count: number): string {
  if (Array.isArray(value) || isByNumber(value, count)) return `${path}[*]`
  return path === '' ? key : `${path}.${key}`
}

/** The path of a cell in that form, as far as the state has it. */
export function pathOfCell(state: object, cell: readonly (string | number)[], count: number): string {
  let path = ''
  let value: unknown = state
  for (const key of cell) {
    if (typeof value !== 'object' || value === null) break
    path = pathWithin(path, value, String(key), count)
    value = (value as Record<string, unknown>)[key]
  }
  return path
}
