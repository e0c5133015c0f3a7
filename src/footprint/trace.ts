/**
 * What one run of a step or a claim reads: the cells in the order in which it first looked at them.
 *
 * Shared by all proxies of a run. A cell counts as read when its value as it was before the run can reach the author's
 * code. A read too many only makes a footprint larger; a read must never be missed.
 */

import { canonical } from '../base/plain.ts'
import { KeyLooks } from '../machine/key-looks.ts'
import type { Projection } from '../state/list-look-ups.ts'

/** Something that the path through a tree can depend on. */
export type Event = ReadEvent | ChoiceEvent | PickEvent | PredicateEvent | UnmetEvent | SizeEvent

/** A look at a cell: at its value, or at the answer to one question about the list that it holds. */
export interface ReadEvent {
  readonly kind: 'read'
  readonly cell: number
  readonly projection: Projection | undefined
  /** The number of the value, or of the answer. */
  readonly value: number
}

/** The option taken at a choose. */
export interface ChoiceEvent {
  readonly kind: 'choice'
  readonly width: number
  readonly pick: number
  /** What the options are, as canonical texts, where the trace takes them down. */
  readonly options?: readonly string[] | undefined
}

/**
 * The member taken where a choose had the members of a set as its options: one that is there, which is all that was seen of
 * the set.
 */
export interface PickEvent {
  readonly kind: 'pick'
  /** The set. */
  readonly set: string
  /** The presence cells of all members that could have been there, in the order of the options. */
  readonly cells: readonly number[]
  /** Which of them was taken; -1 where none is there. */
  readonly at: number
}

/** A predicate that was evaluated on an item of a list: nothing was seen of what it looked at but its answer. */
export interface PredicateEvent {
  readonly kind: 'predicate'
  /** Its text. */
  readonly predicate: string
  /** What it looked at. */
  readonly events: readonly Event[]
  /** 0 or 1; 2 if it looks at what is seen as usual: then that follows. */
  readonly answer: number
}

/**
 * What comes next depends on members of a set that no stored state has had. When one is met, it is not known what the code makes
 * of it. So a state that has it takes another run to find out, if all members that counted were read in the order in which they
 * were met: then the new one counts here, or not at all. Else all that comes next is forgotten.
 */
export interface UnmetEvent {
  readonly kind: 'unmet'
  readonly set: string
  /** The only member that it depends on; undefined for any. */
  readonly text: string | undefined
  readonly then: 'ask' | 'forget'
}

/** The number of members of a set: nothing else was seen of them. */
export interface SizeEvent {
  readonly kind: 'size'
  readonly set: string
  /** The presence cells of all members that any state has had. */
  readonly cells: readonly number[]
  readonly value: number
}

/** What a trace takes down besides what was read. */
export interface TraceOptions {
  /** Whether choices say what their options are. Default false. */
  readonly namesOptions?: boolean
  /** Whether a look at the number of members of a set is one of its own. By default it is a look at each member. */
  readonly countsMembers?: boolean
}

/** A look at the members of a set of which it is not known yet what the author's code makes of it. */
export interface PendingLook {
  /** Counts as read what was looked at. */
  flush(): void
  /** The set. */
  readonly set: string
  /** The presence cells of the members, if these options are nothing but the members that were just looked at. */
  cellsOfOptions(options: readonly unknown[]): readonly number[] | undefined
  cellOf(option: unknown): number
}

/** The cells that a recording looked at, in order; one of which several things were read is listed more than once. */
export function readsIn(events: readonly Event[]): number[] {
  return events.flatMap(event => {
    if (event.kind === 'predicate') return readsIn(event.events)
    if (event.kind === 'size') return [...event.cells]
    return event.kind === 'read' ? [event.cell] : []
  })
}

/** Thrown where code looks at more than it may, which happens often. One for all: the stack of an error takes longer than a look. */
const looksTooFar = new Error('code looks at more than it may')

/** The reads and choices of one run, in order, each cell or question once. */
export class Trace {
  /** What was seen so far. */
  events: Event[] = []
  /** Whether a look at the number of members of a set is one of its own. */
  readonly countsMembers: boolean
  private readonly namesOptions: boolean
  /** The cells read so far, and those known beforehand, with the numbers of their values. */
  readonly known = new Map<number, number>()
  private readonly projections = new Map<number, Set<Projection>>()
  /** Sets whose number of members is known. */
  private readonly counted = new Set<string>()
  /** Sets that were searched for a member which no stored state has: no cell was read, but the answer depends on them. */
  readonly searchedSets = new Set<string>()
  /** The records at whose keys the run has looked, which come in some order. */
  keyLooks = new KeyLooks()
  /** Set when the run did something that proxies cannot follow; it must be evaluated on plain states. */
  isOpaque = false
  private pending: PendingLook | undefined
  private isBlind = false
  /** Forgets what the predicate that is being evaluated has looked at; undefined outside of one. */
  private looks: (() => void)[] | undefined

