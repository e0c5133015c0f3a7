/** What the atoms of a formula say of each state and of each step of a graph. */

import type { CanAlwaysClaim, Me, TemporalClaim } from '../language/claims.ts'
import type { AnyPredicate } from '../language/formula.ts'
import { matches, type Unit, unitsOf } from '../machine/fairness-units.ts'
import { judgePredicate } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'
import { claimText, refuseKeyOrder } from '../machine/steady.ts'
import type { Atom } from './normal-form.ts'
import type { RunSteps } from './run-steps.ts'

/** The truth of an atom: by state, or by the number of the step that is taken. A run that stays takes none. */
export type Truth = { readonly by: 'state'; readonly of: Uint8Array } | { readonly by: 'step'; readonly of: Uint8Array }

/** A graph whose states can be asked. */
export interface AskedGraph {
  readonly machine: Machine
  readonly steps: RunSteps
  stateOf(state: number): State
  /** Called now and then; what it throws ends the work. */
  pause(): Promise<void>
}

/** The units that an atom about steps speaks of. */
export function unitsOfAtom(
  machine: Machine,
  atom: Extract<Atom, { op: 'taken' | 'enabled' }>,
  me: Me | undefined,
): Unit[] {
  const units = unitsOf(machine, atom.steps)
  return atom.isMine ? units.filter(({ mover }) => machine.movers[mover]?.instance === me?.instance) : units
}

export async function truthOf(graph: AskedGraph, claim: TemporalClaim, me: Me | undefined, atom: Atom): Promise<Truth> {
  if (atom.op === 'state') return { by: 'state', of: await predicateTruth(graph, claim, me, atom.holds) }
  const { steps } = graph
  const units = unitsOfAtom(graph.machine, atom, me)
  const meant = steps.stepsOf(step => units.some(unit => matches(unit, step)))
  if (atom.op === 'taken') return { by: 'step', of: meant }
  return { by: 'state', of: Uint8Array.from({ length: steps.states }, (_, s) => (steps.isPossible(meant, s) ? 1 : 0)) }
}

/** Asks a predicate about every state; refuses one that goes by the order of keys. */
export async function predicateTruth(
  { machine, steps, stateOf, pause }: AskedGraph,
  claim: TemporalClaim | CanAlwaysClaim,
  me: Me | undefined,
  predicate: AnyPredicate,
): Promise<Uint8Array> {
  const what = claimText(machine, claim.name)
  const ask = ([state]: readonly State[]): boolean => judgePredicate(machine, claim, predicate, state as State, me)
  const truth = new Uint8Array(steps.states)
  for (let s = 0; s < truth.length; s++) {
    const state = stateOf(s)
    const answer = ask([state])
    refuseKeyOrder(machine, what, [state], ask, answer)
    truth[s] = answer ? 1 : 0
    if (s % statesPerLook === 0) await pause()
  }
  return truth
}

const statesPerLook = 64
