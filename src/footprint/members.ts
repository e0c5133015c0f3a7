/**
 * The members of a set as a run looks through them: which of them are there counts as read only as far as it matters.
 *
 *   choose(...s.msgs)                        one way for each member, whichever others are there: see {@link PickEvent}
 *   s.msgs.filter(m => m.to === me.id)       the presence of those members only of which the predicate is true
 *   s.msgs.some(m => m.kind === 'ack')       the same, up to the first that is there
 *
 * A predicate is evaluated on members that are not there, too, if by its text it can do nothing but answer
 * (pure-predicate.ts). Where its answer depends on the state, the presence of the member is read before.
 */

import { proxyTarget } from '../base/proxy-target.ts'
import { choose } from '../language/control.ts'
import { arePrimitive, fieldsLookedAt } from './looks-at-fields.ts'
import { isPurePredicate } from './pure-predicate.ts'
import type { PendingLook, Trace, UnmetEvent } from './trace.ts'

/** A member that the set has had in some state. */
export interface Candidate {
  /** Its presence, as it is numbered in the trace. */
  readonly cell: number
  readonly isPresent: boolean
  /** The member as it is stored, frozen. */
  readonly stored: unknown
  /** What the author's code sees of it. */
  readonly member: unknown
}

type MemberPredicate = (member: unknown) => unknown

/** The set that members are looked at in. */
export interface MembersOf {
  readonly trace: Trace
  /** What it is called in the trace. */
  readonly set: string
  /** Notes that what comes next depends on members that no state has had: see {@link UnmetEvent}. */
  readonly unmet: (then: UnmetEvent['then']) => void
  /** The members by now, if the run has edited the set meanwhile: then all of them have been read. */
  readonly edited: () => readonly unknown[] | undefined
  /** Whether the run may have edited a member. */
  readonly areAllKnown: () => boolean
  /** Looks at the number of members of the set as it was before the run; undefined where that is a look at each of them. */
  readonly readSize: (() => void) | undefined
}

export class Members {
  private readonly of: MembersOf
  private readonly candidates: readonly Candidate[]
  /** The same, in the order in which states had them first: by their presence cells. */
  private readonly inOrderMet: readonly Candidate[]

  constructor(of: MembersOf, candidates: readonly Candidate[], inOrderMet: readonly Candidate[]) {
    this.of = of
    this.candidates = candidates
    this.inOrderMet = inOrderMet
  }

  /** What these members answer to a look at them as a list; undefined where all of them must be read. */
  methodOf(key: string | symbol): unknown {
    if (key === Symbol.iterator || key === 'values') return () => this.iterate()
    if (!isMethod(key)) return undefined
    return (...args: unknown[]) => {
      const edited = this.of.edited()
      return edited === undefined && isPredicate(args)
        ? this[key](args[0])
        : Reflect.apply(Array.prototype[key], edited ?? this.read(), args)
    }
  }

  /** Reads the presence of all; returns those that are there. */
  read(): unknown[] {
    for (const candidate of this.inOrderMet) this.look(candidate)
    this.of.unmet('ask')
    return this.candidates.flatMap(({ isPresent, member }) => (isPresent ? [member] : []))
  }

  /** Those of which a predicate is true, as a list that is read when it is looked at. */
  filter(predicate: MemberPredicate): unknown[] {
    const isMet = this.answering(predicate)
    const met = this.inOrderMet.filter(isMet)
    this.of.unmet('ask')
    const kept = new Set(met)
    return new Members(
      { ...this.of, readSize: undefined },
      this.candidates.filter(candidate => kept.has(candidate)),
      met,
    ).list()
  }

  /** These members as a list of their own, which stays as it is when the set is edited. */
  list(): unknown[] {
    return listOf(new Members({ ...this.of, edited: () => undefined }, this.candidates, this.inOrderMet))
  }

  /** How many there are; undefined where all of them must be read for that. */
  count(): number | undefined {
    const { readSize, areAllKnown } = this.of
    if (readSize === undefined) return undefined
    if (!areAllKnown()) readSize()
    return this.candidates.reduce((sum, { isPresent }) => sum + Number(isPresent), 0)
  }

  some(predicate: MemberPredicate): boolean {
    return this.isOneSuch(predicate, true)
  }

  every(predicate: MemberPredicate): boolean {
    return !this.isOneSuch(predicate, false)
  }

  /** Whether there is a member of which a predicate gives this answer. */
  private isOneSuch(predicate: MemberPredicate, answer: boolean): boolean {
    const isMet = this.answering(predicate)
    if (this.inOrderMet.some(candidate => isMet(candidate) === answer && this.look(candidate))) return true
    this.of.unmet('ask')
    return false
  }

  /** The first in the order of the members: one that is met later may come before it. */
  find(predicate: MemberPredicate): unknown {
    const isMet = this.answering(predicate)
    this.of.unmet('forget')
    return this.candidates.find(candidate => isMet(candidate) && this.look(candidate))?.member
  }

