/**
 * Random numbers that are the same on every machine: sfc32 of PractRand (Doty-Humphrey), on 32-bit integers alone.
 *
 * A stream of its own for each pair of seed and number, so that the tenth run of a seed does not depend on how many numbers
 * the first nine took.
 */
export class RandomNumbers {
  private a: number
  private b: number
  private c = 0x9e3779b9 | 0
  private counter = 1

  constructor(seed: number, stream: number) {
    // Both halves of the seed, which may have 53 bits.
    this.a = (seed | 0) ^ Math.imul(Math.floor(seed / 2 ** 32) | 0, 0x85ebca6b)
    this.b = stream | 0
    // A dozen steps remove what similar seeds have in common.
    for (let i = 0; i < 12; i++) this.next()
  }

  /** A number of 32 bits, 0 or more. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum
    this.c |= 0
    return sum >>> 0
  }

  /** A whole number from 0 to `count` - 1, each as likely as the others; `count` is at least 1 and has 32 bits at most. */
  below(count: number): number {
    // The last, incomplete round of multiples would favour small numbers.
    const fair = 2 ** 32 - (2 ** 32 % count)
    for (;;) {
      const number = this.next()
      if (number < fair) return number % count
    }
  }

  /** A random member of a nonempty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  /** The whole numbers below `count` in random order (Fisher and Yates). */
  order(count: number): number[] {
    const numbers = Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1)
      ;[numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number]
    }
    return numbers
  }
}
