/**
 * What explains a run best, of all places where its processes met: a look that was no longer true when its process acted
 * by it, or a value that another process left.
 */

import { doOverlap, type Path, type Plain, partAt } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import { crossingsOf, overtakingsOf } from '../../../witness/race.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import type { Witness, WitnessStep } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { endedWaits, showCell } from '../reads.ts'
import type { Dependence } from './dependence.ts'

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

/** A run as leads are looked for in it. */
export interface PlottedRun {
  readonly witness: Witness
  readonly states: readonly State[]
  readonly dependence: Dependence
}

/** Of each kind those nearest to the end; a run of thousands of steps has thousands. */
const mostLeads = 40

/** The lead that tells most, or undefined where no processes met. */
export function leadOf(run: PlottedRun): Lead | undefined {
  const leads = [...crossings(run), ...overtakings(run)]
  const ranked = leads.map(lead => ({ lead, rank: rankOf(run, lead) }))
  return ranked.toSorted((a, b) => b.rank - a.rank || b.lead.reader - a.lead.reader)[0]?.lead
}

/** Whether a process went by what another had changed since it looked: what is called a race. */
export function isRace({ earlier, actor }: Lead): boolean {
  return earlier !== undefined || actor !== undefined
}

function nearest<T extends { readonly reader: number }>({ dependence }: PlottedRun, all: readonly T[]): T[] {
  return all.toSorted((a, b) => dependence.distance(a.reader) - dependence.distance(b.reader)).slice(0, mostLeads)
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

function overtakings(run: PlottedRun): Lead[] {
  return nearest(run, overtakingsOf(run.witness)).flatMap((overtaking): Lead[] => {
    const actor = actorOf(run, overtaking.reader, overtaking.writer, overtaking.read)
    return actor === undefined ? [] : [{ ...overtaking, actor }]
  })
}

/** The last look of the process that reads, before another wrote the cell, if it found something else then. */
function earlierLook(run: PlottedRun, reader: number, writer: number, read: Read): Lead['earlier'] {
  const { slice } = run.witness
  const { names } = run.dependence
  if (run.witness.steps[reader]?.process === null) return undefined
  for (let step = writer - 1; step >= 0; step--) {
    if (names[step] !== names[reader]) continue
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

/** The first step behind the write that goes by what was read too early: rather one that writes the cell itself. */
function actorOf({ witness, dependence }: PlottedRun, reader: number, writer: number, read: Read): number | undefined {
  const { steps, slice } = witness
  // An action remembers nothing.
  if (steps[reader]?.process === null) return undefined
  const acting = steps.flatMap((_, k) => {
    const isCausal = slice?.steps[k]?.role !== undefined || k === steps.length - 1
    return k > writer && isCausal && dependence.names[k] === dependence.names[reader] ? [k] : []
  })
  const again = (slice?.steps ?? []).findIndex(({ reads }, k) => {
    return (
      k > writer &&
      dependence.names[k] === dependence.names[reader] &&
      reads.some(one => showCell(one) === showCell(read))
    )
  })
  // Who has looked again does not go by the look before.
  const going = acting.filter(k => dependence.goesBy(k, reader) && (again < 0 || k < again))
  const overwriting = going.find(k => steps[k]?.changes.some(({ path }) => doOverlap(path, read.path)))
  return overwriting ?? going.at(-1)
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

/** Whether a path leads to the label of an instance. */
export function isPlace(path: Path): boolean {
  return path.length === 3 && path[2] === 'pc'
}

/** How a part of the state was changed by a step, whole where the step changed parts of it. */
export function changeOf(
  { states }: Pick<PlottedRun, 'states'>,
  step: number,
  path: Path,
): { readonly path: Path; readonly before: Plain | undefined; readonly after: Plain | undefined } {
  return { path, before: partAt(states[step], path), after: partAt(states[step + 1], path) }
}
