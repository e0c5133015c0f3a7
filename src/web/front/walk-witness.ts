import type { Slice } from '../../witness/slice.ts'
import type { ClaimHere, Walk } from '../../witness/walk.ts'
import { type Witness, witnessFormat } from '../../witness/witness.ts'

/**
 * A walk in the form of a witness, for the lanes and panes: it shows the claim that it breaks, or the way to its end.
 */
export function witnessOf(walk: Walk, selectedClaim: string | undefined): Witness {
  const { claims, failed, next: _next, start: _start, starts: _starts, isDeadlock: _isDeadlock, ...rest } = walk
  const claim = claimOf(claims, failed !== undefined, selectedClaim)
  return {
    ...rest,
    format: witnessFormat,
    spec: null,
    claim: claim ?? { name: selectedClaim ?? 'the end of the walk', kind: 'reachable', verdict: 'witnessed' },
    // If no claim is selected, no step matters more than another.
    ...(claim === undefined && selectedClaim === undefined && { slice: withAllSteps(walk.slice) }),
    ...(failed !== undefined && { message: failed }),
  }
}

function claimOf(
  claims: readonly ClaimHere[],
  hasFailed: boolean,
  selectedClaim: string | undefined,
): Witness['claim'] | undefined {
  const broken = claims.filter(isBroken)
  // A failing step leads to no state, so there are no further facts about one.
  const failure = hasFailed ? broken.find(({ kind }) => kind === 'assertion' || kind === 'error') : undefined
  const shown = failure ?? broken.find(({ name }) => name === selectedClaim) ?? broken[0]
  return shown && { name: shown.name, kind: shown.kind, verdict: 'violated' }
}

function withAllSteps({ steps, claim }: Slice): Slice {
  return { claim, steps: steps.map(step => ({ ...step, role: 'value' })) }
}

/** A reachable claim that is false here is merely not reached. */
export function isBroken({ kind, answer }: ClaimHere): boolean {
  return kind !== 'reachable' && answer === 'false'
}
