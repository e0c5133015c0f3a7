/** The turning point of a run: the last state from which the violation could still be avoided, and the step taken there. */

import { InternalError } from '../base/errors.ts'
import type { Machine } from '../machine/machine.ts'
import { keyOf } from '../machine/reference.ts'
import type { Fate } from '../outcome/fate.ts'
import type { OtherStep, StepTaken, Witness } from '../witness/witness.ts'
import type { FatedGraph } from './whole-graph.ts'

/**
 * The step at which the violation of a run became certain. `sealedBy` is the number of that step, from 1: the last step
 * of the run if the violation could be avoided until then, and 0 if it was certain in the initial state.
 */
export interface TurningPoint {
  readonly sealedBy: number
  /** Whether runs that starve a process can still avoid it after that step, as a `cornered` state shows. */
  readonly isUnlessUnfair: boolean
}

/** Undefined if the witness has no fates. */
export function turningPoint({ fates }: Witness): TurningPoint | undefined {
  if (fates === undefined) return undefined
  const sealedBy = fates.findLastIndex(isAvoidable) + 1
  return { sealedBy, isUnlessUnfair: fates.includes('cornered') }
}

function isAvoidable(fate: Fate): boolean {
  return fate === 'endangered' || fate === 'safe'
}

/**
 * The witness with the fate of each of its states, and of the states that its other steps lead to.
 *
 * Not for a witness of a reachable claim: it shows a desired state, which need not be avoided.
 */
export function withFates(witness: Witness, machine: Machine, graph: FatedGraph): Witness {
  const initial = keyOf(witness.initial)
  let at: number | undefined = machine.initialStates.findIndex(state => keyOf(state) === initial)
  const fates = [graph.fateOf(at)]
  const others: (readonly OtherStep[])[] = []
  for (const [k, step] of witness.steps.entries()) {
    if (at === undefined) throw new InternalError('a run continues after a step that fails')
    others.push(othersWithFates(witness.others[k] ?? [], at, machine, graph))
    const target = follow(graph, machine, at, step)
    at = target.state
    if (at !== undefined) fates.push(target.fate)
  }
  return { ...witness, others: [...others, ...witness.others.slice(others.length)], fates }
}

function othersWithFates(
  others: readonly OtherStep[],
  state: number,
  machine: Machine,
  graph: FatedGraph,
): readonly OtherStep[] {
  return others.map(other => ({ ...other, fate: follow(graph, machine, state, other).fate }))
}

function follow(graph: FatedGraph, machine: Machine, state: number, { process, instance, step, script }: StepTaken) {
  const mover = machine.movers.findIndex(one => {
    return one.process === process && one.instance === instance && (process !== null || one.name === step)
  })
  const target = graph.follow(state, { mover, script })
  if (target === undefined) throw new InternalError('a step of a run is not in the graph of all states')
  return target
}
