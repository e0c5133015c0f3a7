/**
 * What a step or a claim looks at in a record that is one cell, since its keys come and go, and which keys it writes: only those looks
 * count as reads.
 *
 * A value that is a record or a list counts as read when code looks into it; before that, only its form does. What a step has done to
 * a key is what the key has in the end, so no order of edits is kept. Whatever cannot be separated counts as a read of the whole record.
 */

import type { AnyEdits } from '../state/list-look-ups.ts'
import type { KeyEdit, RecordQuestion } from '../state/record-look-ups.ts'
import type { InsideWatch } from './watched-part.ts'

/** What counts as read. */
export interface RecordReader {
  readonly read: (question: RecordQuestion) => void
  /** Called before the record counts as seen as a whole; may throw. */
  readonly beginWhole: () => void
  readonly readAll: () => void
}

/** The keys of one record during a run. */
export class WatchedRecord {
  private readonly reader: RecordReader
  /** The keys of values that are objects, as they are before the run. */
  private readonly keys = new Map<unknown, string>()
  private readonly touched = new Set<string>()
  private isWhole = false

  /** The record as it is before the run. */
  constructor(record: object, reader: RecordReader) {
    this.reader = reader
    for (const [key, value] of Object.entries(record)) {
      if (typeof value === 'object' && value !== null) this.keys.set(value, key)
    }
  }

  /** Whether the record was edited without a read of the whole record. */
  get isEdited(): boolean {
    return this.touched.size > 0 && !this.isWhole
  }

  /** How to note looks into a value that was there before the run, and edits of it. */
  insideOf(value: object): InsideWatch | undefined {
    const key = this.keys.get(value)
    if (key === undefined) return undefined
    return { read: () => this.read(`value of ${key}`), edit: () => this.editInside(key) }
  }

  readAll(): void {
    if (this.isWhole) return
    this.reader.beginWhole()
    this.reader.readAll()
    this.isWhole = true
  }

  /** Reads what shows of the value of a key before code looks into it. */
  readForm(key: string): void {
    if (!this.touched.has(key)) this.read(`form of ${key}`)
  }

  readPresence(key: string): void {
    if (!this.touched.has(key)) this.read(`has of ${key}`)
  }

  readKeys(): void {
    this.read('keys')
  }

  /** Notes that a key is set or deleted. */
  write(key: string): void {
    this.touched.add(key)
  }

  private editInside(key: string): void {
    this.read(`value of ${key}`)
    this.touched.add(key)
  }

  private read(question: RecordQuestion): void {
    if (!this.isWhole) this.reader.read(question)
  }

  /** What was done to the keys that this run has written; `record` is what came of it. */
  editsLeadingTo(record: unknown): AnyEdits {
    const edits = [...this.touched].sort().map((key): KeyEdit => {
      const isThere = Object.hasOwn(record as object, key)
      return [key, isThere ? [(record as Readonly<Record<string, unknown>>)[key]] : []]
    })
    return { kind: 'record', edits }
  }
}