  /**
   * What a predicate says of a candidate, in case it is there; undefined where it wants to see more, and the candidate is not
   * there.
   */
  private answering(predicate: MemberPredicate): (candidate: Candidate) => boolean | undefined {
    const { trace, areAllKnown } = this.of
    const fields = fieldsLookedAt(predicate)
    return candidate => {
      const { stored } = candidate
      const isSeen = fields === undefined || !arePrimitive(fields, stored) || areAllKnown()
      const alone = trace.withoutLooking(predicate, isSeen ? candidate.member : stored)
      if (alone !== undefined) return alone
      return this.look(candidate) ? Boolean(predicate(candidate.member)) : undefined
    }
  }

  private look({ cell, isPresent }: Candidate): boolean {
    this.of.trace.read(cell, Number(isPresent))
    return isPresent
  }

  private iterate(): Iterator<unknown> {
    return new Iteration(this.of, this.candidates)
  }
}

const methods = ['filter', 'some', 'every', 'find'] as const

function isMethod(key: unknown): key is (typeof methods)[number] {
  return (methods as readonly unknown[]).includes(key)
}

function isPredicate(args: readonly unknown[]): args is [MemberPredicate] {
  return args.length === 1 && typeof args[0] === 'function' && isPurePredicate(args[0])
}

/** Members as a list of the author's own, which reads what it has to when it is looked at. */
function listOf(members: Members): unknown[] {
  const list: unknown[] = []
  let isRead = false
  const read = (): unknown[] => {
    if (!isRead) list.push(...members.read())
    isRead = true
    return list
  }
  const target = proxyTarget(list, { printed: read, onLook: read }) as unknown[]
  return new Proxy(target, {
    getPrototypeOf: () => Array.prototype,
    get: (_, key) => {
      const known = isRead ? undefined : key === 'length' ? members.count() : members.methodOf(key)
      return known ?? Reflect.get(read(), key)
    },
    set: (_, key, value) => Reflect.set(read(), key, value),
    has: (_, key) => Reflect.has(read(), key),
    deleteProperty: (_, key) => Reflect.deleteProperty(read(), key),
    ownKeys: () => Reflect.ownKeys(read()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(read(), key),
    defineProperty: (_, key, property) => Reflect.defineProperty(read(), key, property),
  })
}

/** A walk through members, of which only what it has come to counts as read, and only if it was for more than a choose. */
class Iteration implements Iterator<unknown>, PendingLook {
  readonly set: string
  private readonly of: MembersOf
  private readonly candidates: readonly Candidate[]
  private readonly given: unknown[] = []
  private at = 0
  private isRead = false
  /** Where the code stood that came to the end. */
  private end: string | undefined

  constructor(of: MembersOf, candidates: readonly Candidate[]) {
    this.of = of
    this.set = of.set
    this.candidates = candidates
    of.trace.begin(this)
  }

  next(): IteratorResult<unknown> {
    const edited = this.of.edited()
    if (edited !== undefined) return this.nextOf(edited)
    while (this.at < this.candidates.length) {
      const { cell, isPresent, member } = this.candidates[this.at++]!
      if (this.isRead) this.of.trace.read(cell, Number(isPresent))
      if (!isPresent) continue
      this.given.push(member)
      return { value: member, done: false }
    }
    if (!this.isRead) this.end = callerOf(this.next)
    return { value: undefined, done: true }
  }

  /** Like the walk through a list that changes under way. */
  private nextOf(list: readonly unknown[]): IteratorResult<unknown> {
    if (this.given.length >= list.length) return { value: undefined, done: true }
    const value = list[this.given.length]
    this.given.push(value)
    return { value, done: false }
  }

  flush(): void {
    this.isRead = true
    // A member that is met later may come before the place where this walk ends.
    this.of.unmet('forget')
    for (const { cell, isPresent } of this.candidates.slice(0, this.at)) this.of.trace.read(cell, Number(isPresent))
  }

  /**
   * Where the members went straight from here to the choose (`choose(...s.msgs)`), both are called from one place of one run.
   * Anywhere else they may have been looked at before: `const all = [...s.msgs]` shows how many there are.
   */
  cellsOfOptions(options: readonly unknown[]): readonly number[] | undefined {
    const { end, given } = this
    if (end === undefined || given.length !== options.length || given.some((one, i) => one !== options[i]))
      return undefined
    return callerOf(choose) === end ? this.candidates.map(({ cell }) => cell) : undefined
  }

  cellOf(option: unknown): number {
    return this.candidates.find(({ isPresent, member }) => isPresent && member === option)?.cell ?? -1
  }
}

// What else an iterator of a list can do.
Object.setPrototypeOf(Iteration.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())))

/** The place from which a function was called, and from where that was; undefined where it is unknown. */
function callerOf(callee: (...args: never[]) => unknown): string | undefined {
  const limit = Error.stackTraceLimit
  try {
    Error.stackTraceLimit = 2
    const at: { stack?: unknown } = {}
    Error.captureStackTrace(at, callee)
    return typeof at.stack === 'string' && at.stack.includes(':') ? at.stack : undefined
  } catch {
    return undefined
  } finally {
    Error.stackTraceLimit = limit
  }
}
