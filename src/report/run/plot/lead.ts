/**
 * What explains a run best, of all places where its processes met: a look that was no longer true when its process acted
 * by it, or a value that another process left.
 */

import { doOverlap, type Path, partAt } from '../../../base/plain.ts'
import { crossingsOf } from '../../../witness/race.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import type { WitnessStep } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { endedWaits, showCell } from '../reads.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import type { Stale } from './stale.ts'

/** Steps are numbered from 0. */
export interface Lead {
  readonly writer: number
  readonly reader: number
  readonly read: Read
  /** Where the process that reads had found another value in the cell, before it was written. */
  readonly earlier?: { readonly step: number; readonly read: Read }
  /** Of a look that came too early: where its process still went by it. */
  readonly actor?: number
  /** The step whose write the writer undid. */
  readonly undone?: number
}

/** Of each kind those nearest to the end; a run of thousands of steps has thousands. */
const maxLeads = 40

/** The lead that tells most, or undefined where no processes met. */
export function leadOf(run: PlottedRun, stale: readonly Stale[]): Lead | undefined {
  const leads: Lead[] = [...crossings(run), ...stale]
  const ranked = leads.map(lead => ({ lead, rank: rankOf(run, lead) }))
  return ranked.toSorted((a, b) => b.rank - a.rank || b.lead.reader - a.lead.reader)[0]?.lead
}

/** Whether a process went by what another had changed since it looked: what is called a race. */
export function isRace({ earlier, actor }: Lead): boolean {
  return earlier !== undefined || actor !== undefined
}

function nearest<T extends { readonly reader: number }>({ dependence }: PlottedRun, all: readonly T[]): T[] {
  return all.toSorted((a, b) => dependence.distance(a.reader) - dependence.distance(b.reader)).slice(0, maxLeads)
}

function crossings(run: PlottedRun): Lead[] {
  return nearest(run, crossingsOf(run.witness)).flatMap(({ reader, writer, reads }) =>
    reads.map((read): Lead => {
      const earlier = earlierLook(run, reader, writer, read)
      const undone = undoneBy(run, writer, read)
      return {
        reader,
        writer,
        read,
        ...(earlier !== undefined && { earlier }),
        ...(undone !== undefined && { undone }),
      }
    }),
  )
}

/** The last look of the process that reads, before another wrote the cell, if it found something else then. */
function earlierLook(run: PlottedRun, reader: number, writer: number, read: Read): Lead['earlier'] {
  const { slice } = run.witness
  const { names } = run.dependence
  if (run.witness.steps[reader]?.process === null) return undefined
  for (let step = writer - 1; step >= 0; step--) {
    if (names[step] !== names[reader] || !run.isOnChain(step)) continue
    const same = slice?.steps[step]?.reads.find(other => showCell(other) === showCell(read))
    if (same === undefined) continue
    return showValue(same.value) === showValue(read.value) ? undefined : { step, read: same }
  }
  return undefined
}

/** The step whose write `writer` took back, so that the cell has again a value that it had before. */
function undoneBy({ witness, states }: PlottedRun, writer: number, { path, member }: Read): number | undefined {
  if (member !== undefined) return undefined
  const at = (k: number): string => showValue(partAt(states[k], path))
  const now = at(writer + 1)
  if (states[writer + 1] === undefined || now === at(writer)) return undefined
  const before = lastChange(witness.steps, path, writer)
  return before !== undefined && at(before) === now ? before : undefined
}

function lastChange(steps: readonly WitnessStep[], path: Path, before: number): number | undefined {
  const found = steps.slice(0, before).findLastIndex(({ changes }) => changes.some(one => doOverlap(one.path, path)))
  return found < 0 ? undefined : found
}

function rankOf(run: PlottedRun, lead: Lead): number {
  const { witness, dependence } = run
  const { reader, writer, read, earlier, actor, undone } = lead
  const last = witness.steps.length - 1
  const marked = new Set([
    ...(witness.broken ?? []).map(({ step }) => step),
    ...(witness.hinges ?? []).flatMap(({ steps }) => steps.map(({ step }) => step)),
  ])
  const overwrites =
    actor !== undefined && (witness.steps[actor] as WitnessStep).changes.some(({ path }) => doOverlap(path, read.path))
  const isOfLast = dependence.names[reader] === dependence.names[last]
  // Who ends a wait by breaking a rule is more than who hands a lock on.
  const isHandedOver = actor === undefined && endedWaits(witness, reader, writer) && !marked.has(writer)
  return (
    (earlier === undefined ? 0 : 6) +
    (actor === undefined ? 0 : 4) +
    (overwrites ? 3 : 0) +
    (undone === undefined ? 0 : 2) +
    (reader === last || actor === last ? 2 : 0) +
    (isOfLast ? 1 : 0) +
    (marked.has(reader) || marked.has(writer) ? 3 : 0) -
    (isHandedOver ? 4 : 0) -
    (isPlace(read.path) ? 2 : 0) -
    0.4 * Math.min(10, dependence.distance(actor ?? reader))
  )
}
