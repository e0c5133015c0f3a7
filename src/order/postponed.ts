/**
 * The proviso: no step is put off forever.
 *
 * From each state in which steps were put off, a way along followed transitions must lead to one where all steps were followed:
 * there they have their turn. A way that leads to a state which is not left yet goes on from there, when that is left. So
 * each state points to one of its successors, and the last one of a way must not be the state that is to point to it.
 */

/** What a state points to instead of another. */
const all = -1
const unknownYet = -2

/** Where the ways lead, by the numbers of states. */
export class Postponed {
  /** 0 for a state that is not left, one of the constants, or one more than the number of a state. */
  private next = new Int32Array(1 << 10)

  /** All steps of a state were followed. */
  followAll(id: number): void {
    this.put(id, all)
  }

  /** Whether steps of a state may be put off if it points to a successor. A new one has no number yet: -1. */
  mayPointTo(id: number, successor: number): boolean {
    return successor < 0 || this.lastOf(successor) !== id
  }

  /** The state points to this successor; to one that is new, until {@link find} says which. */
  pointTo(id: number, successor: number): void {
    this.put(id, successor < 0 ? unknownYet : successor + 1)
  }

  /** Whether a state points to a new one. */
  isOpen(id: number): boolean {
    return this.at(id) === unknownYet
  }

  /** The last state of the way from a state; -1 if it is over. */
  private lastOf(id: number): number {
    let last = id
    for (let next = this.at(last); next !== 0; next = this.at(last)) {
      if (next < 0) return -1
      last = next - 1
    }
    this.shorten(id, last)
    return last
  }

  private shorten(id: number, last: number): void {
    for (let at = id; at !== last; ) {
      const next = this.at(at) - 1
      this.put(at, last + 1)
      at = next
    }
  }

  private at(id: number): number {
    return id < this.next.length ? this.next[id]! : 0
  }

  private put(id: number, value: number): void {
    if (id >= this.next.length) {
      const larger = new Int32Array(2 * Math.max(this.next.length, id))
      larger.set(this.next)
      this.next = larger
    }
    this.next[id] = value
  }

  get bytes(): number {
    return this.next.byteLength
  }
}
