/**
 * A search that leaves out transitions by partial order, as one or several searches: where a recording shows that something
 * was relied on wrongly, all is searched again by what is known then.
 */

import type { Machine } from '../machine/machine.ts'
import type { ClaimOutcome, Outcome } from '../outcome/outcome.ts'
import { BlockOrder, OrderKnowledge, OrderRefuted } from './block-order.ts'
import { FootprintEngine, type FootprintSizes } from './footprint-engine.ts'
import { type ExploreOptions, secondsLeft } from './options.ts'
import { Search } from './search.ts'

/** Searches that may turn out to have relied on too much; the one after them follows every transition. */
const maxRefuted = 12

/** States that are searched for a run that is a shortest one of all. */
const maxStatesForShortest = 1_000_000

/** How a machine is searched with fewer transitions. */
export class OrderedSearch {
  private readonly machine: Machine
  private readonly options: ExploreOptions
  private readonly sizes: FootprintSizes
  private readonly knowledge = new OrderKnowledge()
  private readonly startMs = performance.now()

  constructor(machine: Machine, options: ExploreOptions, sizes: FootprintSizes = {}) {
    this.machine = machine
    this.options = options
    this.sizes = sizes
  }

  async explore(): Promise<Outcome> {
    const outcome = await this.exploreInOrder()
    return { ...outcome, seconds: this.seconds }
  }

  private get seconds(): number {
    return (performance.now() - this.startMs) / 1000
  }

  private async exploreInOrder(): Promise<Outcome> {
    const reduced = await this.exploreReduced()
    if (reduced === undefined) return this.exploreAll()
    const outcome = { ...reduced, reduction: { by: 'order', leftOut: this.knowledge.leftOut } as const }
    return reduced.claims.some(({ verdict }) => verdict === 'violated') ? this.withShortest(outcome) : marked(outcome)
  }

  /** What was found with fewer transitions, with runs that may not be shortest ones; undefined if too much was refuted. */
  async exploreReduced(): Promise<Outcome | undefined> {
    for (let tries = 0; tries < maxRefuted; tries++) {
      try {
        return await this.search('fewer', this.options.maxStates).explore()
      } catch (error) {
        if (!(error instanceof OrderRefuted)) throw error
        if (error.isFinal) return undefined
      }
    }
    return undefined
  }

  private exploreAll(): Promise<Outcome> {
    return this.search('all', this.options.maxStates).explore()
  }

  /** Searches without reduction for shortest runs, as far as a limit allows. */
  private async withShortest(reduced: Outcome): Promise<Outcome> {
    const found = reduced.claims.filter(({ steps }) => steps !== undefined)
    const { maxStates = maxStatesForShortest } = this.options
    const all = await this.search('all', Math.min(maxStates, maxStatesForShortest)).explore()
    const isFound = ({ name }: ClaimOutcome): boolean =>
      all.claims.some(claim => claim.name === name && claim.steps !== undefined)
    if (all.stop === 'violation' || (all.stop === 'exhausted' && found.every(isFound)))
      return {
        ...all,
        reduction: { by: 'none', why: 'all states were searched again, up to the violation, for a shortest run' },
      }
    return marked(reduced)
  }

  private search(how: 'all' | 'fewer', maxStates: number | undefined): Search {
    const { machine, options, sizes, knowledge } = this
    const seconds = secondsLeft(options.maxSeconds, this.seconds)
    const order = how === 'all' ? undefined : new BlockOrder(machine, knowledge)
    const own = {
      ...options,
      maxStates,
      reduce: 'none',
      ...(seconds !== undefined && { maxSeconds: seconds }),
    } as const
    return new Search(machine, own, parts => new FootprintEngine(parts, sizes, order))
  }
}

/** Runs among fewer transitions need not be shortest ones, and all shortest ones are not known. */
function marked(outcome: Outcome): Outcome {
  return { ...outcome, claims: outcome.claims.map(claim => (claim.steps ? markedClaim(claim) : claim)) }
}

function markedClaim({ shortestRuns: _, run, ...claim }: ClaimOutcome): ClaimOutcome {
  const { initial, moves } = run ?? {}
  return {
    ...claim,
    mayBeShorter: true,
    ...(initial !== undefined && moves !== undefined && { run: { initial, moves } }),
  }
}
