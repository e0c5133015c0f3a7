import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { FootprintEngine, type FootprintSizes } from './footprint-engine.ts'
import type { ExploreOptions } from './options.ts'
import { Search } from './search.ts'

/** A search with the footprint engine. */
export function footprintSearch(
  machine: Machine,
  options: ExploreOptions,
  sizes: FootprintSizes = {},
): Search<FootprintEngine> {
  return new Search(machine, options, parts => new FootprintEngine(parts, sizes))
}

/** Breadth-first search by footprints. */
export function searchFootprint(machine: Machine, options: ExploreOptions, sizes?: FootprintSizes): Promise<Outcome> {
  return footprintSearch(machine, options, sizes).explore()
}
