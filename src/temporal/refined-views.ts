import type { CanAlwaysClaim, TemporalClaim } from '../language/claims.ts'
import { type FormulaSource, partsOf } from '../language/formula.ts'
import type { Abstraction } from '../machine/abstraction.ts'
import type { Machine } from '../machine/machine.ts'
import type { ExploredGraph } from '../search/explored-graph.ts'
import { RefinedView } from './refined-view.ts'
import type { RunSteps } from './run-steps.ts'

/** Sees a graph as the models do that are refined, once for each of them. */
export class RefinedViews {
  private readonly machine: Machine
  private readonly steps: RunSteps
  private readonly graph: ExploredGraph
  private readonly pause: () => Promise<void>
  private readonly known = new Map<Abstraction, RunSteps>()

  constructor(machine: Machine, steps: RunSteps, graph: ExploredGraph, pause: () => Promise<void>) {
    this.machine = machine
    this.steps = steps
    this.graph = graph
    this.pause = pause
  }

  /** The graph as a claim sees it. Predicates find out by themselves how they see a state, so not all claims need it. */
  async by(claim: TemporalClaim | CanAlwaysClaim): Promise<RunSteps> {
    const abstraction = this.machine.abstractions.get(claim.name)
    if (abstraction === undefined || claim.kind !== 'temporal' || !speaksOfSteps(claim)) return this.steps
    const known = this.known.get(abstraction)
    if (known !== undefined) return known
    const { graph, steps, pause } = this
    const seen = await RefinedView.of(abstraction, graph.count, state => graph.stateAt(state), pause)
    const made = seen.relabelled(steps)
    this.known.set(abstraction, made)
    return made
  }
}

function speaksOfSteps({ formula, premises }: TemporalClaim): boolean {
  return premises !== undefined || hasSteps(formula)
}

function hasSteps(formula: FormulaSource): boolean {
  return partsOf(formula).some(({ op }) => op === 'taken' || op === 'enabled')
}
