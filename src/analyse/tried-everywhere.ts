/**
 * The verdicts on a whole model under the other values of constants that keep the schedule of a counterexample. A switch that keeps this
 * run may let another one break the claim, or another claim: then it is no repair.
 */

import { canonical } from '../base/plain.ts'
import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome, Verdict } from '../outcome/outcome.ts'
import type { ExploreOptions } from '../search/options.ts'
import { exploreRuns } from '../temporal/explore-runs.ts'
import type { Everywhere, Hinge } from '../witness/hinge.ts'
import type { Witness } from '../witness/witness.ts'

/** The most values that are tried for one counterexample. */
const maxValues = 4
/** The most states that are explored for a value. Of a model with more, nothing is known but what is broken among these. */
const maxStates = 50_000
/** For all values of a check together. */
const maxSeconds = 10

/** The verdict of each claim, by its name. */
type VerdictByClaim = ReadonlyMap<string, Verdict>

/** The current activity, for the progress line. */
const phase = 'trying on the whole model what would keep the claim'

/**
 * Explores the model under the values that keep the run of each witness, and returns what adds the results to a witness. Takes as
 * long as a few checks of at most 50,000 states. Never rejects: nothing that fails then invalidates the violation.
 */
export async function triedEverywhere(
  machine: Machine,
  witnesses: readonly Witness[],
  limits: Pick<ExploreOptions, 'maxSeconds' | 'maxMemory' | 'heapLimit' | 'signal' | 'onProgress'> = {},
): Promise<(witness: Witness) => Witness> {
  const models = new TurnedModels(machine, limits)
  const found = new Map<string, ReadonlyMap<Hinge, Everywhere>>()
  for (const witness of witnesses) found.set(witness.claim.name, await models.of(witness))
  return witness => withResults(witness, found.get(witness.claim.name))
}

function withResults(witness: Witness, known: ReadonlyMap<Hinge, Everywhere> = new Map()): Witness {
  const { hinges } = witness
  if (hinges === undefined || known.size === 0) return witness
  const completed = hinges.map(hinge => {
    const everywhere = known.get(hinge)
    return everywhere === undefined ? hinge : { ...hinge, everywhere }
  })
  return { ...witness, hinges: completed }
}

class TurnedModels {
  private readonly machine: Machine
  private readonly limits: ExploreOptions
  private readonly endMs: number
  /** Several counterexamples may depend on the same value. */
  private readonly known = new Map<string, VerdictByClaim | undefined>()

  constructor(machine: Machine, { onProgress, ...limits }: ExploreOptions) {
    this.machine = machine
    this.limits = {
      ...limits,
      allClaims: true,
      maxStates,
      reduce: 'auto',
      ...(onProgress !== undefined && { onProgress: seen => onProgress({ ...seen, phase }) }),
    }
    this.endMs = performance.now() + 1000 * Math.min(maxSeconds, limits.maxSeconds ?? maxSeconds)
  }

  async of({ claim, hinges = [] }: Witness): Promise<ReadonlyMap<Hinge, Everywhere>> {
    const found = new Map<Hinge, Everywhere>()
    for (const hinge of hinges.slice(0, maxValues)) {
      const everywhere = await this.everywhere(claim.name, hinge)
      if (everywhere !== undefined) found.set(hinge, everywhere)
    }
    return found
  }

  private async everywhere(claim: string, { constant, value }: Hinge): Promise<Everywhere | undefined> {
    const turned = await this.verdicts(canonical([constant, value]), () => this.machine.under({ [constant]: value }))
    const verdict = turned?.get(claim)
    if (turned === undefined || (verdict !== 'holds' && verdict !== 'violated')) return undefined
    const breaks = await this.turnedFrom('holds', 'violated', turned)
    const misses = await this.turnedFrom('witnessed', 'never', turned)
    return { verdict, ...(breaks.length > 0 && { breaks }), ...(misses.length > 0 && { misses }) }
  }

  /** The claims that have one verdict in the model as it is, and another one under another value. */
  private async turnedFrom(before: Verdict, after: Verdict, turned: VerdictByClaim): Promise<string[]> {
    const found = [...turned].flatMap(([name, verdict]) => (verdict === after ? [name] : []))
    const usual = found.length === 0 ? undefined : await this.verdicts('as it is', () => this.machine)
    return found.filter(name => usual?.get(name) === before)
  }

  /** Undefined where the model can't be explored; under each key it is explored once. */
  private async verdicts(key: string, modelOf: () => Machine): Promise<VerdictByClaim | undefined> {
    if (!this.known.has(key)) this.known.set(key, await this.explored(modelOf))
    return this.known.get(key)
  }

  private async explored(modelOf: () => Machine): Promise<VerdictByClaim | undefined> {
    const secondsLeft = (this.endMs - performance.now()) / 1000
    if (this.limits.signal?.aborted === true || secondsLeft <= 0) return undefined
    try {
      const { claims } = await exploreRuns(modelOf(), { ...this.limits, maxSeconds: secondsLeft })
      return new Map(claims.map(({ name, verdict }: ClaimOutcome) => [name, verdict]))
    } catch {
      // Something else may be wrong with the model then: nothing is known of the claim.
      return undefined
    }
  }
}
