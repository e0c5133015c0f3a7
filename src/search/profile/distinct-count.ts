/** Numbers that are kept at most: a larger count is wrong by about one in the root of this. */
const maxKept = 1 << 16

/**
 * Counts different pairs of 32-bit hashes in little memory: exactly up to some ten thousands, then by a sample (Wegman's
 * adaptive sampling). Only hashes that end in a number of zeros are kept, and each of them stands for all those that it was
 * picked from.
 */
export class DistinctCount {
  private kept = new Set<number>()
  private zeros = 0

  add(hash: number, more: number): void {
    if ((hash & ((1 << this.zeros) - 1)) !== 0) return
    this.kept.add((hash >>> 0) + (more & 0x1fffff) * 2 ** 32)
    while (this.kept.size > maxKept) this.thin()
  }

  get count(): number {
    return this.kept.size * 2 ** this.zeros
  }

  private thin(): void {
    this.zeros++
    const mask = (1 << this.zeros) - 1
    this.kept = new Set([...this.kept].filter(number => (number & mask) === 0))
  }
}
