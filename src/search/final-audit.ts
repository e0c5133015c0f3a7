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
  refuseIdentity,
  twinsOf,
} from '../machine/steady.ts'
import { withStrangeClock } from '../machine/strange-clock.ts'
import { type ClaimEvidence, isNews, isShownAgain } from './claim-evidence.ts'
import { refuseKeyOrders } from './key-orders.ts'
import { KeyReaders } from './key-readers.ts'
import { type AuditLook, looksAt, looksInCopy, stepAt } from './look.ts'
import { answerIn, evaluatorOf, noAnswer, refuseNoAnswer, textOf, transitionsWithin } from './questions.ts'
import { refuseHiddenState, type WideLook } from './wide-audit.ts'

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
  /** What was found in the states with the clock at its late end. */
  readonly late: readonly AuditLook[]
  /** What the search says of each claim. */
  readonly evidence: readonly ClaimEvidence[]
  /** The machine once more, from modules of its own. */
  readonly fresh: Machine | undefined
  /** Who may depend on the order of keys. Default: everyone. */
  readonly readers?: KeyReaders
  /** More states, of which less is asked. */
  readonly looks?: readonly WideLook[]
}

/** Throws {@link ModelError} if a step or a claim is not a function of the state. */
export function auditEnd(
  machine: Machine,
  { states, late, evidence, fresh, readers = anyone(), looks = [] }: Audit,
): void {
  refuseNewFailures(machine, states, late, evidence)
  refuseOther(machine, evidence, i => isNews(machine, i, late, evidence[i] as ClaimEvidence), impureClaimError)
  refuseOther(machine, evidence, i => !isShownAgain(machine, i, evidence[i] as ClaimEvidence), impureClaimError)
  const other = differenceOf(states, late, looksAt(machine, states, 'early'))
  if (other !== undefined) throw impure(machine, other)
  for (const state of states) auditState(machine, state, readers)
  refuseOtherAnswer(machine, states, late)
  if (fresh !== undefined) auditCopy(machine, fresh, { states, late, evidence, looks })
  // Again, since a claim that counts its evaluations changes its answer only after enough of them.
  refuseOtherAnswer(machine, states, late)
}

/** Throws the error of a claim that is not decided and fails in the sample, although it did not in the search. */
function refuseNewFailures(
  machine: Machine,
  states: readonly State[],
  looks: readonly AuditLook[],
  evidence: readonly ClaimEvidence[],
): void {
  for (const [i, claim] of machine.claims.entries()) {
    if (evidence[i]?.shown !== undefined) continue
    for (const [at, { answers, transitions }] of looks.entries())
      if (String(answers[i]).includes(noAnswer)) refuseNoAnswer(machine, claim, states[at] as State, transitions)
  }
}

/** Throws {@link ModelError} where a step or a claim does something else at another time. */
export function refuseClock(machine: Machine, states: readonly State[]): void {
  const now = looksAt(machine, states, 'now')
  for (const end of ['early', 'late'] as const) {
    const other = differenceOf(states, now, looksAt(machine, states, end))
    if (other !== undefined) throw impure(machine, other)
  }
}

function auditCopy(
  machine: Machine,
  fresh: Machine,
  { states, late, evidence, looks = [] }: Omit<Audit, 'fresh' | 'readers'>,
): void {
  refuseOtherModel(machine, fresh)
  // Before anything else has run in the copy: a variable that it changes would not have its first value any more.
  refuseOther(machine, evidence, i => !isShownAgain(fresh, i, evidence[i] as ClaimEvidence), hiddenStateError)
  refuseHiddenState(machine, fresh, looks, hiddenStateError)
  for (const end of ['late', 'early'] as const) {
    const other = differenceOf(states, late, looksInCopy(fresh, states, late, end))
    if (other !== undefined) throw impureInCopy(machine, fresh, other, end)
  }
}

/** Evaluates claims once more, with the clock as it is. */
function refuseOtherAnswer(machine: Machine, states: readonly State[], looks: readonly AuditLook[]): void {
  for (const [i, { answers, transitions }] of looks.entries()) {
    const other = machine.claims.find((claim, at) => {
      return answerIn(machine, claim, states[i] as State, transitions) !== answers[at]
    })
    if (other !== undefined) throw impureClaimError(claimText(machine, other.name))
  }
}

function refuseOther(
  machine: Machine,
  evidence: readonly ClaimEvidence[],
  isOther: (claim: number) => boolean,
  error: (what: string) => ModelError,
): void {
  const other = [...evidence.keys()].find(isOther)
  if (other !== undefined) throw error(claimText(machine, (machine.claims[other] as Claim).name))
}

/** A step or a claim that gave a different result in a state of the sample. */
interface AuditDifference {
  readonly kind: 'step' | 'claim'
  /** Of the mover or of the claim. */
  readonly index: number
  readonly state: State
  readonly look: AuditLook
}

/** The first difference. Steps come first, since a claim about transitions may differ because they do. */
function differenceOf(
  states: readonly State[],
  looks: readonly AuditLook[],
  others: readonly AuditLook[],
): AuditDifference | undefined {
  for (const [i, look] of looks.entries()) {
    const state = states[i] as State
    const other = others[i] as AuditLook
    const step = look.moves.findIndex((move, mover) => move !== other.moves[mover])
    if (step >= 0) return { kind: 'step', index: step, state, look }
    const claim = look.answers.findIndex((answer, at) => answer !== other.answers[at])
    if (claim >= 0) return { kind: 'claim', index: claim, state, look }
  }
  return undefined
}

function nameOf(machine: Machine, { kind, index, state }: AuditDifference): string {
  return kind === 'step' ? stepAt(machine, state, index) : claimText(machine, (machine.claims[index] as Claim).name)
}

function impure(machine: Machine, difference: AuditDifference): ModelError {
  const error = difference.kind === 'step' ? impureStepError : impureClaimError
  return error(nameOf(machine, difference))
}

/** In a copy either the clock makes a difference, and makes it again, or a variable outside the model. */
function impureInCopy(
  machine: Machine,
  fresh: Machine,
  difference: AuditDifference,
  end: 'early' | 'late',
): ModelError {
  const now = () => answerInCopy(fresh, difference)
  const expected = answerOf(difference.look, difference)
  const isClock = withStrangeClock(end, now).value !== expected && now() === expected
  return isClock ? impure(machine, difference) : hiddenStateError(nameOf(machine, difference))
}

function answerInCopy(fresh: Machine, { kind, index, state, look }: AuditDifference): unknown {
  if (kind === 'step') return textOf(transitionsWithin(fresh, state, index))
  return answerIn(fresh, fresh.claims[index] as Claim, state, look.transitions)
}

function answerOf(look: AuditLook, { kind, index }: AuditDifference): unknown {
  return (kind === 'step' ? look.moves : look.answers)[index]
}

function anyone(): KeyReaders {
  const readers = new KeyReaders()
  readers.noteAnyone()
  return readers
}

function auditState(machine: Machine, state: State, readers: KeyReaders): void {
  refuseKeyOrders(machine, state, readers)
  const twins = twinsOf([state])
  for (const claim of machine.claims) {
    const evaluate = evaluatorOf(claim)
    if (evaluate === undefined) continue
    const what = claimText(machine, claim.name)
    refuseIdentity(what, twins, ([s]) => evaluate(machine, s as State))
  }
}
