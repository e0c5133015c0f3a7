/**
 * What happened in a run, step by step, as far as it explains the end: who found what, who changed it, who went by it all
 * the same. Everything in it was recorded of the run.
 */

import { doOverlap, isWithin, type Path, type Plain } from '../../../base/plain.ts'
import type { HingeStep } from '../../../witness/hinges.ts'
import { onlyMoverOf } from '../../../witness/race.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { showCell } from '../reads.ts'
import { Dependence } from './dependence.ts'
import { type Ground, groundsOf, isSameLook, isTally } from './ground.ts'
import { changeOf, isPlace, isRace, type Lead, leadOf, type PlottedRun } from './lead.ts'

/**
 * What kind of explanation it is: processes that raced; one whose steps come in an order that another is not prepared for;
 * one that goes wrong alone; a step that did nothing; or, of what should be reached, how it is.
 */
export type PlotKind = 'race' | 'order' | 'alone' | 'missing'

/** A part of the state as a step changed it; missing values where it was not there. */
export interface Written {
  readonly path: Path
  readonly before: Plain | undefined
  readonly after: Plain | undefined
}

/** What one step did for the explanation. */
export interface Beat {
  /** From 0. */
  readonly step: number
  readonly reads: readonly Read[]
  /** Whether its process had read the same cells before. */
  readonly isAgain: boolean
  /** The step whose look it went by, although that was no longer true. */
  readonly stale?: number
  readonly writes: readonly Written[]
  /** Other claims that it broke. */
  readonly breaks: readonly string[]
}

/** A constant with another value of which the schedule does not break the claim, and the step that tells it best. */
export interface WayOut {
  readonly constant: string
  readonly value: Plain
  readonly at: HingeStep | undefined
}

export interface Plot {
  readonly kind: PlotKind
  /** In order of time; the last step is the last. */
  readonly beats: readonly Beat[]
  readonly lead: Lead | undefined
}

const mostBroken = 2
const mostWaysOut = 2
const mostChanges = 2
const mostMeetings = 2

/** The plot of a run whose slice is known; undefined for a deadlock, which has a telling of its own, and for no steps. */
export function plotOf(witness: Witness): Plot | undefined {
  // Text, lanes and pages of one witness all begin with it.
  if (!plots.has(witness)) plots.set(witness, newPlotOf(withoutWholeReads(witness)))
  return plots.get(witness)
}

const plots = new WeakMap<Witness, Plot | undefined>()

/** Where keys of the state itself come and go, every read is one of the whole state, which is no cell that a story could name. */
function withoutWholeReads(witness: Witness): Witness {
  const { slice } = witness
  if (slice === undefined) return witness
  const named = (reads: readonly Read[]): Read[] => reads.filter(({ path }) => path.length > 0)
  const steps = slice.steps.map(step => ({ ...step, reads: named(step.reads) }))
  return { ...witness, slice: { ...slice, steps, claim: named(slice.claim) } }
}

function newPlotOf(witness: Witness): Plot | undefined {
  if (witness.slice === undefined || witness.steps.length === 0 || witness.claim.kind === 'deadlock') return undefined
  const run: PlottedRun = { witness, states: statesOf(witness), dependence: new Dependence(witness) }
  const lead = leadOf(run)
  const beats = new Beats()
  const grounds = lead !== undefined && isTally(run, lead) ? groundsOf(run, lead) : []
  if (lead === undefined) addFlow(beats, run)
  else if (grounds.length > 0) addTally(beats, run, lead, grounds)
  else addLead(beats, run, lead)
  const broken = (witness.broken ?? []).filter(({ step }) => isTold(run, step))
  for (const { step, claim } of broken.slice(0, mostBroken)) beats.add(step, { breaks: [claim] })
  addPartner(beats, run)
  beats.add(witness.steps.length - 1, lastBeat(run))
  const isSame = grounds.length === 2 && isSameLook(grounds[0] as Ground, grounds[1] as Ground)
  return { kind: kindOf(witness, isSame || (lead !== undefined && isRace(lead))), beats: beats.inOrder(), lead }
}

/** A claim that is broken elsewhere, on the way of somebody whom the end does not depend on, explains nothing. */
function isTold({ witness, dependence }: PlottedRun, step: number): boolean {
  const isHinge = witness.hinges?.some(({ steps }) => steps.some(one => one.step === step)) === true
  return isHinge || dependence.distance(step) < Number.POSITIVE_INFINITY
}

