/** What steps of a run depend on: who had written what they read, and what had let their process come to them. */

import { moverName, type Witness } from '../../../witness/witness.ts'

/** How steps on the causal chain hang together. Steps are numbered from 0; the claim stands behind the last. */
export class Dependence {
  private readonly witness: Witness
  readonly names: readonly string[]
  /** The number that stands for the claim. */
  readonly end: number
  /** For each step that the end depends on, how many steps away it is. */
  private readonly distances = new Map<number, number>()

  /** The decisions of each process, in order. */
  private readonly decisionsOf = new Map<string, number[]>()
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
    return this.distances.get(step) ?? Number.POSITIVE_INFINITY
  }

  /** Whether `later` read what `earlier` wrote, at once or over other steps of its own process, or went on by it. */
  goesBy(later: number, earlier: number): boolean {
    return this.isReached(later, earlier, k => {
      const decision = this.decisionBefore[k]
      return decision === undefined ? this.writersFor(k) : [...this.writersFor(k), decision]
    })
  }

  /** The same, but not where it only went on by it. */
  takesFrom(later: number, earlier: number): boolean {
    return this.isReached(later, earlier, k => this.writersFor(k))
  }

  private isReached(later: number, earlier: number, causesOf: (k: number) => readonly number[]): boolean {
    const pending = [later]
    const seen = new Set<number>()
    for (let k = pending.pop(); k !== undefined; k = pending.pop()) {
      if (k === earlier) return later !== earlier
      if (seen.has(k)) continue
      seen.add(k)
      pending.push(...causesOf(k).filter(cause => cause >= earlier && this.names[cause] === this.names[later]))
    }
    return false
  }

  private lastDecisions(): (number | undefined)[] {
    return this.names.map((name, k) => {
      const decisions = this.decisionsOf.get(name) ?? []
      const before = decisions.at(-1)
      const step = this.witness.slice?.steps[k]
      if (step?.role === 'decision' || step?.decides === true) decisions.push(k)
      this.decisionsOf.set(name, decisions)
      return before
    })
  }

  private writersFor(step: number): number[] {
    const { slice } = this.witness
    const reads = (step === this.end ? slice?.claim : slice?.steps[step]?.reads) ?? []
    return reads.flatMap(({ writer, changedBy }) => [writer ?? [], changedBy ?? []].flat())
  }

  private causesOf(step: number): number[] {
    const movers = step === this.end ? this.waiting() : [this.names[step] as string]
    const decisions = movers.flatMap(name => this.decisionsOf.get(name) ?? []).filter(k => k < step)
    return [...new Set([...this.writersFor(step), ...decisions, ...(step === this.end ? this.omissions() : [])])]
  }

  private omissions(): number[] {
    return (this.witness.slice?.steps ?? []).flatMap(({ omitted }, k) => (omitted === undefined ? [] : [k]))
  }

  /** Who waits at the end, where that is what is shown: their ways there matter. */
  private waiting(): string[] {
    return (this.witness.waiting ?? []).filter(({ rests }) => rests !== true).map(moverName)
  }

  /** Breadth first from the last step, and then from the claim. */
  private spread(): void {
    const last = this.witness.claim.kind === 'deadlock' ? [] : [this.end - 1]
    let level = [...last, ...this.causesOf(this.end)]
    for (const step of level) if (!this.distances.has(step)) this.distances.set(step, 0)
    for (let length = 1; level.length > 0; length++) {
      const next: number[] = []
      for (const step of level) {
        for (const cause of this.causesOf(step)) {
          if (this.distances.has(cause)) continue
          this.distances.set(cause, length)
          next.push(cause)
        }
      }
      level = next
    }
  }
}
