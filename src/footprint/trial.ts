/**
 * Whether a tree pays: whether the runs that it takes to grow are made up for by the walks that find their way.
 *
 * A tree is tried for a number of runs; if hardly any walk found its way meanwhile, it is set aside and the state is looked
 * at directly, each time, for a while; then it gets another chance, twice as long. A first trial is short, since a run that is
 * recorded costs as much as many that are not, and only a tree without hope fails it; the longer the trial, the more is
 * asked. So a tree that never pays costs a small part of what looking directly costs, and one that only begins badly is
 * found out. Where all trees together hold much, a large one that is not worth it is set aside for good, so that it can be
 * forgotten.
 */

/** Runs of the first trial, if nothing else is said. */
const usualTrialRuns = 32
/** Walks that each run must have served at least, in a long trial. A run is walked to twice, before and after. */
const walksPerRun = 4
/** Walks that found their way, for each run of a trial: at least this many for every 128 runs that it takes. */
const hitsPerRun = 2
const longTrialRuns = 256
/** Times the state is looked at directly for each run of the trial that failed. */
const directPerRun = 64

export class Trial {
  /** Whether the tree is set aside. */
  isAside = false
  /** Whether it is set aside for good. */
  isOver = false
  private readonly firstLimit: number
  private limit: number
  private hits = 0
  private runs = 0
  private direct = 0

  constructor(firstTrialRuns = usualTrialRuns) {
    this.limit = firstTrialRuns
    this.firstLimit = firstTrialRuns
  }

  /** A walk found its way. */
  hit(): void {
    this.hits++
  }

  /** The tree had to be grown by a run; to be kept at all, it must be reused this many times more than usual. */
  ran(price = 0): void {
    this.runs++
    const walks = this.hits + 2 * this.runs
    if (price > 0 && this.runs >= this.firstLimit && walks < price * walksPerRun * this.runs) {
      this.isOver = true
      this.isAside = true
      return
    }
    if (this.runs < this.limit) return
    this.isAside = this.hits < this.hitsWanted
    this.direct = this.isAside ? directPerRun * this.runs : 0
    this.limit *= 2
    this.runs = 0
    this.hits = 0
  }

  /** The state was evaluated directly. */
  lookedDirectly(): void {
    this.direct--
    if (this.direct <= 0 && !this.isOver) this.isAside = false
  }

  private get hitsWanted(): number {
    return hitsPerRun * this.runs * Math.min(1, this.runs / longTrialRuns)
  }
}

/** The trials of all steps, which go on where a layout changes and trees begin anew. */
export class Trials {
  private readonly known = new Map<string, Trial>()
  private readonly firstTrialRuns: number | undefined

  constructor(firstTrialRuns?: number) {
    this.firstTrialRuns = firstTrialRuns
  }

  /** The trial of this name; none that has ended for good, since then a tree would never begin anew. */
  of(name: string): Trial {
    let trial = this.known.get(name)
    if (trial === undefined || trial.isOver) {
      trial = new Trial(this.firstTrialRuns)
      this.known.set(name, trial)
    }
    return trial
  }
}
