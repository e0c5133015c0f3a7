/**
 * The audit after a search, before its result is reported: whether steps and claims are functions of the state, so that
 * recorded results can be relied on.
 *
 * Recorded answers of claims are evaluated again, and so are some states that the search has left: with other values of
 * the clock and random numbers, with equal objects merged or distinct, with the keys of dictionaries reversed, and in a
 * fresh copy of the author's modules, where variables outside the model have their initial values.
 */

import type { ModelError } from '../base/errors.ts'
import type { Claim } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import { refuseOtherModel } from '../machine/same-model.ts'
import {
  claimText,
  hiddenStateError,
  impureClaimError,
  impureStepError,
  randomError,
  refuseIdentity,
  refuseKeyOrder,
  twinsOf,
} from '../machine/steady.ts'
import { withReplaceableClock, withStrangeClock } from '../machine/strange-clock.ts'
import { asking, claimQuestions, type Question, questionsOf, stepQuestion } from './questions.ts'
import { type ClaimFinding, isSaidAgain } from './said.ts'

/** States to audit: the first ones, where every step is new, and as many of all others. */
const firstStates = 6
const otherStates = 6

/** The numbers of the states to audit, among the first `count`. */
export function sampleOf(count: number): number[] {
  const first = Array.from({ length: Math.min(count, firstStates) }, (_, i) => i)
  const rest = count - first.length
  const others = Math.min(rest, otherStates)
  return [
    ...first,
    ...Array.from({ length: others }, (_, i) => first.length + Math.floor(((i + 1) * rest) / others) - 1),
  ]
}

/** What is looked at again. */
export interface Audit {
  readonly states: readonly State[]
  readonly said: readonly ClaimFinding[]
  /** The machine once more, from modules of its own. */
  readonly fresh: Machine | undefined
}

/** Throws {@link ModelError} where a step or a claim is no function of the state. */
export function auditEnd(machine: Machine, { states, said, fresh }: Audit): void {
  askAgain(machine, said, impureClaimError)
  auditClock(machine, states)
  for (const state of states) auditClaims(machine, state)
  if (fresh === undefined) return
  refuseOtherModel(machine, fresh)
  // Before anything else has run in the copy: a variable that it changes would not have its first value any more.
  askAgain(fresh, said, hiddenStateError)
  compareWithFresh(machine, fresh, states)
  auditClock(fresh, states)
}

function askAgain(machine: Machine, said: readonly ClaimFinding[], error: (what: string) => ModelError): void {
  const other = said.find(one => !isSaidAgain(machine, one))
  if (other !== undefined) throw error(claimText(machine, (machine.claims[other.claim] as Claim).name))
}

function auditClock(machine: Machine, states: readonly State[]): void {
  const questions = states.flatMap(state => questionsOf(machine, state))
  const other = withReplaceableClock(() => {
    const early = questions.map(question => answerAt('early', question))
    return questions.find((question, i) => answerAt('late', question) !== early[i])
  })
  if (other !== undefined) throw (other.isClaim ? impureClaimError : impureStepError)(other.what)
}

function answerAt(end: 'early' | 'late', { what, ask }: Question): string {
  const { value, random } = withStrangeClock(end, ask)
  if (random !== undefined) throw randomError(what, random)
  return value
}

function auditClaims(machine: Machine, state: State): void {
  const twins = twinsOf([state])
  for (const claim of machine.claims) {
    const ask = asking(claim)
    if (ask === undefined) continue
    const what = claimText(machine, claim.name)
    refuseKeyOrder(machine, what, [state], ([s]) => ask(machine, s as State), ask(machine, state))
    refuseIdentity(what, twins, ([s]) => ask(machine, s as State))
  }
}

/**
 * Claims come before any step has been taken in the copy, so that a variable that a step changes and a claim reads still
 * has its first value there. Steps come in the opposite order, so that a variable that one writes and another reads is
 * read before it is written.
 */
function compareWithFresh(machine: Machine, fresh: Machine, states: readonly State[]): void {
  const claimsOf = (asked: Machine) => states.flatMap(state => claimQuestions(asked, state, machine))
  const stepsOf = (asked: Machine) =>
    machine.movers.flatMap((_, mover) => states.map(state => stepQuestion(asked, state, mover))).reverse()
  const theirs = [...claimsOf(fresh), ...stepsOf(fresh)]
  for (const [i, ours] of [...claimsOf(machine), ...stepsOf(machine)].entries()) {
    if (theirs[i]?.ask() !== ours.ask()) throw hiddenStateError(ours.what)
  }
}
