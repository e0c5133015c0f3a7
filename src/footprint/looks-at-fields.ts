/**
 * Whether a predicate looks at nothing of an item but fields that hold primitives, by its text: `m => m.kind === 'ack'`,
 * `({ to }) => to === me`.
 *
 * It cannot tell such an item from a proxy of it. So it is evaluated on the item itself, which takes a tenth of the time.
 */

import { bareCode } from '../base/bare-code.ts'
import { textOf } from './pure-predicate.ts'

const known = new Map<string, readonly string[] | undefined>()

/** The fields of an item that a predicate, known to be pure, looks at; undefined if it looks at more. */
export function fieldsLookedAt(predicate: (item: unknown) => unknown): readonly string[] | undefined {
  const text = textOf(predicate)
  if (!known.has(text)) known.set(text, fieldsInText(text))
  return known.get(text)
}

/** Whether an item, as it is stored, has nothing but primitives in these fields. */
export function arePrimitive(fields: readonly string[], item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return true
  for (const field of fields) if (!isPrimitive((item as Readonly<Record<string, unknown>>)[field])) return false
  return true
}

const name = '[A-Za-z_$][\\w$]*'
const field = `${name}(?:\\s*:\\s*${name})?`
const destructured = new RegExp(`^\\(\\s*\\{\\s*(${field}(?:\\s*,\\s*${field})*)\\s*,?\\s*\\}\\s*\\)\\s*=>`)
const named = new RegExp(`^\\(?\\s*(${name})\\s*\\)?\\s*=>`)

/** The same by the text of the predicate. */
export function fieldsInText(text: string): readonly string[] | undefined {
  const code = bareCode(text).trim()
  const fields = destructured.exec(code)?.[1]
  if (fields !== undefined) return fields.split(',').map(one => one.replace(/:.*/s, '').trim())
  const [start, item] = named.exec(code) ?? []
  return start === undefined || item === undefined ? undefined : fieldsOf(item, code.slice(start.length))
}

/** The fields of an item that code names; undefined if it does anything else with the item, such as calling a method of it. */
function fieldsOf(item: string, code: string): readonly string[] | undefined {
  const use = `(?<![\\w$]|(?<!\\.)\\.\\s*)${item.replaceAll('$', '\\$')}(?![\\w$])`
  const uses = [...code.matchAll(new RegExp(`${use}(?:\\s*\\??\\.\\s*(${name})(?![\\w$]|\\s*\\())?`, 'g'))]
  const found = uses.map(([, taken]) => taken)
  return found.every(taken => taken !== undefined) ? found : undefined
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function')
}
