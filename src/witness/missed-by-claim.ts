/** Who would have written what a claim about states misses at the end of a run. */

import type { Path } from '../base/plain.ts'
import type { Claim } from '../language/claims.ts'
import { type Invariant, judgeInvariant } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import { lastToWrite, type MissedWrite } from './missed-write.ts'
import type { Look } from './moot.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { WhatIf } from './what-if.ts'

/**
 * A write that a claim about states misses.
 *
 * @since 0.2.0
 */
export interface MissedByClaim extends MissedWrite {
  /** The cell that it would have written. */
  readonly of: Path
}

/** Who would have written what a claim about states found as it was at first, so that it would be true; with the cell by which that step went. */
export function missedByClaim(
  footprints: RunFootprints,
  whatIf: WhatIf,
  claim: Claim,
  looks: readonly Look[],
): { readonly missed: MissedByClaim; readonly read: number } | undefined {
  if (claim.kind !== 'invariant') return undefined
  const end = footprints.states.length - 1
  for (const { cell } of looks) {
    const found = lastToWrite(footprints, whatIf, cell, value =>
      isTrueIn(footprints.machine, claim, whatIf.stateOf(end, cell, value)),
    )
    if (found === undefined) continue
    return { missed: { of: footprints.describe(cell, end).path, ...found.write }, read: found.read }
  }
  return undefined
}

function isTrueIn(machine: Machine, claim: Invariant, state: State): boolean {
  try {
    return judgeInvariant(machine, claim, state) === 'true'
  } catch {
    // No run leads to this state, and the claim may rely on that.
    return false
  }
}
