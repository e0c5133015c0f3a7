/**
 * Where the lanes of a run meet: a step that matters read what a step of another process had written, or what a step of
 * another process changed only afterwards.
 *
 * A counterexample to a concurrent claim mostly comes down to one or two such places. Where all steps that matter are
 * of one process, no other is needed.
 */

import { doOverlap } from '../base/plain.ts'
import type { Read } from './run-footprints.ts'
import { moverName, type Witness } from './witness.ts'

/** Steps are numbered from 0. */
export interface Crossing {
  readonly writer: number
  readonly reader: number
  readonly reads: readonly Read[]
}

/** The crossings of the slice, those nearest to the end first; none where the slice is not known. */
export function crossingsOf({ steps, slice }: Witness): Crossing[] {
  const names = steps.map(moverName)
  const found: Crossing[] = []
  slice?.steps.forEach(({ role, reads }, reader) => {
    if (role === undefined) return
    const writers = new Set(reads.map(({ writer }) => writer))
    for (const writer of writers) {
      if (writer === null || names[writer] === names[reader]) continue
      found.push({ writer, reader, reads: reads.filter(read => read.writer === writer) })
    }
  })
  return found.sort((a, b) => b.reader - a.reader || b.writer - a.writer)
}

/** A step that matters read a cell too early: a later step of another process gave it another value. */
export interface Overtaking {
  readonly reader: number
  readonly writer: number
  readonly read: Read
}

/** The first overtaking of each look at a cell, those nearest to the end first; none where the slice is not known. */
export function overtakingsOf({ steps, slice }: Witness): Overtaking[] {
  const names = steps.map(moverName)
  const found: Overtaking[] = []
  slice?.steps.forEach(({ role, reads }, reader) => {
    if (role === undefined) return
    for (const read of reads) {
      if (read.member !== undefined) continue
      const writer = steps.findIndex(
        ({ changes }, k) => k >= reader && changes.some(({ path }) => doOverlap(path, read.path)),
      )
      if (writer >= 0 && names[writer] !== names[reader]) found.push({ reader, writer, read })
    }
  })
  return found.sort((a, b) => b.writer - a.writer || b.reader - a.reader)
}

/** The only mover of which steps matter, as {@link moverName} calls it; undefined where there are several, or none. */
export function onlyMoverOf({ steps, slice }: Witness): string | undefined {
  const names = new Set(steps.flatMap((step, k) => (slice?.steps[k]?.role === undefined ? [] : [moverName(step)])))
  return names.size === 1 ? [...names][0] : undefined
}
