/**
 * Questions about records whose keys come and go, and edits of them: of a table of locks, a step asks for the lock under one key, and
 * sets it or deletes it, whatever is under the others.
 */

/**
 * A question about a record: the value of a key, or its form, which is the value itself if that is a primitive, else only whether it
 * is a list or a record; whether there is such a key; or all keys, in their order.
 */
export type RecordQuestion = `${'value' | 'form' | 'has'} of ${string}` | 'keys'

type RecordFields = Readonly<Record<string, unknown>>

/** The answers to a question about each record. */
export function answeringOfRecord(question: RecordQuestion): (record: RecordFields) => unknown {
  if (question === 'keys') return record => Object.keys(record)
  const [, what, key] = /^(\w+) of (.*)$/s.exec(question) as unknown as [string, 'value' | 'form' | 'has', string]
  if (what === 'has') return record => Object.hasOwn(record, key)
  const valueIn = (record: RecordFields): unknown => (Object.hasOwn(record, key) ? record[key] : undefined)
  return what === 'value' ? valueIn : record => formOf(valueIn(record))
}

/** What shows of a value before code looks into it. */
export function formOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? [] : {}
}

/** What a step has done to one key: its value, in a list by itself; an empty list if the key is gone. */
export type KeyEdit = readonly [key: string, value: readonly unknown[]]

/** A record with some keys set and others deleted; `sorted` puts keys in the order that they have in states. */
export function editedRecord(
  record: RecordFields,
  edits: readonly KeyEdit[],
  sorted: (keys: string[]) => readonly string[],
): RecordFields {
  const fields = new Map(Object.entries(record))
  for (const [key, value] of edits) {
    if (value.length > 0) fields.set(key, value[0])
    else fields.delete(key)
  }
  return Object.fromEntries(sorted([...fields.keys()]).map(key => [key, fields.get(key)]))
}