  constructor({ namesOptions = false, countsMembers = false }: TraceOptions = {}) {
    this.namesOptions = namesOptions
    this.countsMembers = countsMembers
  }

  /** Notes a read of `cell`, whose value before the run has the number `value`. */
  read(cell: number, value: number): void {
    if (this.known.has(cell)) return
    this.flush()
    if (this.known.has(cell)) return
    this.known.set(cell, value)
    this.looks?.push(() => this.known.delete(cell))
    this.events.push({ kind: 'read', cell, projection: undefined, value })
  }

  /** Notes a question about the list in `cell`, whose value before the run has the number `value`. */
  readProjection(cell: number, projection: Projection, value: number): void {
    if (this.known.has(cell) || this.projections.get(cell)?.has(projection) === true) return
    this.flush()
    if (this.known.has(cell)) return
    const questions = this.projections.get(cell) ?? new Set()
    this.projections.set(cell, questions.add(projection))
    this.looks?.push(() => questions.delete(projection))
    this.events.push({ kind: 'read', cell, projection, value: projection.of(value) })
  }

  /** Notes a look at the number of members of a set. */
  readSize(set: string, cells: readonly number[], value: number): void {
    if (this.counted.has(set)) return
    this.flush()
    this.counted.add(set)
    this.looks?.push(() => this.counted.delete(set))
    this.events.push({ kind: 'size', set, cells, value })
  }

  /** Notes that what comes next depends on members that no stored state has had. */
  unmet(look: Omit<UnmetEvent, 'kind'>): void {
    this.flush()
    this.events.push({ kind: 'unmet', ...look })
  }

  /** Notes which of the options a choose takes. */
  choose(options: readonly unknown[], pick: number): void {
    const cells = this.pending?.cellsOfOptions(options)
    if (cells !== undefined) this.pick(cells, options[pick])
    else {
      this.flush()
      // Options that are parts of the state are read here.
      const texts = this.namesOptions ? options.map(canonical) : undefined
      if (options.length > 0) this.events.push({ kind: 'choice', width: options.length, pick, options: texts })
    }
  }

  private pick(cells: readonly number[], option: unknown): void {
    const { set } = this.pending as PendingLook
    const cell = (this.pending as PendingLook).cellOf(option)
    this.pending = undefined
    this.events.push({ kind: 'pick', set, cells, at: cells.indexOf(cell) })
    if (cell >= 0) this.known.set(cell, 1)
  }

  /** Begins a look at members, which counts as read only when it is known what for. */
  begin(look: PendingLook): void {
    this.flush()
    this.pending = look
  }

  /** Counts as read what is pending. To be called at the end of a run, too. */
  flush(): void {
    if (this.isBlind) throw looksTooFar
    const { pending } = this
    this.pending = undefined
    pending?.flush()
  }

  /**
   * What a predicate that sees nothing of the state but what is known says of an item; undefined where it wants to see more, or
   * throws.
   */
  withoutLooking(predicate: (item: unknown) => unknown, item: unknown): boolean | undefined {
    const before = this.isBlind
    this.isBlind = true
    try {
      return Boolean(predicate(item))
    } catch {
      return undefined
    } finally {
      this.isBlind = before
    }
  }

  /** The result of code that looks at keys, but does not depend on their order. */
  inAnyOrder<T>(code: () => T): T {
    const { keyLooks } = this
    this.keyLooks = new KeyLooks()
    const result = code()
    this.keyLooks = keyLooks
    return result
  }

  /** To be called before something is noted as seen for the rest of the run, which a predicate can't see. */
  beginWhole(): void {
    if (this.looks !== undefined) throw looksTooFar
  }

  /**
   * The answer of a predicate that does nothing but answer; of what it looks at nothing else is seen. Where it looks at what
   * can't be put like that, this is its answer at first, and all is seen of it when it is evaluated once more.
   */
  answer(predicate: string, evaluate: () => boolean): boolean {
    if (this.isBlind) return evaluate()
    this.flush()
    const { events, looks } = this
    this.events = []
    this.looks = []
    let answer: boolean | undefined
    try {
      answer = evaluate()
    } catch {
      // Whether it failed, or looked too far, shows when it is evaluated once more.
    }
    this.flush()
    const seen = this.events
    for (const forget of this.looks) forget()
    this.events = events
    this.looks = looks
    if (seen.length > 0) events.push({ kind: 'predicate', predicate, events: seen, answer: Number(answer ?? unclear) })
    return answer ?? evaluate()
  }
}

/** The answer of a predicate that has to be seen as a whole. */
const unclear = 2