class Beats {
  private readonly found = new Map<number, Beat>()

  add(step: number, part: Partial<Omit<Beat, 'step'>>): void {
    const known = this.found.get(step) ?? { step, reads: [], isAgain: false, writes: [], breaks: [] }
    this.found.set(step, {
      ...known,
      ...part,
      reads: unlike([...known.reads, ...(part.reads ?? [])], read => showCell(read)),
      isAgain: known.isAgain || part.isAgain === true,
      writes: unlike([...known.writes, ...(part.writes ?? [])], ({ path }) => JSON.stringify(path)),
      breaks: [...known.breaks, ...(part.breaks ?? [])],
    })
  }

  has(step: number): boolean {
    return this.found.has(step)
  }

  inOrder(): Beat[] {
    return [...this.found.values()].sort((a, b) => a.step - b.step)
  }
}

function unlike<T>(parts: readonly T[], keyOf: (part: T) => string): T[] {
  return parts.filter((part, i) => parts.findIndex(other => keyOf(other) === keyOf(part)) === i)
}

function addLead(beats: Beats, run: PlottedRun, lead: Lead): void {
  const { reader, writer, read, earlier, actor, undone } = lead
  if (undone !== undefined && earlier === undefined) beats.add(undone, { writes: writesOf(run, undone, read.path) })
  if (earlier !== undefined) beats.add(earlier.step, { reads: [earlier.read] })
  beats.add(writer, { writes: writesOf(run, writer, read.path) })
  beats.add(reader, { reads: [read], isAgain: earlier !== undefined })
  if (actor !== undefined) beats.add(actor, { stale: reader, writes: ownWrites(run, actor) })
  addWay(beats, run, actor ?? reader)
}

/** Each of the two that add to what the claim looks at, and on what ground it did. */
function addTally(beats: Beats, run: PlottedRun, { writer, reader, read }: Lead, grounds: readonly Ground[]): void {
  for (const { step, read: found } of grounds) {
    if (found !== undefined) beats.add(step, { reads: [found] })
    else beats.add(step, { writes: ownWrites(run, step) })
  }
  for (const step of [writer, reader]) beats.add(step, { writes: writesOf(run, step, read.path) })
}

/** From where the lead ends to the last step: where another process takes it up. */
function addWay(beats: Beats, run: PlottedRun, from: number): void {
  const way = run.dependence.wayFrom(from)
  const { names } = run.dependence
  const meets = way.flatMap((writer, i) => {
    const reader = way[i + 1]
    return reader !== undefined && names[reader] !== names[writer] ? [{ reader, writer }] : []
  })
  for (const { reader, writer } of meets.slice(-mostMeetings)) {
    const read = run.witness.slice?.steps[reader]?.reads.find(one => one.writer === writer)
    if (read === undefined) continue
    beats.add(writer, { writes: writesOf(run, writer, read.path) })
    beats.add(reader, { reads: [read] })
  }
}

/** Where processes did not meet: the last value that a step on the causal chain read of one before it. */
function addFlow(beats: Beats, { witness, ...run }: PlottedRun): void {
  const { steps, slice } = witness
  const reader = (slice?.steps ?? []).findLastIndex(({ role, reads }) => {
    return role !== undefined && reads.some(({ writer }) => writer !== null)
  })
  const reads = (slice?.steps[reader]?.reads ?? []).filter(({ writer }) => writer !== null)
  const shared = reads.filter(({ path }) => path[0] !== steps[reader]?.process)
  const [read] = (shared.length > 0 ? shared : reads).toSorted((a, b) => Number(b.writer) - Number(a.writer))
  if (read === undefined) return
  beats.add(Number(read.writer), { writes: writesOf({ witness, ...run }, Number(read.writer), read.path) })
  // What it wrote itself is not found; where it goes on by it, that is said by what it does.
  if (reader < steps.length - 1) beats.add(reader, { reads: [read] })
}

/** Of a claim about several processes, the last step of another one that made its part of it so. */
function addPartner(beats: Beats, { witness, states, dependence }: PlottedRun): void {
  const last = witness.steps.length - 1
  const parts = (witness.slice?.claim ?? []).filter(({ writer, path, member }) => {
    if (writer === null || writer === last || member !== undefined) return false
    if (witness.steps[writer]?.process !== null && dependence.names[writer] === dependence.names[last]) return false
    const { before, after } = changeOf({ states }, writer, path)
    return JSON.stringify(before) !== JSON.stringify(after)
  })
  const [part] = parts.toSorted((a, b) => Number(b.writer) - Number(a.writer))
  if (part === undefined || beats.has(Number(part.writer))) return
  beats.add(Number(part.writer), { writes: [changeOf({ states }, Number(part.writer), part.path)] })
}

