/** Which other claims a run breaks before it shows what it is for. */

import type { Claim } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { claimAtEnd } from './claim-at-end.ts'

/**
 * A claim that a run breaks on its way, beside the one that it shows.
 *
 * @since 0.2.0
 */
export interface BrokenClaim {
  /** The claim. */
  readonly claim: string
  /** The first step that breaks it, from 0. */
  readonly step: number
}

/** The invariants and transition claims beside `shown` that the run breaks, in order of time. */
export function brokenOnTheWay(
  machine: Machine,
  shown: string,
  states: readonly State[],
  transitions: readonly Transition[],
): BrokenClaim[] {
  const rules = machine.claims.filter(({ name, kind }) => name !== shown && isRule(kind))
  const found = rules.flatMap(claim => {
    const step = transitions.findIndex((last, k) => {
      if (last.effect.kind !== 'state') return false
      const run = { states: states.slice(k, k + 2), last, isLast: false }
      return claimAtEnd(machine, claim, run) === 'false'
    })
    return step < 0 ? [] : [{ claim: claim.name, step }]
  })
  return found.sort((a, b) => a.step - b.step)
}

function isRule(kind: Claim['kind']): boolean {
  return kind === 'invariant' || kind === 'transition'
}
