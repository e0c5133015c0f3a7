/** What a place held before a step has stored a set there, and what lists became without a step that was run. */

import type { Path } from '../base/plain.ts'
import type { StoredSets } from '../machine/stored-sets.ts'

/** A part of states that a search has met, with all values that it had. */
export interface MetPart {
  readonly path: Path
  /** Different for different parts. */
  readonly name: string
  readonly values: readonly unknown[]
}

export class StoredSetWatch {
  private readonly sets: StoredSets
  /** How many places were known at the last look, and how many values of each part had been met. */
  private places = 0
  private seen = new Map<string, number>()

  constructor(sets: StoredSets) {
    this.sets = sets
  }

  /** Looks at what is new in all parts. Throws {@link ModelError} if there is a list where a step has stored a set. */
  look(parts: () => Iterable<MetPart>): void {
    const { size } = this.sets
    if (size === 0) return
    if (size !== this.places) this.seen = new Map()
    this.places = size
    for (const { path, name, values } of parts()) {
      for (let i = this.seen.get(name) ?? 0; i < values.length; i++) this.sets.check(values[i], path)
      this.seen.set(name, values.length)
    }
  }
}
