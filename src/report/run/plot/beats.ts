/** What single steps did for an explanation, put together from several sources. */

import type { Path, Plain } from '../../../base/plain.ts'
import type { LostValue } from '../../../witness/forgotten.ts'
import type { Omission } from '../../../witness/omissions.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showCell } from '../reads.ts'

/** A part of the state as a step changed it; missing values where it was not there. */
export interface Written {
  readonly path: Path
  readonly before: Plain | undefined
  readonly after: Plain | undefined
  /** Of a set or a list, what was added and read by others later; missing where that is not known. */
  readonly members?: readonly Plain[]
  /** Whether it had the value before, and another one in between. */
  readonly isBack: boolean
  /** Whether the value before is worth a word: the step read it, or an earlier one wrote it. */
  readonly isFrom: boolean
  /** Whether it overwrote unread what was still needed. */
  readonly isForgotten?: true
}

/** A look that was no longer true when its process went by it, or that is true again only by the way. */
export interface StaleLook {
  /** The step that looked, from 0. */
  readonly at: number
  readonly read: Read
}

/** What one step did for the explanation. */
export interface Beat {
  /** From 0. */
  readonly step: number
  /** Later steps of the same mover that carried on with the same; of a clock, each tick but the first. */
  readonly more: readonly number[]
  readonly reads: readonly Read[]
  readonly stale: readonly StaleLook[]
  /** What it found as its process had found it before, although it was otherwise in between. */
  readonly again: readonly StaleLook[]
  readonly writes: readonly Written[]
  /** What it overwrote unread with the initial value while it was still needed. */
  readonly forgot: readonly LostValue[]
  /** What it would have done for somebody who waits, had it found something else. */
  readonly omitted: readonly Omission[]
  /** Whether it did nothing but go on, where with another constant it would have done something. */
  readonly isIdle: boolean
  /** Whether it went on at once, where with another constant it would have waited. */
  readonly isUnheld: boolean
  /** Other claims that it broke. */
  readonly breaks: readonly string[]
  /** How much it tells: nothing where only its own process goes by what it did. */
  readonly weight: number
}

export class Beats {
  private readonly found = new Map<number, Beat>()

  add(step: number, part: Partial<Omit<Beat, 'step'>>): void {
    if (this.isReportedWithEarlier(step, part)) return
    const known = this.found.get(step) ?? emptyBeat(step)
    this.found.set(step, {
      ...known,
      ...part,
      reads: unlike([...known.reads, ...(part.reads ?? [])], read => showCell(read)),
      stale: unlike([...known.stale, ...(part.stale ?? [])], ({ read }) => showCell(read)),
      again: unlike([...known.again, ...(part.again ?? [])], ({ read }) => showCell(read)),
      writes: unlike([...known.writes, ...(part.writes ?? [])], ({ path }) => JSON.stringify(path)),
      breaks: [...known.breaks, ...(part.breaks ?? [])],
    })
  }

  /** Whether all of it is in what an earlier step of the same mover, which the step carried on with, is reported to have written. */
  private isReportedWithEarlier(step: number, { writes = [], ...others }: Partial<Beat>): boolean {
    const [earlier] = [...this.found.values()].filter(({ more }) => more.includes(step))
    const isIn = ({ path }: Written): boolean =>
      earlier?.writes.some(one => JSON.stringify(one.path) === JSON.stringify(path)) === true
    return earlier !== undefined && Object.keys(others).length === 0 && writes.every(isIn)
  }

  /** Whether only what a step found is reported of it. */
  isOnlyLook(step: number): boolean {
    const known = this.found.get(step)
    if (known === undefined || known.isIdle || known.isUnheld) return false
    return known.reads.length > 0 && known.writes.length + known.omitted.length + known.stale.length === 0
  }

  steps(): number[] {
    return [...this.found.keys()]
  }

  inOrder(): Beat[] {
    return [...this.found.values()].sort((a, b) => a.step - b.step)
  }
}

function emptyBeat(step: number): Beat {
  return {
    step,
    more: [],
    reads: [],
    stale: [],
    again: [],
    writes: [],
    forgot: [],
    omitted: [],
    isIdle: false,
    isUnheld: false,
    breaks: [],
    weight: 0,
  }
}

/** Whether a step only counted on, or back. */
export function isOneOn({ before, after }: Pick<Written, 'before' | 'after'>): boolean {
  return typeof before === 'number' && typeof after === 'number' && Math.abs(before - after) === 1
}

/** The parts without those whose key an earlier one has. */
export function unlike<T>(parts: readonly T[], keyOf: (part: T) => string): T[] {
  return parts.filter((part, i) => parts.findIndex(other => keyOf(other) === keyOf(part)) === i)
}