/** What a step changed at or in a part of the state: that part whole, or the parts of it if it was not changed as one. */
function writesOf(run: PlottedRun, step: number, path: Path): Written[] {
  const { changes } = run.witness.steps[step] as WitnessStep
  return changes.some(change => doOverlap(change.path, path)) ? [changeOf(run, step, path)] : []
}

/** What a step wrote beside its label: what others read of it, if it was there before or not, and what it changed. */
function ownWrites(run: PlottedRun, step: number): Written[] {
  const { steps, slice } = run.witness
  const looks = [...(slice?.steps.flatMap(({ reads }) => reads) ?? []), ...(slice?.claim ?? [])]
  const read = looks.filter(({ writer, member }) => writer === step && member === undefined)
  const paths = [...read, ...(steps[step] as WitnessStep).changes].map(({ path }) => path)
  const all = unlike(paths, path => JSON.stringify(path)).filter(path => !isPlace(path))
  const written = all.filter(path => !all.some(whole => whole.length < path.length && isWithin(path, whole)))
  return written.slice(0, mostChanges).map(path => changeOf(run, step, path))
}

/** What the last step changed of what the claim read; of a step that fails, what it read of another. */
function lastBeat(run: PlottedRun): Pick<Beat, 'writes' | 'reads'> {
  const { witness, dependence } = run
  const last = witness.steps.length - 1
  if (run.states[last + 1] !== undefined) return { writes: lastChanges(run), reads: [] }
  const foreign = (witness.slice?.steps[last]?.reads ?? []).filter(({ writer }) => {
    return writer !== null && dependence.names[writer] !== dependence.names[last]
  })
  return { writes: [], reads: foreign.slice(0, 1) }
}

/** What the last step changed of what the claim read; the labels only where there is nothing else. */
function lastChanges(run: PlottedRun): Written[] {
  const { witness } = run
  const last = witness.steps.length - 1
  const looks = (witness.slice?.claim ?? []).filter(({ writer, member }) => writer === last && member === undefined)
  const changed = unlike(looks, showCell)
    .map(({ path }) => changeOf(run, last, path))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  const values = changed.filter(({ path }) => !isPlace(path))
  return (values.length > 0 ? values : changed).slice(0, mostChanges)
}

/** Switches if there are any: rather those that the setting changes, and those that change a step near the end. */
export function waysOutOf(witness: Witness): WayOut[] {
  const all = (witness.hinges ?? []).map(({ constant, value, steps }): WayOut => {
    const ranked = steps.toSorted((a, b) => plainness(witness, b) - plainness(witness, a) || a.step - b.step)
    return { constant, value, at: ranked[0] }
  })
  const switches = all.filter(({ value }) => typeof value === 'boolean')
  const found = switches.length > 0 ? switches : all
  return found.toSorted((a, b) => nearness(witness, b) - nearness(witness, a)).slice(0, mostWaysOut)
}

function nearness({ usual, steps }: Witness, { constant, at }: WayOut): number {
  return (Object.hasOwn(usual ?? {}, constant) ? 1 : 0) + (2 * (at?.step ?? 0)) / steps.length
}

function plainness(witness: Witness, hinge: HingeStep): number {
  const { step, effect, to } = hinge
  const isCausal = witness.slice?.steps[step]?.role !== undefined
  return (
    (isSkipped(witness, hinge) ? 8 : 0) + (effect === 'waits' ? 4 : 0) + (to === undefined ? 0 : 2) + (isCausal ? 1 : 0)
  )
}

/** Whether a step looked at nothing and changed nothing, where with another constant it would have done something. */
export function isSkipped({ slice }: Witness, { step, isSkipped }: HingeStep): boolean {
  return isSkipped === true && slice?.steps[step]?.reads.length === 0
}

function kindOf(witness: Witness, isRacing: boolean): PlotKind {
  if (waysOutOf(witness).some(({ at }) => at !== undefined && isSkipped(witness, at))) return 'missing'
  if (isRacing) return 'race'
  return onlyMoverOf(witness) === undefined ? 'order' : 'alone'
}
