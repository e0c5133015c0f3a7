import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { ExploreOptions } from './options.ts'
import { ReferenceEngine } from './reference-engine.ts'
import { Search } from './search.ts'

/** Breadth-first search by the reference semantics. */
export function searchReference(machine: Machine, options: ExploreOptions): Promise<Outcome> {
  return new Search(machine, options, parts => new ReferenceEngine(parts)).explore()
}
