/** Looks by which processes came to where the claim finds them, and that are no longer true: they would not come there now. */

import { partAt } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { showValue } from '../../text/value.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'

/** Steps are numbered from 0. */
export interface OutdatedLook {
  /** The step that looked, and led its process to where the claim finds it. */
  readonly reader: number
  readonly read: Read
  /** The step of another process that changed what it had seen. */
  readonly writer: number
}

const maxLooks = 2

/** Rather what was changed last. */
export function outdatedAtEnd(run: PlottedRun): OutdatedLook[] {
  const { slice, claim } = run.witness
  if (claim.kind !== 'invariant') return []
  const found = (slice?.claim ?? []).flatMap(({ path, writer }) =>
    writer === null || !isPlace(path) || !run.isOwn(writer, path) ? [] : outdatedLooks(run, writer),
  )
  return found.toSorted((a, b) => b.writer - a.writer).slice(0, maxLooks)
}

function outdatedLooks(run: PlottedRun, reader: number): OutdatedLook[] {
  return run.readsOf(reader).flatMap((read): OutdatedLook[] => {
    const { path, member, value } = read
    const isShared = member === undefined && !run.isOwn(reader, path) && !isPlace(path)
    if (!isShared || showValue(partAt(run.states.at(-1), path)) === showValue(value)) return []
    const writer = run.changesBetween(reader, run.last + 1, path).find(k => !run.isSameMover(k, reader))
    return writer === undefined ? [] : [{ reader, read, writer }]
  })
}
