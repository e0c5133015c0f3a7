/**
 * Where the lanes of a run meet: a step that matters read what a step of another process had written.
 *
 * A counterexample to a concurrent claim mostly comes down to one or two such crossings. Without any, the process that
 * fails needs nobody else for it.
 */

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
