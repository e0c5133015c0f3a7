/** What steps of a run depend on: who had written what they read, and what had let their process come to them. */

import { moverName, type Witness } from '../../../witness/witness.ts'

/** How steps on the causal chain hang together. Steps are numbered from 0; the claim stands behind the last. */
export class Dependence {
  private readonly witness: Witness
  readonly names: readonly string[]
  /** The number that stands for the claim. */
  readonly end: number
  /** For each step that the end depends on, how many steps away it is, and over which step. */
  private readonly ways = new Map<number, { readonly length: number; readonly over: number }>()

  /** For each step, the last decision of its process before it: from there all earlier ones are reached. */
  private readonly decisionBefore: readonly (number | undefined)[]

  constructor(witness: Witness) {
    this.witness = witness
    this.names = witness.steps.map(moverName)
    this.decisionBefore = this.lastDecisions()
    this.end = witness.steps.length
    this.spread()
  }

  /** How far a step is from the end; Infinity where the end does not depend on it. */
  distance(step: number): number {
    return this.ways.get(step)?.length ?? Number.POSITIVE_INFINITY
  }

  /** The steps from `step` to the last, each of which depends on the one before. */
  wayFrom(step: number): number[] {
    const way: number[] = []
    for (let at = step; at !== this.end; ) {
      way.push(at)
      const next = this.ways.get(at)?.over
      if (next === undefined) return []
      at = next
    }
    return way
  }

  /** Whether `later` read what `earlier` wrote, at once or over other steps of its own process, or went on by it. */
  goesBy(later: number, earlier: number): boolean {
    const pending = [later]
    const seen = new Set<number>()
    for (let k = pending.pop(); k !== undefined; k = pending.pop()) {
      if (k === earlier) return later !== earlier
      if (seen.has(k)) continue
      seen.add(k)
      const decision = this.decisionBefore[k]
      const causes = decision === undefined ? this.writersFor(k) : [...this.writersFor(k), decision]
      pending.push(...causes.filter(cause => cause >= earlier && this.names[cause] === this.names[later]))
    }
    return false
  }

  private lastDecisions(): (number | undefined)[] {
    const last = new Map<string, number>()
    return this.names.map((name, k) => {
      const before = last.get(name)
      if (this.witness.slice?.steps[k]?.role === 'decision') last.set(name, k)
      return before
    })
  }

  private writersFor(step: number): number[] {
    const { slice } = this.witness
    const reads = (step === this.end ? slice?.claim : slice?.steps[step]?.reads) ?? []
    return reads.flatMap(({ writer }) => (writer === null ? [] : [writer]))
  }

  private causesOf(step: number): number[] {
    const { slice } = this.witness
    const decisions = (slice?.steps ?? []).flatMap(({ role }, k) => {
      return role === 'decision' && k < step && this.names[k] === this.names[step] ? [k] : []
    })
    return [...new Set([...this.writersFor(step), ...decisions])]
  }

  /** Breadth first from the last step, and then from the claim. */
  private spread(): void {
    let level = [this.end - 1, ...this.causesOf(this.end)]
    for (const step of level) if (!this.ways.has(step)) this.ways.set(step, { length: 0, over: this.end })
    for (let length = 1; level.length > 0; length++) {
      const next: number[] = []
      for (const step of level) {
        for (const cause of this.causesOf(step)) {
          if (this.ways.has(cause)) continue
          this.ways.set(cause, { length, over: step })
          next.push(cause)
        }
      }
      level = next
    }
  }
}
