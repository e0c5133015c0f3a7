/** Cells that keep getting new values, level after level: a sign that a model may be unbounded. */

import { showPath } from '../base/plain.ts'
import type { Growing } from '../outcome/growing.ts'
import type { Layout } from '../state/layout.ts'

/** Fewer values than this, or fewer levels in a row, are no evidence. */
const manyValues = 100
const manyLevels = 50
/** At most this many cells are named. */
const maxNamed = 3

interface Seen {
  values: number
  levels: number
  longest: number
  /** The length of the longest list when the run of levels began. */
  longestBefore: number
}

/** Counts the levels in a row in which each cell got new values. */
export class GrowthWatch {
  private readonly seen = new Map<string, Seen>()

  /** Call it for each level that has been left. */
  endLevel({ cells }: Layout): void {
    for (const { path, isMember, table } of cells) {
      if (isMember || table.size < 2) continue
      const key = showPath(path)
      const seen = this.seen.get(key)
      if (seen === undefined) {
        const longest = longestIn(table.values, 0)
        this.seen.set(key, { values: table.size, levels: 1, longest, longestBefore: longest })
        continue
      }
      const hasGrown = table.size > seen.values
      seen.longest = Math.max(seen.longest, longestIn(table.values, seen.values))
      if (!hasGrown) seen.longestBefore = seen.longest
      seen.levels = hasGrown ? seen.levels + 1 : 0
      seen.values = table.size
    }
  }

  /** The cells that still grow, those with the most values first. */
  get growing(): Growing[] {
    const found = [...this.seen].filter(([, { values, levels }]) => values >= manyValues && levels >= manyLevels)
    return found
      .sort(([, a], [, b]) => b.values - a.values)
      .slice(0, maxNamed)
      .map(([cell, { values, levels, longest, longestBefore }]) => ({
        cell,
        values,
        levels,
        ...(longest > longestBefore && { longest }),
      }))
  }
}

/** The length of the longest list among the values from `from` on; 0 where there is none. */
function longestIn(values: readonly unknown[], from: number): number {
  let longest = 0
  for (let i = from; i < values.length; i++) {
    const value = values[i]
    if (Array.isArray(value)) longest = Math.max(longest, value.length)
  }
  return longest
}
