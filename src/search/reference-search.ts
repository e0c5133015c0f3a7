import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { ExploreOptions } from './options.ts'
import { ReferenceEngine } from './reference-engine.ts'
import { Search } from './search.ts'

/** A search with the reference engine. */
export function referenceSearch(machine: Machine, options: ExploreOptions): Search<ReferenceEngine> {
  return new Search(machine, options, parts => new ReferenceEngine(parts))
}

/** Breadth-first search by the reference semantics. */
export function searchReference(machine: Machine, options: ExploreOptions): Promise<Outcome> {
  return referenceSearch(machine, options).explore()
}
