/**
 * Functions of the lists or records that a cell has held, by their numbers: a question that a step asks about one, or an edit that it
 * makes.
 *
 * A step that appends to a list, or takes its first element, does not depend on the rest. Its question has few answers however
 * many lists there are, and its edit is the same for all of them. Both are computed once for each list, and are a look-up
 * from then on.
 */

import { canonical } from '../base/plain.ts'
import { answeringOfRecord, editedRecord, formOf, type KeyEdit, type RecordQuestion } from './record-look-ups.ts'

/** The values of a cell, as far as they have been met. */
export interface KnownValues {
  readonly values: readonly unknown[]
  /** The number of a value, which gets one if it has none yet. */
  intern(value: unknown): number
}

/** A function of the values of one cell, by their numbers. */
export interface LookUp {
  /** The number of the result. */
  of(value: number): number
}

/** A question about the values of one cell, which has few answers. */
export interface ValueQuestion extends LookUp {
  /** Differs from that of every other question about the cell. */
  readonly question: string | number
}

/**
 * A question about a list: its length, the element at an index, counted from the end if negative, or its form: itself if it is a
 * primitive, else only whether it is a list or a record, which shows before code looks into it. Or where a primitive stands in
 * it first, or whether it does at all.
 */
export type ListQuestion = 'length' | number | `form ${number}` | `${SearchMethod} ${string}`

/** A question about a list or a record. */
export type PartQuestion = ListQuestion | RecordQuestion

/** A method that looks for a primitive. */
export type SearchMethod = 'indexOf' | 'includes'

/** The answers to one question. The numbers are those of `answers`. */
export class Projection implements ValueQuestion {
  readonly question: PartQuestion
  /** The answers met; undefined where there is no such element. */
  readonly answers: KnownValues
  private readonly lists: KnownValues
  private readonly known: number[] = []
  private readonly answerTo: (value: unknown) => unknown

  constructor(question: PartQuestion, lists: KnownValues, answers: KnownValues) {
    this.question = question
    this.answerTo = answering(question) as (value: unknown) => unknown
    this.lists = lists
    this.answers = answers
  }

  of(value: number): number {
    const known = this.known[value]
    if (known !== undefined) return known
    const answer = this.answers.intern(this.answerTo(this.lists.values[value]))
    this.known[value] = answer
    return answer
  }
}

/** The answer to a question about each list or record. */
function answering(
  question: PartQuestion,
): ((list: readonly unknown[]) => unknown) | ReturnType<typeof answeringOfRecord> {
  return isAboutRecords(question) ? answeringOfRecord(question) : answeringOfList(question)
}

function isAboutRecords(question: PartQuestion): question is RecordQuestion {
  return question === 'keys' || /^\w+ of /.test(String(question))
}

function answeringOfList(question: ListQuestion): (list: readonly unknown[]) => unknown {
  if (question === 'length') return list => list.length
  if (typeof question === 'number') return list => list.at(question)
  const [, what, argument] = /^(\w+) (.*)$/s.exec(question) as unknown as [string, 'form' | SearchMethod, string]
  if (what === 'form') return list => formOf(list.at(Number(argument)))
  const wanted: unknown = JSON.parse(argument)
  return list => list[what](wanted)
}

/** Makes a list of elements that were there, by their indices, and of others, each in a list by itself. */
export const rebuild = 'rebuild'

export type EditMethod = 'push' | 'pop' | 'shift' | 'unshift' | 'splice'

/** Takes the first element out that is a primitive. */
export const takeOut = 'take out'

/** A call of a method that edits a list, or its elements put together anew. */
export interface Edit {
  readonly method: EditMethod | typeof rebuild | typeof takeOut
  readonly args: readonly unknown[]
}

/** The result of edits for each list or record. */
export class Operator implements LookUp {
  /** Equal for operators on the values of a cell that do the same. */
  readonly key: string
  readonly edits: AnyEdits
  private readonly edit: (value: unknown) => unknown
  private readonly lists: KnownValues
  private readonly known: number[] = []

  constructor(key: string, edits: AnyEdits, sortKeys: SortKeys, lists: KnownValues) {
    this.key = key
    this.edits = edits
    this.edit = editBy(edits, sortKeys)
    this.lists = lists
  }

  of(value: number): number {
    const known = this.known[value]
    if (known !== undefined) return known
    const result = this.lists.intern(this.edit(this.lists.values[value]))
    this.known[value] = result
    return result
  }
}

/** The result of edits of a list. */
export function edited(list: readonly unknown[], edits: readonly Edit[]): unknown[] {
  let made = [...list]
  for (const { method, args } of edits) {
    if (method === rebuild) made = args.map(part => (typeof part === 'number' ? made[part] : (part as unknown[])[0]))
    else if (method === takeOut) made.splice(made.indexOf(args[0]), 1)
    else (made[method] as (...args: unknown[]) => unknown)(...args)
  }
  return made
}

/** What a step has done to a list, or to a record. */
export type AnyEdits =
  | { readonly kind: 'list'; readonly edits: readonly Edit[] }
  | { readonly kind: 'record'; readonly edits: readonly KeyEdit[] }

/** Puts keys in the order that they have in states. */
export type SortKeys = (keys: string[]) => readonly string[]

function editBy(given: AnyEdits, sortKeys: SortKeys): (value: unknown) => unknown {
  if (given.kind === 'list') return list => edited(list as readonly unknown[], given.edits)
  return record => editedRecord(record as Readonly<Record<string, unknown>>, given.edits, sortKeys)
}

/** The questions and edits known for the lists or records of one cell. */
export class ListLookUps {
  private readonly lists: KnownValues
  private readonly newValues: () => KnownValues
  private readonly projections = new Map<PartQuestion, Projection>()
  private readonly operators = new Map<string, Operator>()

  /** `newValues` makes a table for the answers to a question. */
  constructor(lists: KnownValues, newValues: () => KnownValues) {
    this.lists = lists
    this.newValues = newValues
  }

  projection(question: PartQuestion): Projection {
    let found = this.projections.get(question)
    if (found === undefined) {
      found = new Projection(question, this.lists, this.newValues())
      this.projections.set(question, found)
    }
    return found
  }

  /** The arguments of the edits are plain data. `sortKeys` is the same for all operators. */
  operator(given: AnyEdits, sortKeys: SortKeys): Operator {
    const key = canonical(
      given.kind === 'list' ? given.edits.map(({ method, args }) => [method, ...args]) : given.edits,
    )
    let found = this.operators.get(key)
    if (found === undefined) {
      found = new Operator(key, given, sortKeys, this.lists)
      this.operators.set(key, found)
    }
    return found
  }
}
