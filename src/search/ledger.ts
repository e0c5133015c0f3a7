/**
 * The ledger of a search: what is known about each claim so far.
 *
 * Engines write findings into it and read from it what is still open; at the end it yields the outcome of each claim.
 * All ends of the shortest runs to a finding are kept, so that the simplest of those runs can be picked.
 */

import { type Claim, isAboutRuns } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import { type ClaimOutcome, type FoundRuns, isHeld, type StopReason, type Verdict } from '../outcome/outcome.ts'
import type { End } from '../outcome/shortest-runs.ts'
import { whyVacuous } from './vacuity.ts'

/** A violation of a claim, or a witness of a reachable one, at the least depth. */
export interface Finding {
  /** Transitions on the runs to it. */
  readonly steps: number
  readonly ends: readonly End[]
}

interface Entry {
  steps: number
  readonly ends: End[]
}

/** The maximum number of ends of shortest runs that are kept for a finding: the first ones. */
const maxEnds = 200_000

/** The findings of one search. */
export class Ledger {
  readonly claims: readonly Claim[]
  /** How many claims are known not to be vacuous. */
  cases = 0
  private readonly machine: Machine
  private readonly entries: (Entry | undefined)[]
  private readonly wasMet: boolean[]

  constructor(machine: Machine) {
    const { claims } = machine
    this.machine = machine
    this.claims = claims
    this.entries = claims.map(() => undefined)
    this.wasMet = claims.map(() => false)
  }

  /** Whether an end of a run of `steps` transitions is worth looking for: no shorter run is known. */
  wants(claim: number, steps: number): boolean {
    const entry = this.entries[claim]
    return entry === undefined || steps <= entry.steps
  }

  /** Notes the end of a run of `steps` transitions that violates the claim, or that witnesses it. */
  note(claim: number, steps: number, end: End): void {
    const entry = this.entries[claim]
    if (entry === undefined || steps < entry.steps) this.entries[claim] = { steps, ends: [end] }
    else if (steps === entry.steps && entry.ends.length < maxEnds) entry.ends.push(end)
  }

  /** Records that a claim is not vacuous: its premise, if it has one, was true somewhere. */
  noteCase(claim: number): void {
    if (!this.wasMet[claim]) this.cases++
    this.wasMet[claim] = true
  }

  /** Whether a claim is known not to be vacuous. */
  hasCase(claim: number): boolean {
    return this.wasMet[claim] === true
  }

  finding(claim: number): Finding | undefined {
    return this.entries[claim]
  }

  /** Whether some claim is violated. A witnessed reachable claim is no violation. */
  get hasViolation(): boolean {
    return this.claims.some((claim, i) => claim.kind !== 'reachable' && this.entries[i] !== undefined)
  }

  /** Whether nothing more can be learnt about any claim. */
  get isComplete(): boolean {
    return this.entries.every((entry, i) => entry !== undefined || this.claims[i]?.kind === 'bound')
  }

  /** The outcome of each claim; `runs` returns what leads to the finding of a claim. `isBounded`: some states were cut. */
  conclude(stop: StopReason, isBounded: boolean, runs: (finding: Finding, claim: Claim) => FoundRuns): ClaimOutcome[] {
    return this.claims.flatMap((claim, i) => {
      if (claim.kind === 'bound') return []
      const finding = this.finding(i)
      const verdict = verdictOf(claim, finding !== undefined, stop, isBounded)
      const vacuous = isHeld(verdict) ? whyVacuous(this.machine, claim, this.wasMet[i] as boolean) : undefined
      return {
        name: claim.name,
        kind: claim.kind,
        verdict,
        ...(finding !== undefined && { steps: finding.steps, ...runs(finding, claim) }),
        ...(vacuous !== undefined && { vacuous }),
      }
    })
  }
}

function verdictOf(claim: Claim, isFound: boolean, stop: StopReason, isBounded: boolean): Verdict {
  if (isAboutRuns(claim)) return 'unknown'
  const { kind } = claim
  if (isFound) return kind === 'reachable' ? 'witnessed' : 'violated'
  if (stop !== 'exhausted') return 'unknown'
  if (kind === 'reachable') return isBounded ? 'unknown' : 'never'
  return isBounded ? 'holds within' : 'holds'
}
