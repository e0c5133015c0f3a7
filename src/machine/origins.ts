/**
 * The author's own objects that get into states as they are: constants of the model and of its module, and objects that a
 * step has put in two places.
 *
 * States hold copies of them. So comparing such an object with the state by `===` is never true, even where a step stored
 * this very object. To detect that, the audit evaluates on states that hold the objects themselves.
 */

import { freeze } from 'immer'
import { canonical, NotPlain } from '../base/plain.ts'

/** No more are kept: authors compare with few objects. */
const maxKept = 256

/**
 * The first objects that steps on plain copies have put into states are remembered for good. Later ones are remembered until
 * `manyRecent` to twice as many others have come: most are new in each run, and weak references to all would take as long as the
 * steps.
 */
const firstMet = 65_536
const manyRecent = 16_384

export class Origins {
  private readonly met = new WeakSet<object>()
  private timesMet = 0
  private recent = new Set<object>()
  private lessRecent = new Set<object>()
  private readonly ofStates = new WeakSet<object>()
  /** By canonical text: the objects of the description, and those that steps have put into states. */
  private described: ReadonlyMap<string, object> | undefined
  private readonly put = new Map<string, object>()
  private readonly describe: () => readonly unknown[]

  /** `describe` creates the constants and the initial states again, as the author wrote them. */
  constructor(describe: () => readonly unknown[]) {
    this.describe = describe
  }

  /** The objects, by their canonical texts. */
  get objects(): ReadonlyMap<string, object> {
    this.described ??= this.findDescribed()
    return new Map([...this.described, ...this.put])
  }

  /** The objects that no step can edit. What a step has put into a state is frozen, as immer does. */
  get frozen(): ReadonlyMap<string, object> {
    for (const object of this.put.values()) freeze(object, true)
    return new Map([...this.objects].filter(([, object]) => Object.isFrozen(object)))
  }

  /** Freezes all of them, if the author's program ends with the search. */
  freeze(): void {
    for (const object of this.objects.values()) freeze(object, true)
  }

  /**
   * Records an object that a step has put into a state. An object seen a second time was not created in the step: it is the
   * author's own, unless it has only moved within the state.
   */
  meet(object: object, before: unknown, after: unknown): void {
    if (!this.met.has(object)) this.met.add(object)
    else if (!this.ofStates.has(object)) this.meetAgain(object, before, after)
  }

  /**
   * The same for a step that ran on plain copies, whose result contains no object of the state itself. The copies,
   * known to `copies`, serve several runs.
   */
  meetOnCopy(object: object, copies: { isCopy(object: object): boolean }): void {
    if (copies.isCopy(object)) return
    if (this.met.has(object) || this.recent.has(object) || this.lessRecent.has(object)) this.keepAll(object)
    else if (this.timesMet++ < firstMet) this.met.add(object)
    else this.meetForNow(object)
  }

  private meetForNow(object: object): void {
    this.recent.add(object)
    if (this.recent.size < manyRecent) return
    this.lessRecent = this.recent
    this.recent = new Set()
  }

  /** Records objects that a step on plain copies has left in two places; `values` are the parts that it may have changed. */
  meetTwice(values: readonly unknown[]): void {
    const seen = new Set<object>()
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if (seen.has(value)) this.keepAll(value)
      else {
        seen.add(value)
        for (const key in value) look((value as Record<string, unknown>)[key])
      }
    }
    for (const value of values) look(value)
  }

  /** Keeps an object: if there are several with the same text, the first one. */
  keep(object: object): void {
    keepIn(this.put, object)
  }

  private meetAgain(object: object, before: unknown, after: unknown): void {
    if (timesIn(before, object) === 0 || timesIn(after, object) > 1) this.keepAll(object)
    else this.ofStates.add(object)
  }

  private keepAll(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    this.keep(value)
    for (const part of Object.values(value)) this.keepAll(part)
  }

  /** An object that is identical each time was not created by the functions that describe the model. */
  private findDescribed(): ReadonlyMap<string, object> {
    const found = new Map<string, object>()
    const first = new Set<object>()
    for (const value of this.describe()) eachObject(value, object => first.add(object))
    for (const value of this.describe()) eachObject(value, object => first.has(object) && keepIn(found, object))
    return found
  }
}

function keepIn(objects: Map<string, object>, object: object): void {
  if (objects.size >= maxKept) return
  try {
    const text = canonical(object)
    if (!objects.has(text)) objects.set(text, object)
  } catch (error) {
    // The check of the new state reports this.
    if (!(error instanceof NotPlain)) throw error
  }
}

function timesIn(value: unknown, object: object): number {
  let times = 0
  eachObject(value, part => {
    if (part === object) times++
  })
  return times
}

/** Visits every object; parts of one that has been visited before are not visited again. */
function eachObject(value: unknown, visit: (object: object) => void, seen = new Set<object>()): void {
  if (typeof value !== 'object' || value === null) return
  visit(value)
  if (seen.has(value)) return
  seen.add(value)
  for (const part of Object.values(value)) eachObject(part, visit, seen)
}
