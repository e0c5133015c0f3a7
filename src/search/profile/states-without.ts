/**
 * How many states there would be without a part of them, if all steps did the same: the stored states are hashed again without
 * its cells, and different hashes are counted.
 */

import { mix } from '../../state/hash.ts'
import { type Layout, valueIn } from '../../state/layout.ts'
import type { StateStore } from '../../state/state-store.ts'
import { DistinctCount } from './distinct-count.ts'
import type { StatePart } from './parts.ts'

/** Makes the second hash of a value another one. */
const other = 0x5bd1e995

/** For each part, in order. */
export function statesWithout(parts: readonly StatePart[], store: StateStore, { cells }: Layout): number[] {
  const counts = parts.map(() => new DistinctCount())
  const first = new Int32Array(parts.length)
  const second = new Int32Array(parts.length)
  const partOf = new Map(parts.flatMap((part, i) => part.cells.map(({ index }) => [index, i])))
  const ofCell = Int32Array.from(cells, ({ index }) => partOf.get(index) ?? 0)
  for (let id = 0; id < store.count; id++) {
    const [words, at] = [store.chunkOf(id), store.offsetOf(id)]
    let [a, b] = [0, 0]
    first.fill(0)
    second.fill(0)
    for (const cell of cells) {
      const value = valueIn(cell, words, at)
      const [x, y] = [mix(value, cell.index), mix(value ^ other, cell.index)]
      const part = ofCell[cell.index]!
      first[part] = first[part]! ^ x
      second[part] = second[part]! ^ y
      a ^= x
      b ^= y
    }
    for (let i = 0; i < counts.length; i++) counts[i]!.add(a ^ first[i]!, b ^ second[i]!)
  }
  return counts.map(({ count }) => Math.min(count, store.count))
}
