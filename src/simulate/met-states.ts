import { fingerprint } from '../base/fingerprint.ts'
import type { StateEstimate } from '../outcome/simulation.ts'

/** States that are counted one by one: their numbers take some 100 MB. */
const maxCounted = 1_000_000

/**
 * The states that random runs have met, and how many runs met each. They are known by numbers of 53 bits, so one may be
 * taken for another: that changes an estimate, or leaves out a state in a method that leaves out states anyway.
 */
export class MetStates {
  private readonly runs = new Map<number, number>()
  private readonly inThisRun = new Set<number>()
  private isFull = false

  /** The distinct states counted. */
  get count(): number {
    return this.runs.size
  }

  beginRun(): void {
    this.inThisRun.clear()
  }

  /** Records a state by its text: whether it is met for the first time at all, and for the first time in this run. */
  meet(key: string): { readonly isNew: boolean; readonly isNewInRun: boolean } {
    const print = fingerprint(key)
    if (this.inThisRun.has(print)) return { isNew: false, isNewInRun: false }
    this.inThisRun.add(print)
    const before = this.runs.get(print)
    if (before !== undefined) this.runs.set(print, before + 1)
    else if (this.runs.size < maxCounted) this.runs.set(print, 1)
    else this.isFull = true
    return { isNew: before === undefined, isNewInRun: true }
  }

  /** Estimates the number of unmet states from those met by few of `runs` runs. */
  estimate(runs: number): StateEstimate | undefined {
    if (this.isFull || runs < 2) return undefined
    let [once, twice] = [0, 0]
    for (const met of this.runs.values()) {
      if (met === 1) once++
      else if (met === 2) twice++
    }
    const unseen = (((runs - 1) / runs) * once * (once - 1)) / (2 * (twice + 1))
    return { states: Math.round(this.count + unseen), once, twice }
  }
}
