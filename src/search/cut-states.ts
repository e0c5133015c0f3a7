import { IntList } from '../base/int-list.ts'
import type { StateId } from '../outcome/shortest-runs.ts'

/** The states outside the bounds of a model: they are stored, and no step is taken from them. */
export class CutStates {
  /** In ascending order, since states are judged in the order in which they are stored. */
  private readonly ids = new IntList()
  private readonly counts = new Map<number, number>()

  get count(): number {
    return this.ids.length
  }

  /** Notes that a state is outside the bound with the number `claim`. */
  add(state: StateId, claim: number): void {
    this.counts.set(claim, this.countOutside(claim) + 1)
    if (this.count === 0 || this.ids.all[this.count - 1] !== state) this.ids.push(state)
  }

  /** The number of states outside a bound. */
  countOutside(claim: number): number {
    return this.counts.get(claim) ?? 0
  }

  has(state: StateId): boolean {
    return this.next(state) === state
  }

  /** The first of them from `state` on; infinite if there is none. */
  next(state: StateId): StateId {
    const { all } = this.ids
    if (all.length === 0) return Number.POSITIVE_INFINITY
    let [low, high] = [0, all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (all[middle]! < state) low = middle + 1
      else high = middle
    }
    return all[low] ?? Number.POSITIVE_INFINITY
  }
}
