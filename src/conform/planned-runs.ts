/** Runs of a model that together take every transition, or every pair of steps in both orders. */

import { type GraphTransition, type StateGraph, wholeStateGraph } from '../analyse/state-graph.ts'
import { UsageError } from '../base/errors.ts'
import { canonical } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { keyOf } from '../machine/reference.ts'
import { arcCover } from './arc-cover.ts'
import { Digraph } from './digraph.ts'
import { type Implementation, isKey, type StepKey } from './implementation.ts'
import type { StepToTake } from './one-by-one.ts'
import { pairCover } from './pair-cover.ts'

/** What the runs of a suite take: each transition, or each pair of steps of two movers, in both orders. */
export type SuiteCoverage = 'every transition' | 'every pair'

/** A step of a run, and the state that it should lead to. */
export interface PlannedStep extends StepToTake {
  /** The key of the state after it. */
  readonly leadsTo: string
  /** A shortest run to the state before it. */
  readonly shortest: () => readonly PlannedStep[]
}

/** The runs of a suite: steps that are seen, those that are not being left to the implementation. */
export async function plannedRuns(
  implementation: Implementation,
  coverage: SuiteCoverage,
  maxStates: number,
): Promise<readonly (readonly PlannedStep[])[]> {
  const graph = await wholeStateGraph(implementation.machine, { maxStates })
  if (graph.end.stop !== 'exhausted')
    throw new UsageError(
      'bad-limit',
      `the model has more than ${maxStates} states, which is too many for a suite of ${coverage}. Use smaller constants, or raise maxStates.`,
    )
  return new SuitePlan(implementation, graph).runs(coverage)
}

type LeadingStep = GraphTransition & { readonly to: number }

class SuitePlan {
  private readonly implementation: Implementation
  private readonly states: readonly State[]
  private readonly initial: readonly number[]
  private readonly steps: readonly LeadingStep[]
  private readonly graph: Digraph

  constructor(implementation: Implementation, { states }: StateGraph) {
    this.implementation = implementation
    this.states = states.map(({ state }) => state)
    this.initial = states.flatMap(({ isInitial, number }) => (isInitial ? [number] : []))
    this.steps = states.flatMap(({ transitions }) => transitions.filter((one): one is LeadingStep => one.to !== null))
    this.graph = new Digraph(states.length, this.steps)
  }

  runs(coverage: SuiteCoverage): PlannedStep[][] {
    const walks =
      coverage === 'every transition'
        ? arcCover(this.graph, this.initial, arc => this.isSeen(arc))
        : pairCover(this.graph, this.initial, (first, second) => this.pairOf(first, second))
    return walks.map(walk => this.planned(walk)).filter(run => run.length > 0)
  }

  private planned(walk: readonly number[]): PlannedStep[] {
    return walk
      .filter(arc => this.isSeen(arc))
      .map(arc => {
        const { from, to, process, instance, step, choices } = this.step(arc)
        const leadsTo = keyOf(this.states[to] as State)
        const shortest = () => this.planned(this.graph.way(this.initial, node => node === from) ?? [])
        return { process, instance, step, pick: choices, leadsTo, shortest }
      })
  }

  /** The pair of two steps taken one after the other, if the other order is possible too. */
  private pairOf(first: number, second: number): string | undefined {
    const [a, b] = [this.step(first), this.step(second)]
    if (!this.isSeen(first) || !this.isSeen(second) || isSameMover(a, b)) return undefined
    const isOtherOrder = this.graph.out[a.from]?.some(arc => {
      return isKey(this.step(arc), b) && this.graph.out[this.step(arc).to]?.some(next => isKey(this.step(next), a))
    })
    return isOtherOrder === true ? canonical([nameOf(a), nameOf(b)]) : undefined
  }

  private isSeen(arc: number): boolean {
    return this.implementation.handler(this.step(arc)) !== undefined
  }

  private step(arc: number): LeadingStep {
    return this.steps[arc] as LeadingStep
  }
}

function nameOf({ process, instance, step }: StepKey): readonly (string | number | null)[] {
  return [process, instance, step]
}

function isSameMover(a: StepKey, b: StepKey): boolean {
  return a.process === b.process && a.instance === b.instance && (a.process !== null || a.step === b.step)
}
