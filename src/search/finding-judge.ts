import type { Claim } from '../language/claims.ts'
import { type ClaimAnswer, isDeadlock, isFinding } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Move } from '../outcome/outcome.ts'
import type { End, StateId } from '../outcome/shortest-runs.ts'
import type { CutStates } from './cut-states.ts'
import type { Ledger } from './ledger.ts'

/** Evaluates a claim, by its number, on the state or the transition that an engine is at. */
export type EvaluateClaim = (claim: number) => ClaimAnswer

/**
 * What the answers of claims mean, for every engine: this is the only place that knows that a claim whose premise is false has
 * had no case, that `false` violates a claim, and that a reachable claim is witnessed by `true` and never violated.
 *
 * A claim is evaluated only as long as its answer could be new: a finding by a run that is no longer than what
 * is known.
 */
export class FindingJudge {
  /** The claims about transitions, by their numbers. */
  readonly transitionClaims: readonly number[]
  /** Those about states: invariants, reachable claims, and bounds. */
  readonly stateClaims: readonly number[]
  private readonly machine: Machine
  private readonly ledger: Ledger
  private readonly cut: CutStates

  constructor(machine: Machine, ledger: Ledger, cut: CutStates) {
    this.machine = machine
    this.ledger = ledger
    this.cut = cut
    this.transitionClaims = machine.claims.flatMap(({ kind }, i) => (kind === 'transition' ? [i] : []))
    this.stateClaims = machine.claims.flatMap(({ kind }, i) =>
      kind === 'invariant' || kind === 'reachable' || kind === 'bound' ? [i] : [],
    )
  }

  /** Evaluates `claims` on a state that was found at `depth`. */
  state(id: StateId, depth: number, claims: readonly number[], evaluate: EvaluateClaim): void {
    for (const claim of claims)
      if (this.ledger.wants(claim, depth)) this.note(claim, depth, evaluate(claim), id, undefined)
  }

  /** Evaluates all transition claims on a transition that leads to `depth`. */
  transition(from: StateId, move: () => Move, depth: number, evaluate: EvaluateClaim): void {
    for (const claim of this.transitionClaims) {
      if (this.ledger.wants(claim, depth)) this.note(claim, depth, evaluate(claim), from, move)
    }
  }

  /** How many claims are known not to be vacuous. */
  get cases(): number {
    return this.ledger.cases
  }

  /** Whether a claim has no finding yet. */
  isOpen(claim: number): boolean {
    return this.ledger.finding(claim) === undefined
  }

  /** Whether nothing would come of an answer, or of asking at all where it is not known, on a run of this length. */
  isQuiet(claim: number, answer: ClaimAnswer | undefined, depth: number): boolean {
    if (!this.ledger.wants(claim, depth)) return true
    if (answer === undefined) return false
    const judged = this.machine.claims[claim] as Claim
    if (judged.kind === 'bound') return answer !== 'false'
    return !isFinding(judged, answer) && (!isCase(judged, answer) || this.ledger.hasCase(claim))
  }

  /** Judges a state from which there is no transition. */
  end(stateOf: () => State, depth: number, id: StateId): void {
    for (const [i, claim] of this.machine.claims.entries()) {
      if (claim.kind !== 'deadlock' || !this.ledger.wants(i, depth)) continue
      if (isDeadlock(this.machine, claim, stateOf())) this.ledger.note(i, depth, { state: id })
    }
  }

  /** Notes a violation of one of the claims that come with every model, unless this model does not make it. */
  violation(kind: 'assertion' | 'error', depth: number, end: End): void {
    const claim = this.machine.claims.findIndex(c => c.kind === kind)
    if (claim >= 0) this.ledger.note(claim, depth, end)
  }

  private note(
    claim: number,
    depth: number,
    answer: ClaimAnswer,
    state: StateId,
    move: (() => Move) | undefined,
  ): void {
    const judged = this.machine.claims[claim] as Claim
    if (judged.kind === 'bound') {
      if (answer === 'false') this.cut.add(state, claim)
      return
    }
    if (isCase(judged, answer)) this.ledger.noteCase(claim)
    if (isFinding(judged, answer)) this.ledger.note(claim, depth, endOf(state, move?.()))
  }
}

/** Whether an answer shows that a claim is not vacuous. */
function isCase({ kind }: Claim, answer: ClaimAnswer): boolean {
  return kind !== 'reachable' && answer !== 'premise false'
}

/** Keeps only these parts of a move, whatever object it is read from. */
function endOf(state: StateId, move: Move | undefined): End {
  return move === undefined ? { state } : { state, move: { mover: move.mover, script: move.script } }
}
