/**
 * The effects of steps and the answers of claims must depend only on the structure of a state.
 *
 * JavaScript objects show two things that are not part of a state: the order in which keys were added, and whether two
 * objects are identical. Both are detected by evaluating again on an equal state that differs in that respect.
 */

import { ModelError } from '../base/errors.ts'
import type { Machine, Mover, State } from './machine.ts'

/** The name of a step in messages. */
export function stepText(machine: Machine, mover: Mover, step: string | undefined): string {
  const what = mover.kind === 'action' ? `action '${mover.name}'` : `step '${step}' of ${mover.name}`
  return `model '${machine.model}': ${what}`
}

/** The name of a claim in messages. */
export function claimText(machine: Machine, claim: string): string {
  return `model '${machine.model}': claim '${claim}'`
}

const lookFor = 'look for random numbers, dates, and variables outside the'

export function impureStepError(what: string, differedAt?: string): ModelError {
  const where = differedAt === undefined ? '' : ` It differed at ${differedAt}.`
  return new ModelError(
    'impure',
    `${what} did two different things from the same state.${where} A step must be a function of the state, its own locals and the constants: ${lookFor} step that it changes, and for util.inspect, which looks behind the draft of a state.`,
  )
}

export function impureClaimError(what: string): ModelError {
  return new ModelError(
    'impure',
    `${what} gave two different results for the same state. A claim must be a function of the state and the constants: ${lookFor} claim that it changes, and for objects compared with ===.`,
  )
}

export function draftError(what: string): ModelError {
  return new ModelError(
    'impure',
    `${what} does something else on a draft of the state than on the state itself: it looks behind the draft, as util.inspect does, or asks whether it is one. Use JSON.stringify instead.`,
  )
}

export function hiddenStateError(what: string): ModelError {
  return new ModelError(
    'impure',
    `${what} behaves differently in a fresh copy of its module: it depends on state outside the model, such as a variable that a step has changed. Put what it depends on into the state.`,
  )
}

export function strangeLoadError(what: string): ModelError {
  return new ModelError(
    'impure',
    `${what} depends on the time at which its module was loaded, or on random numbers that were drawn then. Make it a constant of the model, and give each value a variant.`,
  )
}

export function randomError(what: string, called: string): ModelError {
  return new ModelError(
    'impure',
    `${what} calls ${called}. A model has no random numbers: let a step choose(...) among the possible values, and every case is explored.`,
  )
}

const inAnyOrder =
  'That order is not part of a state. Use a list or an ordered dictionary (orderedMap, put, drop), or sort the keys before relying on their order.'

export function keyOrderError(what: string): ModelError {
  return new ModelError(
    'key-order',
    `${what} depends on the order in which the keys of a record were added. ${inAnyOrder}`,
  )
}

export function identityError(what: string): ModelError {
  return new ModelError(
    'identity',
    `${what} compares objects of the state by identity (===, includes, indexOf), with each other or with constants. Object identity is not part of a state, which holds copies. Compare what identifies them, such as a.id === b.id, or search with some(x => x.id === wanted.id).`,
  )
}

/** Evaluates again with the keys of dictionaries in other orders; throws {@link ModelError} if the answer differs. */
export function refuseKeyOrder<A>(
  machine: Machine,
  what: string,
  states: readonly State[],
  evaluate: (states: readonly State[]) => A,
  answer: A,
): void {
  const others = machine.dictionaries.inOtherOrders(states)
  if (others.every(turned => answerOr(evaluate, turned) === answer)) return
  if (answerOr(evaluate, states) !== answer) throw impureClaimError(what)
  throw keyOrderError(what)
}

/**
 * The answer of a claim. Throws {@link ModelError} if it depends on the order of keys; with `isTwice`, also if it
 * is different the second time, or depends on object identity.
 */
export function steadyAnswer<A>(
  machine: Machine,
  claim: string,
  states: readonly State[],
  evaluate: (states: readonly State[]) => A,
  isTwice: boolean,
): A {
  const what = claimText(machine, claim)
  const answer = evaluate(states)
  refuseKeyOrder(machine, what, states, evaluate, answer)
  if (!isTwice) return answer
  if (evaluate(states) !== answer) throw impureClaimError(what)
  refuseIdentity(what, twinsOf(states), evaluate)
  return answer
}

/**
 * States in which equal objects are identical, also with those of the author that they are copies of, and the same states
 * in which all objects are distinct.
 */
export interface Twins {
  readonly shared: readonly State[]
  readonly apart: readonly State[]
}

/** Takes time linear in the size of the states. What `sharing` has merged before stays merged. */
export function twinsOf(states: readonly State[], sharing = new Sharing()): Twins {
  return { shared: states.map(state => sharing.of(state) as State), apart: states.map(state => apart(state)) }
}

/** Evaluates once on each of the twins; throws {@link ModelError} if the answers differ. */
export function refuseIdentity<A>(what: string, twins: Twins, evaluate: (states: readonly State[]) => A): void {
  const { shared } = twins
  const answer = answerOr(evaluate, shared)
  if (answerOr(evaluate, twins.apart) === answer) return
  if (answerOr(evaluate, shared) !== answer) throw impureClaimError(what)
  // The author's own objects have their keys in the order in which they were written.
  if (
    answerOr(
      evaluate,
      shared.map(state => apart(state)),
    ) === answer
  )
    throw keyOrderError(what)
  throw identityError(what)
}

function answerOr<A>(evaluate: (states: readonly State[]) => A, states: readonly State[]): A | 'threw' {
  try {
    return evaluate(states)
  } catch {
    return 'threw'
  }
}

/** Merges equal objects (hash consing). */
export class Sharing {
  private readonly known = new Map<string, object>()
  private readonly numbers = new Map<unknown, number>()

  /** `origins` are objects that stand for all that are equal to them. */
  constructor(origins: Iterable<object> = []) {
    for (const origin of origins) this.adopt(origin)
  }

  of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    return this.merged(mapParts(value, part => this.of(part)))
  }

  private adopt(origin: unknown): void {
    if (typeof origin !== 'object' || origin === null) return
    for (const part of Object.values(origin)) this.adopt(part)
    const id = this.idOf(mapParts(origin, part => this.of(part)))
    if (!this.known.has(id)) this.known.set(id, origin)
  }

  private merged(made: object): object {
    const id = this.idOf(made)
    const known = this.known.get(id) ?? made
    this.known.set(id, known)
    return known
  }

  private idOf(made: object): string {
    const entries = Object.entries(made).map(([key, part]) => `${JSON.stringify(key)}:${this.textOf(part)}`)
    // Code can tell an object with its keys in another order from the one in the state, without comparing identities.
    return `${Array.isArray(made)} ${entries}`
  }

  /** Equal parts are already merged, so a number can identify them. */
  private textOf(part: unknown): string {
    if (typeof part !== 'object' || part === null) return JSON.stringify(part)
    const number = this.numbers.get(part) ?? this.numbers.size
    this.numbers.set(part, number)
    return `#${number}`
  }
}

function apart<T>(value: T): T {
  return (typeof value === 'object' && value !== null ? mapParts(value, apart) : value) as T
}

function mapParts(value: object, make: (part: unknown) => unknown): object {
  if (Array.isArray(value)) return Object.freeze(value.map(make))
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, make(part)])))
}
