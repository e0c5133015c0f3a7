/**
 * Whether a tree pays off: whether the walks that it serves make up for the runs that it takes to grow.
 *
 * A tree is tried for a number of runs. If hardly any walk reached a leaf meanwhile, it is set aside, and its step or claim
 * is run directly for a while; then it gets another chance, twice as long. The first trial is short, since a recorded run
 * costs as much as many direct ones, and only a hopeless tree fails it; longer trials demand more. So a tree that never pays
 * off costs little compared with running directly, and one that only starts badly gets its chance. If all trees together
 * hold much, a large one that is not worth it is set aside for good, so that it can be forgotten.
 */

import { KeyLooks } from '../machine/key-looks.ts'

/** Runs of the first trial, by default. */
const defaultTrialRuns = 32
/** Walks that each run must have served at least, in a long trial. Each run itself takes two walks, before and after. */
const walksPerRun = 4
/** Walks that reached a leaf, for each run of a trial: at least this many for every 128 runs that it takes. */
const hitsPerRun = 2
const longTrialRuns = 256
/** Direct runs for each run of the failed trial. */
const directPerRun = 64
/** Looks at a state directly that are all news; of later ones, half as many each time that their number doubles. */
const newsAtFirst = 512

/** Counts the runs and walks of one tree, and decides whether it is set aside. */
export class Trial {
  /** Whether the tree is set aside. */
  isAside = false
  /** Whether it is set aside for good. */
  isOver = false
  /** The records at whose keys a run looked; any, where one did what proxies cannot follow. Known from all trees of a step. */
  readonly keyLooks = new KeyLooks()
  private readonly firstLimit: number
  private limit: number
  private hits = 0
  private runs = 0
  private direct = 0
  private looks = 0

  constructor(firstTrialRuns = defaultTrialRuns) {
    this.limit = firstTrialRuns
    this.firstLimit = firstTrialRuns
  }

  /** A walk reached a leaf, or as many as there were `times`. */
  hit(times = 1): void {
    this.hits += times
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

  /**
   * The state was evaluated directly. Whether that was news nobody knows: every look may be, and these are some, spread over
   * all of them.
   */
  lookedDirectly(): boolean {
    this.direct--
    if (this.direct <= 0 && !this.isOver) this.isAside = false
    const looks = this.looks++
    return looks < newsAtFirst || looks % (2 ** Math.floor(Math.log2(looks / newsAtFirst)) * 2) === 0
  }

  private get hitsWanted(): number {
    return hitsPerRun * this.runs * Math.min(1, this.runs / longTrialRuns)
  }
}

/** The trials of all steps, which continue when a layout changes and trees start again. */
export class Trials {
  private readonly known = new Map<string, Trial>()
  private readonly firstTrialRuns: number | undefined

  constructor(firstTrialRuns?: number) {
    this.firstTrialRuns = firstTrialRuns
  }

  /** The trial of this name; a new one if it has ended for good, since otherwise a tree would never start again. */
  of(name: string): Trial {
    let trial = this.known.get(name)
    if (trial === undefined || trial.isOver) {
      trial = new Trial(this.firstTrialRuns)
      this.known.set(name, trial)
    }
    return trial
  }
}
