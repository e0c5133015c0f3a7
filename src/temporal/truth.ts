/** What the atoms of a formula say of each state and of each step of a graph. */

import type { Me } from '../language/claims.ts'
import { isStepOf, type KnownStep, unitsOfAtom } from '../machine/fairness-units.ts'
import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome } from '../outcome/outcome.ts'
import type { Atom } from './normal-form.ts'
import type { PredicateTruths } from './predicate-truths.ts'
import type { RunSteps } from './run-steps.ts'
import type { UnitWatches } from './unit-watch.ts'

/** The truth of an atom: by state, or by the number of the step that is taken. A run that stays takes none. */
export type Truth = { readonly by: 'state'; readonly of: Uint8Array } | { readonly by: 'step'; readonly of: Uint8Array }

/** A graph on whose states predicates can be evaluated. */
export interface JudgedGraph {
  readonly machine: Machine
  /** As a refined model sees it, for a claim of that which speaks of steps. */
  readonly steps: RunSteps
  readonly truths: PredicateTruths
  readonly watches: UnitWatches
  /** Whether these are the first states alone: then nothing is said of claims but which runs among them violate them. */
  readonly isPart: boolean
  /** Whether verdicts are by the words of the definitions. */
  readonly byDefinition: boolean
  /** Called now and then; what it throws ends the work. */
  pause(): Promise<void>
  /** Called as soon as a claim is known to be violated: what follows may be cut short, and must not lose that. */
  report(violated: ClaimOutcome): void
}

/** The truth of an atom in every state, or of every step. */
export async function truthOf(graph: JudgedGraph, me: Me | undefined, atom: Atom): Promise<Truth> {
  if (atom.op === 'state') return { by: 'state', of: await graph.truths.of(me, atom.holds) }
  const { steps } = graph
  const { seen } = steps
  const units = unitsOfAtom(seen?.machine ?? graph.machine, atom, me)
  const isMeant = (step: KnownStep): boolean => units.some(unit => isStepOf(unit, step))
  if (seen !== undefined && atom.op === 'enabled') return { by: 'state', of: seen.wherePossible(isMeant) }
  const meant = steps.stepsOf(step => (step.seenAs ?? [step]).some(isMeant))
  if (atom.op === 'taken') return { by: 'step', of: meant }
  return { by: 'state', of: steps.wherePossible(meant) }
}
