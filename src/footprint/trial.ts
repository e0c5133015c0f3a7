/**
 * Whether a tree pays: whether the runs that it takes to grow are made up for by the walks that find their way.
 *
 * A tree is tried for a number of runs; if most walks needed one, it is set aside and the state is looked at directly, each
 * time, for a while; then it gets another chance, twice as long. So a tree that never pays costs a small part of what
 * looking directly costs, and one that only begins badly is found out. Where all trees together hold much, a large one
 * that is not worth it is set aside for good, so that it can be forgotten.
 */

/** Runs of the first trial, if nothing else is said. */
const usualTrialRuns = 1024
/** Walks that each run must have served. */
const walksPerRun = 4
/** Times the state is looked at directly for each run of the trial that failed. */
const directPerRun = 8

export class Trial {
  /** Whether the tree is set aside. */
  isAside = false
  /** Whether it is set aside for good. */
  isOver = false
  private readonly firstLimit: number
  private limit: number
  private walks = 0
  private runs = 0
  private direct = 0

  constructor(firstTrialRuns = usualTrialRuns) {
    this.limit = firstTrialRuns
    this.firstLimit = firstTrialRuns
  }

  walked(): void {
    this.walks++
  }

  /** The tree had to be grown by a run; to be kept at all, it must be reused this many times more than usual. */
  ran(price = 0): void {
    this.runs++
    if (price > 0 && this.runs >= this.firstLimit && this.walks < price * walksPerRun * this.runs) {
      this.isOver = true
      this.isAside = true
      return
    }
    if (this.runs < this.limit) return
    this.isAside = this.walks < walksPerRun * this.runs
    this.direct = this.isAside ? directPerRun * this.runs : 0
    this.limit *= 2
    this.runs = 0
    this.walks = 0
  }

  /** The state was evaluated directly. */
  lookedDirectly(): void {
    this.direct--
    if (this.direct <= 0 && !this.isOver) this.isAside = false
  }
}
