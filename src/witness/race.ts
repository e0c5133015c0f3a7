/**
 * The places where the lanes of a run meet: a relevant step read what a step of another process had written, or what a
 * step of another process changed only afterwards.
 *
 * Most counterexamples to concurrent claims come down to one or two such places (reads-from and from-reads edges of an
 * execution, as in memory models: Alglave, Maranget and Tautschnig 2014). If all relevant steps are of one process, no
 * other process is needed.
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

/** The crossings of the slice, the last in the run first; none if the slice is unknown. */
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

/** A relevant step read a cell too early: a later step of another process gave it another value. */
export interface Overtaking {
  readonly reader: number
  readonly writer: number
  readonly read: Read
}

/** The first overtaking of each read of a cell, the last in the run first; none if the slice is unknown. */
export function overtakingsOf({ steps, slice }: Witness): Overtaking[] {
  const names = steps.map(moverName)
  const found: Overtaking[] = []
  slice?.steps.forEach(({ role, reads }, reader) => {
    if (role === undefined) return
    for (const read of reads) {
      if (read.member !== undefined || read.isUnseen === true) continue
      const writer = steps.findIndex(
        ({ changes }, k) => k >= reader && changes.some(({ path }) => doOverlap(path, read.path)),
      )
      if (writer >= 0 && names[writer] !== names[reader]) found.push({ reader, writer, read })
    }
  })
  return found.sort((a, b) => b.writer - a.writer || b.reader - a.reader)
}

/** The name of the only mover with relevant steps, by {@link moverName}; undefined if there are several, or none. */
export function onlyMoverOf({ steps, slice }: Witness): string | undefined {
  const names = new Set(steps.flatMap((step, k) => (slice?.steps[k]?.role === undefined ? [] : [moverName(step)])))
  return names.size === 1 ? [...names][0] : undefined
}
