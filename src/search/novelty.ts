import type { StateId } from '../outcome/shortest-runs.ts'

/** This many news are kept at least, and at most twice as many, where nothing else is said. */
const defaultKept = 512

/** Something was new in a state: a step of this mover, or a claim where there is none. */
interface News {
  readonly id: StateId
  readonly mover: number | undefined
}

/**
 * Where a search met something new: a step for the first time, or a step or a claim with values that it had not had before.
 * What is wrong with a step or a claim shows there, if anywhere.
 */
export class Novelty {
  /** For each step, where it was met first, and where it was new last. */
  private readonly first = new Map<string, News>()
  private readonly last = new Map<string, News>()
  /** Every so much of all news. */
  private kept: News[] = []
  private every = 1
  private sinceKept = 0
  private readonly minKept: number

  /** At least `minKept` news are kept, and at most twice as many. */
  constructor(minKept = defaultKept) {
    this.minKept = minKept
  }

  /** Something about a step was new in a state. */
  meetStep(id: StateId, mover: number, step: string): void {
    const key = `${mover} ${step}`
    const news = { id, mover }
    if (!this.first.has(key)) this.first.set(key, news)
    this.last.set(key, news)
    this.keep(news)
  }

  /** Something about a claim was new in a state, or in a transition out of it. */
  meetClaim(id: StateId): void {
    this.keep({ id, mover: undefined })
  }

  /**
   * The first news of each step and some `most` others, the last ones of steps before all, evenly spread: for each state the movers whose steps were
   * new, and undefined where a claim was. In the order in which the states were found.
   */
  sample(most: number): Map<StateId, Set<number | undefined>> {
    const { kept } = this
    const last = spread([...this.last.values()], most / 4)
    const all = [...this.first.values(), ...last, ...spread(kept, most)].sort((a, b) => a.id - b.id)
    const found = new Map<StateId, Set<number | undefined>>()
    for (const { id, mover } of all) {
      const movers = found.get(id) ?? new Set()
      movers.add(mover)
      found.set(id, movers)
    }
    return found
  }

  private keep(news: News): void {
    const before = this.kept.at(-1)
    const isKnown = before?.id === news.id && before.mover === news.mover
    if (isKnown || ++this.sinceKept < this.every) return
    this.sinceKept = 0
    this.kept.push(news)
    if (this.kept.length < 2 * this.minKept) return
    this.kept = this.kept.filter((_, i) => i % 2 === 0)
    this.every *= 2
  }
}

/** At most this many of the items, evenly spread, the first one among them. */
export function spread<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(Math.ceil(most), items.length)
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as T)
}
