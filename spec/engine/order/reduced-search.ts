/** Searches under the reduction by order. */

import type { Model } from 'interleave-checker'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { type EngineOptions, explore } from '../../../src/search/explore.ts'
import { OrderedSearch } from '../../../src/search/ordered-search.ts'

type AnyModel = Model<Record<never, never>, object, string>

/** The outcome under the reduction by order. */
export function search(model: unknown, options: EngineOptions = {}): Promise<Outcome> {
  return explore(instantiate(model as AnyModel), { reduce: 'order', ...options })
}

/** What is found with fewer transitions, before a shortest run is searched for. */
export async function reduced(model: unknown): Promise<Outcome> {
  const outcome = await new OrderedSearch(instantiate(model as AnyModel), { allClaims: true }).exploreReduced()
  return outcome as Outcome
}

export function verdictOf({ claims }: Outcome, name: string): string | undefined {
  return claims.find(claim => claim.name === name)?.verdict
}
