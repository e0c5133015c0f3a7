/**
 * The ledger of a search: what is known about each claim so far.
 *
 * Engines write findings into it and ask it what is still open; at the end it turns into the outcome of each claim.
 * All ends of the shortest runs to a finding are kept, so that the simplest of those runs can be picked.
 */

import { type Claim, isAboutRuns } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome, FoundRuns, StopReason, Verdict } from '../outcome/outcome.ts'
import type { End } from '../outcome/shortest-runs.ts'
import { whyVacuous } from './vacuity.ts'

export interface Finding {
  /** Transitions on the runs to it. */
  readonly steps: number
  readonly ends: readonly End[]
}

interface Entry {
  steps: number
  readonly ends: End[]
}

/** Ends of shortest runs that are kept for a finding; beyond that, only the first ones are kept. */
const maxEnds = 200_000

export class Ledger {
  readonly claims: readonly Claim[]
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

  /** Whether an end of a run of `steps` transitions is worth looking for: nothing as short or shorter is known. */
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
    this.wasMet[claim] = true
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
    return this.entries.every(entry => entry !== undefined)
  }

  /** The outcome of each claim, `runs` giving what leads to the finding of a claim. */
  conclude(stop: StopReason, runs: (finding: Finding, claim: Claim) => FoundRuns): ClaimOutcome[] {
    return this.claims.map((claim, i) => {
      const finding = this.finding(i)
      const verdict = verdictOf(claim, finding !== undefined, stop)
      const vacuous = verdict === 'holds' ? whyVacuous(this.machine, claim, this.wasMet[i] as boolean) : undefined
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

function verdictOf(claim: Claim, isFound: boolean, stop: StopReason): Verdict {
  if (isAboutRuns(claim)) return 'unknown'
  if (claim.kind === 'reachable') return isFound ? 'witnessed' : stop === 'exhausted' ? 'never' : 'unknown'
  return isFound ? 'violated' : stop === 'exhausted' ? 'holds' : 'unknown'
}
