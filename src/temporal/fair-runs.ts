/**
 * Whether any run is judged at all. Runs that leave the bounds of a model, or end in a step that fails, are not; if no other
 * run is fair, every claim about runs holds, and says nothing.
 */

import type { FairUnit } from '../machine/fairness-units.ts'
import { type Automaton, automatonOf } from './automaton.ts'
import { type Assumed, CoreSearch, type FairCore } from './fair-cores.ts'
import { normalForm } from './normal-form.ts'
import { Product } from './product.ts'
import { reachedNodes } from './reached-nodes.ts'
import { nowhere, type RunSteps } from './run-steps.ts'
import { isTrueOfSomeRun } from './textbook.ts'
import { UnitWatch } from './unit-watch.ts'

/** What is true of every run. */
const anything = normalForm({ op: 'true' }, false)

/** How runs of a graph can end without being judged. */
interface Ends {
  readonly outside: boolean
  readonly failing: boolean
}

function endsOf({ states, starts, transitions }: RunSteps): Ends {
  let outside = false
  for (let state = 0; state < states && !outside; state++) outside = starts[state] === starts[state + 1]
  let failing = false
  for (let t = 0; t < transitions.count && !failing; t++) failing = transitions.targetOf(t) === nowhere
  return { outside, failing }
}

const known = new WeakMap<RunSteps, FairRuns>()

/** The runs of a graph, looked at once for all claims. */
export function fairRunsOf(steps: RunSteps, pause: () => Promise<void>): FairRuns {
  const found = known.get(steps) ?? new FairRuns(steps, pause)
  known.set(steps, found)
  return found
}

class FairRuns {
  private readonly steps: RunSteps
  private readonly pause: () => Promise<void>
  private readonly ends: Ends
  private found: { readonly search: CoreSearch; readonly cores: readonly FairCore[] } | undefined

  constructor(steps: RunSteps, pause: () => Promise<void>) {
    this.steps = steps
    this.pause = pause
    this.ends = endsOf(steps)
  }

  /** The states that are gone through for each answer; none where every run goes on or stays, so that some are fair. */
  get cost(): number {
    return this.ends.outside || this.ends.failing ? this.steps.states : 0
  }

  /** Why no run is judged that is fair to some units; undefined if there is one. */
  async whyNone(assumed: Assumed, units: readonly FairUnit[], byDefinition: boolean): Promise<string | undefined> {
    if (this.cost === 0) return undefined
    const exists = byDefinition ? isTrueOfSomeRun(this.steps, anything, [], units) : await this.exist(assumed)
    return exists === false ? this.inWords(units.length > 0) : undefined
  }

  /** Whether a run is judged that keeps some assumptions. */
  async exist(assumed: Assumed): Promise<boolean> {
    if (this.cost === 0) return true
    this.found ??= await this.search()
    const { search, cores } = this.found
    return search.coresWithin(cores, assumed).length > 0
  }

  /** Where runs go round, fair or not. */
  private async search() {
    const product = new Product(this.steps, automatonOf(anything) as Automaton, [])
    const search = new CoreSearch(product)
    const watch = new UnitWatch(this.steps, [])
    const cores = search.coresAmong(await reachedNodes(product, this.pause), { watch, duties: watch.duties([]) })
    return { search, cores }
  }

  private inWords(isFair: boolean): string {
    const { outside, failing } = this.ends
    const which = isFair ? 'every fair run' : 'every run'
    if (outside && failing) return `${which} leaves the bounds or ends in a failure`
    return outside ? `${which} leaves the bounds` : `${which} ends in a failure`
  }
}
