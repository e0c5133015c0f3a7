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
    `${what} did two different things from the same state.${where} A step must be a function of the state, its own locals and the constants: ${lookFor} step that it changes.`,
  )
}

export function impureClaimError(what: string): ModelError {
  return new ModelError(
    'impure',
    `${what} gave two different results for the same state. A claim must be a function of the state and the constants: ${lookFor} claim that it changes, and for objects compared with ===.`,
  )
}

export function hiddenStateError(what: string): ModelError {
  return new ModelError(
    'impure',
    `${what} behaves differently in a fresh copy of its module: it depends on state outside the model, such as a variable that a step has changed. Put what it depends on into the state.`,
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
    `${what} compares objects of the state by identity (===, includes, indexOf). Object identity is not part of a state. Compare what identifies them, such as a.id === b.id, or search with some(x => x.id === wanted.id).`,
  )
}

/** Evaluates once more with the keys of dictionaries reversed; throws {@link ModelError} if the answer differs. */
export function refuseKeyOrder<A>(
  machine: Machine,
  what: string,
  states: readonly State[],
  evaluate: (states: readonly State[]) => A,
  answer: A,
): void {
  const turned = states.map(state => machine.dictionaries.reversed(state))
  if (turned.every((state, i) => state === states[i])) return
  if (answerOr(evaluate, turned) === answer) return
  if (answerOr(evaluate, states) !== answer) throw impureClaimError(what)
  throw keyOrderError(what)
}

/**
 * The answer of a claim. Throws {@link ModelError} if it depends on the order of keys; with `isAskedTwice`, also if it
 * is different the second time, or depends on object identity.
 */
export function steadyAnswer<A>(
  machine: Machine,
  claim: string,
  states: readonly State[],
  evaluate: (states: readonly State[]) => A,
  isAskedTwice: boolean,
): A {
  const what = claimText(machine, claim)
  const answer = evaluate(states)
  refuseKeyOrder(machine, what, states, evaluate, answer)
  if (!isAskedTwice) return answer
  if (evaluate(states) !== answer) throw impureClaimError(what)
  refuseIdentity(what, twinsOf(states), evaluate)
  return answer
}

/** States in which equal objects are identical, and the same states in which all objects are distinct. */
export interface Twins {
  readonly shared: readonly State[]
  readonly apart: readonly State[]
}

/** Takes time linear in the size of the states. */
export function twinsOf(states: readonly State[]): Twins {
  const sharing = new Sharing()
  return { shared: states.map(state => sharing.of(state) as State), apart: states.map(apart) }
}

/** Evaluates once on each of the twins; throws {@link ModelError} if the answers differ. */
export function refuseIdentity<A>(
  what: string,
  { shared, apart }: Twins,
  evaluate: (states: readonly State[]) => A,
): void {
  const answer = answerOr(evaluate, shared)
  if (answerOr(evaluate, apart) === answer) return
  if (answerOr(evaluate, shared) !== answer) throw impureClaimError(what)
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
class Sharing {
  private readonly known = new Map<string, object>()
  private readonly numbers = new Map<unknown, number>()

  of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const made = mapParts(value, part => this.of(part))
    const text = Object.entries(made).map(([key, part]) => `${JSON.stringify(key)}:${this.textOf(part)}`)
    const id = `${Array.isArray(value)} ${text}`
    const known = this.known.get(id) ?? made
    this.known.set(id, known)
    return known
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
