/** A list of whole numbers that grows, in four bytes each. */
export class IntList {
  private words = new Int32Array(1024)
  private used = 0

  get length(): number {
    return this.used
  }

  /** The number at an index below the length. */
  at(index: number): number {
    return this.words[index]!
  }

  push(value: number): void {
    if (this.used === this.words.length) {
      const larger = new Int32Array(2 * this.used)
      larger.set(this.words)
      this.words = larger
    }
    this.words[this.used++] = value
  }

  /** The numbers so far. */
  get all(): Int32Array {
    return this.words.subarray(0, this.used)
  }
}
