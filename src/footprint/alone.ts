/**
 * A claim about a single list or dictionary, evaluated on the values of its cell and not on states:
 * `s.queue.every((a, i) => s.queue.every((b, j) => i === j || a.id !== b.id))`.
 *
 * Its tree would have a path for each content of the list. So the answer becomes a question about the list, like its length, which is
 * worked out once for each content that is met. It is evaluated on a state that has nothing else: where the claim looks at another field,
 * there is no answer, and it is recorded as other claims are.
 */

import type { State } from '../machine/machine.ts'
import type { KnownValues, ValueQuestion } from '../state/list-look-ups.ts'

/** A claim, with the state of one field that it is evaluated on; the state seems to have the fields of another. */
export interface OneFieldClaim {
  readonly claim: string
  /** The only field that the claim looks at. */
  readonly field: string
  readonly like: State
  /** The values of the field. */
  readonly values: KnownValues
  /** Whether the claim can do nothing but answer, by its text. */
  readonly isPure: boolean
  /** The number of the answer; may throw. */
  readonly answerOn: (state: State) => number
  /** A state with the keys of its dictionaries in other orders, on which the answer must be the same. */
  readonly inOtherOrders: (state: State) => readonly State[]
}

/** Other orders of keys are tried for the first values, and for some of the later ones: it takes longer than an answer. */
const triedAtFirst = 64
const triedEvery = 16

/**
 * The answers of a claim by the number of a value of the only field that it looks at; -1 where it looks further, or throws.
 *
 * A claim that can do nothing but answer sees a copy of a list, which is not frozen: V8 walks through a frozen one with `every` or
 * `some` in five times the time.
 */
export class AloneQuestion implements ValueQuestion {
  readonly question: string
  private readonly source: OneFieldClaim
  private readonly known: number[] = []
  private readonly state: State
  private current: unknown
  private looksFurther = false

  private answers = 0

  constructor(source: OneFieldClaim) {
    const { claim, field, like } = source
    this.question = `claim ${claim}`
    this.source = source
    const properties = Object.keys(like).map(key => [
      key,
      { enumerable: true, get: key === field ? () => this.current : () => this.lookFurther() },
    ])
    this.state = Object.freeze(Object.defineProperties({}, Object.fromEntries(properties))) as State
  }

  of(value: number): number {
    const known = this.known[value]
    if (known !== undefined) return known
    const answer = this.evaluate(this.source.values.values[value])
    this.known[value] = answer
    return answer
  }

  private evaluate(value: unknown): number {
    const answer = this.evaluateOnce(value)
    const { inOtherOrders, field } = this.source
    if (this.answers++ >= triedAtFirst && this.answers % triedEvery !== 0) return answer
    const others = inOtherOrders({ [field]: value })
    return others.every(other => this.evaluateOnce(other[field]) === answer) ? answer : -1
  }

  private evaluateOnce(value: unknown): number {
    const list = this.source.isPure && Array.isArray(value) ? [...value] : undefined
    this.current = list ?? value
    this.looksFurther = false
    try {
      const answer = this.source.answerOn(this.state)
      // The claim may have caught what it met; or it has edited the list, as it can't in a state.
      return this.looksFurther || (list !== undefined && !isSameList(list, value as unknown[])) ? -1 : answer
    } catch {
      // It will be evaluated on a whole state, and fail there if it does.
      return -1
    }
  }

  private lookFurther(): never {
    this.looksFurther = true
    throw new Error('a claim that is evaluated on one field looks at another')
  }
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i])
}
