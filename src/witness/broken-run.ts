/** A run that breaks a claim, as it is looked at to find what would have kept the claim. */

import type { Claim, Me } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { BrokenClaim } from './broken-on-the-way.ts'
import type { RunFootprints } from './run-footprints.ts'

/** A run with the claim that it breaks. */
export interface BrokenRun {
  readonly machine: Machine
  readonly footprints: RunFootprints
  readonly claim: Claim
  /** For a run that goes on forever: the movers that wait all that time and should not. */
  readonly stuck: readonly number[]
  readonly initial: number
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
  /** What it breaks beside that. */
  readonly broken: readonly BrokenClaim[]
  /** The instance that the claim is about, if it is made for each. */
  readonly me: Me | undefined
}
