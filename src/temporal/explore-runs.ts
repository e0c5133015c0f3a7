import { assumedText } from '../language/assumed-text.ts'
import { type CanAlwaysClaim, isAboutRuns, type TemporalClaim } from '../language/claims.ts'
import { type Assumption, distinct } from '../language/fairness.ts'
import { assumptionsFor, fairUnitsOf, matches, unitsOf } from '../machine/fairness-units.ts'
import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome, Outcome, StopReason } from '../outcome/outcome.ts'
import { type EngineOptions, explore } from '../search/explore.ts'
import type { ExploredGraph, RunsJudge, RunsJudged } from '../search/explored-graph.ts'
import { StoppedWithin } from '../search/options.ts'
import { judgeRuns, violationInPart } from './judge-runs.ts'
import { PredicateTruths } from './predicate-truths.ts'
import { RefinedViews } from './refined-views.ts'
import { type RunSteps, runSteps } from './run-steps.ts'
import type { JudgedGraph } from './truth.ts'
import { UnitWatches } from './unit-watch.ts'

/**
 * Explores a machine, and judges its temporal claims when every state is known. A search that ends before leaves them
 * unknown, as does a limit that is reached while they are judged; but where the first violation ends the search, some are found before, among
 * the first states.
 */
export async function exploreRuns(machine: Machine, options: EngineOptions = {}): Promise<Outcome> {
  if (!machine.claims.some(isAboutRuns)) return explore(machine, options)
  const judging = new Judging(machine, options.engine === 'reference')
  const outcome = await explore(machine, options, judging)
  return judging.complete(outcome)
}

const phase = 'looking at endless runs'

class Judging implements RunsJudge {
  private readonly machine: Machine
  private readonly byDefinition: boolean
  private readonly judged = new Map<string, ClaimOutcome>()
  private readonly answers: (readonly string[] | undefined)[] = []
  private idle: readonly Assumption[] = []
  private warnings: readonly string[] = []
  private stop: StopReason | undefined

  constructor(machine: Machine, byDefinition: boolean) {
    this.machine = machine
    this.byDefinition = byDefinition
  }

  async judge(graph: ExploredGraph): Promise<RunsJudged> {
    try {
      await this.judgeClaims(graph)
    } catch (error) {
      if (!(error instanceof StoppedWithin)) throw error
      this.stop = error.reason
    }
    return { stop: this.stop, answers: this.answers }
  }

  complete(outcome: Outcome): Outcome {
    return {
      ...outcome,
      warnings: [...outcome.warnings, ...this.warnings],
      claims: outcome.claims.map(claim => bounded(this.judged.get(claim.name) ?? claim, outcome)),
      ...(this.stop !== undefined && { stop: this.stop }),
      ...(this.idle.length > 0 && { idleFairness: this.idle }),
    }
  }

  private async judgeClaims(graph: ExploredGraph): Promise<void> {
    const { machine } = this
    const steps = await this.stepsOf(graph)
    this.warnings = withoutChoices(machine, steps)
    this.idle = idleAssumptions(machine, steps)
    await this.forEachClaim(graph, steps, async (judged, claim) => {
      this.judged.set(claim.name, await judgeRuns(judged, claim))
      this.answers[machine.claims.indexOf(claim)] = judged.truths.answersInSample()
    })
  }

  /** That something can always happen may come true outside the part. */
  async findsViolation(part: ExploredGraph): Promise<boolean> {
    await this.forEachClaim(part, await this.stepsOf(part), async (judged, claim) => {
      const violated = claim.kind === 'temporal' ? await violationInPart(judged, claim) : undefined
      if (violated !== undefined) this.judged.set(claim.name, violated)
    })
    return this.judged.size > 0
  }

  private stepsOf(graph: ExploredGraph): Promise<RunSteps> {
    return runSteps(this.machine, graph, () => graph.pause(phase))
  }

  private async forEachClaim(
    graph: ExploredGraph,
    steps: RunSteps,
    look: (judged: JudgedGraph, claim: TemporalClaim | CanAlwaysClaim) => Promise<void>,
  ): Promise<void> {
    const { machine, byDefinition } = this
    const { isPart } = graph
    const pause = () => graph.pause(phase)
    const report = (violated: ClaimOutcome) => graph.report(violated)
    const watches = new UnitWatches()
    const views = new RefinedViews(machine, steps, graph, pause)
    for (const claim of machine.claims.filter(isAboutRuns)) {
      const truths = new PredicateTruths(machine, claim, graph, pause)
      await look({ machine, steps: await views.by(claim), truths, watches, isPart, byDefinition, pause, report }, claim)
    }
  }
}

/** Nothing is known of runs that leave the bounds. */
function bounded(claim: ClaimOutcome, { bounds }: Outcome): ClaimOutcome {
  if (bounds === undefined) return claim
  if (claim.verdict === 'holds') return { ...claim, verdict: 'holds within' }
  const { holdsIf = [] } = claim
  return holdsIf.length > 0 ? { ...claim, holdsIfWithin: bounds.map(({ name }) => name) } : claim
}

function statedAssumptions(machine: Machine): Assumption[] {
  return distinct(machine.claims.flatMap(claim => (claim.kind === 'temporal' ? assumptionsFor(machine, claim) : [])))
}

/** Assumptions about each choice of a step that never chooses, as warnings: the author means another step. */
function withoutChoices(machine: Machine, { steps }: RunSteps): string[] {
  return statedAssumptions(machine).flatMap(assumption => {
    const { choices, strength: _, ...pattern } = assumption
    const units = unitsOf(machine, pattern)
    const taken = steps.filter(step => units.some(unit => matches(unit, step)))
    if (choices === undefined || taken.length === 0 || taken.some(({ options = [] }) => options.length > 0)) return []
    return [`there is fairness of ${assumedText(assumption)}, but this step chooses nothing`]
  })
}

/** The assumptions that speak of steps which are possible in no state. */
function idleAssumptions(machine: Machine, steps: RunSteps): Assumption[] {
  return statedAssumptions(machine).filter(assumption => {
    const units = fairUnitsOf(machine, [assumption], steps.steps)
    return !steps.steps.some(step => units.some(unit => matches(unit, step)))
  })
}
