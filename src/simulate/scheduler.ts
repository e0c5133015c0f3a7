/** Who moves next in a random run. */

import type { RandomNumbers } from '../base/random-numbers.ts'

export interface Scheduler {
  /** All movers, by descending preference: the first that can take a step takes it. */
  order(): readonly number[]
  /** Reports that a mover has taken a step, and whether that led back to a state of the run. */
  moved(mover: number, isBack: boolean): void
}

/** Every mover that can move is as likely as the others. */
export function uniform(movers: number, random: RandomNumbers): Scheduler {
  return { order: () => random.order(movers), moved: () => {} }
}

/**
 * Random priorities: probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010).
 *
 * The mover of the highest priority moves, as long as it can. At `changes` random places of a run, the mover that has just moved
 * gets a priority below all others. A bug that needs `changes` such orderings among `movers` is found by a run of `steps` steps with
 * a probability of at least 1 in `movers * steps ** changes`, however rare it is among all interleavings.
 *
 * A mover that leads back to a state of its run is busy-waiting: it gets the lowest priority too, since it would otherwise
 * wait forever.
 */
export class Priorities implements Scheduler {
  private ranking: readonly number[]
  private readonly priorities: number[]
  /** For each place where priorities change, the new one. */
  private readonly changes = new Map<number, number>()
  private steps = 0
  private lowest = 0

  constructor(movers: number, random: RandomNumbers, changes: number, steps: number) {
    this.priorities = random.order(movers).map(rank => changes + 1 + rank)
    for (let i = 1; i <= changes; i++) this.changes.set(1 + random.below(steps), i)
    this.ranking = this.ranked()
  }

  order(): readonly number[] {
    return this.ranking
  }

  moved(mover: number, isBack: boolean): void {
    this.steps++
    const priority = isBack ? this.lowest-- : this.changes.get(this.steps)
    if (priority === undefined) return
    this.priorities[mover] = priority
    this.ranking = this.ranked()
  }

  private ranked(): number[] {
    const { priorities } = this
    return [...priorities.keys()].sort((a, b) => (priorities[b] as number) - (priorities[a] as number))
  }
}
