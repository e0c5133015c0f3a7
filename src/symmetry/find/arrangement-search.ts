/**
 * Looks for the parts of states that are by the numbers of some instances, so that these are alike.
 *
 * A difference depends on the cells alone that its step or claim reads and writes in the two states. So it remains unless
 * some part that concerns one of these cells is taken the other way: each of them is tried in turn. If none is left, no
 * arrangement makes the instances alike.
 */

import type { State } from '../../machine/machine.ts'
import type { Asymmetry } from '../behaviour.ts'
import type { Arrangement } from './exchange.ts'
import { pathOfCell } from './number-text.ts'
import { concerns, type NumberedPart, partsOf, placesAt } from './parts.ts'
import { type Failure, type Sample, SampleSpent } from './sample.ts'
import { cellsOfClaim, cellsOfStep } from './touched-cells.ts'

/** Some parts, by their keys. */
type Parts = ReadonlyMap<string, NumberedPart>

/** Whether an arrangement makes a number of instances alike; if none does, the one that came closest. */
export interface Arranged {
  readonly isAlike: boolean
  readonly arrangement: Arrangement
  /** What differs under that one; missing if nothing does. */
  readonly failure: Failure | undefined
  readonly tried: number
  /** Whether there is no other arrangement; otherwise time was up. */
  readonly isRuledOut: boolean
}

/** The arrangement that came closest so far. */
interface Closest {
  readonly arrangement: Arrangement
  readonly failure: Failure
  /** In how many cases states behave alike under it. */
  readonly alike: number
}

/** Of later arrangements it is not found out how close they come, which takes longer than to refute them. */
const maxCompared = 24

export class ArrangementSearch {
  private readonly sample: Sample
  private readonly count: number
  private readonly base: NumberedPart
  private readonly parts: readonly NumberedPart[]
  private tried = 0
  private closest: Closest | undefined
  private readonly isClosestWanted: boolean

  /**
   * `base` is what is by the number of one of `count` instances in any case. Without `isClosestWanted`, what comes closest is the
   * base, which takes less time.
   */
  constructor(sample: Sample, base: NumberedPart, count: number, isClosestWanted: boolean) {
    this.isClosestWanted = isClosestWanted
    this.sample = sample
    this.count = count
    this.base = base
    this.parts = partsOf(sample.machine, sample.states, count)
  }

  /** Undefined if there was no time for a single arrangement. */
  find(): Arranged | undefined {
    const base = new Map([[this.base.key, this.base]])
    try {
      const arrangement = this.solve(base, new Set(base.keys()))
      if (arrangement === undefined) return this.notAlike(true)
      return { isAlike: true, arrangement, failure: undefined, tried: this.tried, isRuledOut: false }
    } catch (error) {
      if (!(error instanceof SampleSpent)) throw error
      return this.notAlike(false)
    }
  }

  private notAlike(isRuledOut: boolean): Arranged | undefined {
    const { closest, tried } = this
    return closest && { isAlike: false, arrangement: closest.arrangement, failure: closest.failure, tried, isRuledOut }
  }

  /** An arrangement that differs from `parts` only in what is not decided. */
  private solve(parts: Parts, decided: ReadonlySet<string>): Arrangement | undefined {
    const arrangement = { count: this.count, parts }
    const failure = this.sample.failureOf(arrangement)
    this.tried++
    if (failure === undefined) return arrangement
    this.noteFailed(arrangement, failure)
    const settled = new Set(decided)
    for (const part of this.partsBehind(failure)) {
      if (settled.has(part.key)) continue
      settled.add(part.key)
      const found = this.solve(withOther(parts, part), settled)
      if (found !== undefined) return found
    }
    return undefined
  }

  private noteFailed(arrangement: Arrangement, failure: Failure): void {
    // Before anything is counted, for which there may be no time.
    this.closest ??= { arrangement, failure, alike: -1 }
    if (!this.isClosestWanted || this.tried > maxCompared) return
    const alike = this.sample.alikeUnder(arrangement)
    if (alike > this.closest.alike) this.closest = { arrangement, failure, alike }
  }

  /** The parts without which a failure would remain as it is. */
  private partsBehind({ difference, exchange }: Failure): readonly NumberedPart[] {
    const cells = difference && this.cellsBehind(difference, exchange.mover(difference.mover ?? 0))
    if (cells === undefined) return this.parts
    // Whose step it is depends on whether its process is renamed.
    const own = placesAt(this.sample.machine.movers[difference?.mover ?? -1]?.process ?? '').key
    return this.parts.filter(part => part.key === own || cells.some(cell => concerns(part, cell)))
  }

  /** What the step or the claim of a difference reads and writes in the two states; undefined if that is not known. */
  private cellsBehind(difference: Asymmetry, otherMover: number): string[] | undefined {
    const { machine } = this.sample
    const [state, other] = difference.states
    const cells = (at: State, mover: number) =>
      difference.kind === 'claim' ? cellsOfClaim(machine, at, difference.claim) : cellsOfStep(machine, at, mover)
    const mover = difference.mover ?? 0
    const [own, its] = [cells(state, mover), cells(other, otherMover)]
    if (own === undefined || its === undefined) return undefined
    return [
      ...own.map(cell => pathOfCell(state, cell, this.count)),
      ...its.map(cell => pathOfCell(other, cell, this.count)),
    ]
  }
}

function withOther(parts: Parts, part: NumberedPart): Parts {
  const other = new Map(parts)
  if (!other.delete(part.key)) other.set(part.key, part)
  return other
}
