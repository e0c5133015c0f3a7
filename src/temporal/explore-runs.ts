import { isAboutRuns } from '../language/claims.ts'
import { type Assumption, distinct } from '../language/fairness.ts'
import { assumptionsFor, fairUnitsOf, matches } from '../machine/fairness-units.ts'
import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome, Outcome, StopReason } from '../outcome/outcome.ts'
import { type EngineOptions, explore } from '../search/explore.ts'
import { HeapWatch } from '../search/heap-watch.ts'
import { Pacer, StoppedWithin } from '../search/options.ts'
import type { SearchedGraph } from '../search/simplest-run.ts'
import { judgeRuns } from './judge-runs.ts'
import type { AskedGraph } from './labelling.ts'
import { type RunSteps, runSteps } from './run-steps.ts'

/**
 * Explores a machine, and judges its temporal claims when every state is known. A search that ends before leaves them
 * unknown, as does a limit that is reached while they are judged.
 */
export async function exploreRuns(machine: Machine, options: EngineOptions = {}): Promise<Outcome> {
  if (!machine.claims.some(isAboutRuns)) return explore(machine, options)
  const judging = new Judging(machine, options)
  const outcome = await explore(machine, options, graph => judging.judge(graph))
  return judging.complete(outcome)
}

const phase = 'looking at endless runs'

class Judging {
  private readonly machine: Machine
  private readonly pacer: Pacer
  private readonly heap: HeapWatch
  private readonly judged = new Map<string, ClaimOutcome>()
  private idle: readonly Assumption[] = []
  private stop: StopReason | undefined

  constructor(machine: Machine, options: EngineOptions) {
    this.machine = machine
    this.pacer = new Pacer(options)
    this.heap = new HeapWatch(options)
  }

  async judge(graph: SearchedGraph): Promise<void> {
    try {
      const { machine } = this
      const pause = () => this.pause(graph.count)
      const steps = await runSteps(machine, graph, pause)
      this.idle = idleAssumptions(machine, steps)
      const asked: AskedGraph = { machine, steps, stateOf: state => graph.stateOf(state), pause }
      for (const claim of machine.claims) {
        if (isAboutRuns(claim)) this.judged.set(claim.name, await judgeRuns(asked, claim))
      }
    } catch (error) {
      if (!(error instanceof StoppedWithin)) throw error
      this.stop = error.reason
    }
  }

  complete(outcome: Outcome): Outcome {
    return {
      ...outcome,
      claims: outcome.claims.map(claim => this.judged.get(claim.name) ?? claim),
      ...(this.stop !== undefined && { stop: this.stop }),
      ...(this.idle.length > 0 && { idleFairness: this.idle }),
    }
  }

  private async pause(states: number): Promise<void> {
    if (!this.pacer.isDue) return
    if (this.heap.isFull(0)) throw new StoppedWithin('memory limit')
    const stop = await this.pacer.pause({ states, transitions: 0, depth: 0, frontier: 0, phase })
    if (stop !== undefined) throw new StoppedWithin(stop)
  }
}

/** The assumptions that speak of steps which are possible in no state. */
function idleAssumptions(machine: Machine, steps: RunSteps): Assumption[] {
  const stated = machine.claims.flatMap(claim => (claim.kind === 'temporal' ? assumptionsFor(machine, claim) : []))
  return distinct(stated).filter(assumption => {
    const units = fairUnitsOf(machine, [assumption])
    return !steps.steps.some(step => units.some(unit => matches(unit, step)))
  })
}
