/**
 * What happened in a run, step by step, as far as it explains the end: who found what, who changed it, who went by it all
 * the same. Everything in it was recorded of the run.
 */

import { oncePer } from '../../../base/once-per.ts'
import { doOverlap } from '../../../base/plain.ts'
import type { HingeStep } from '../../../witness/hinge.ts'
import { onlyMoverOf } from '../../../witness/race.ts'
import type { Witness } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { isWithinRounds, type Rounds, roundsOf } from '../rounds.ts'
import { type Beat, Beats } from './beats.ts'
import { deedsOf } from './deeds.ts'
import { gatesOf } from './gates.ts'
import { isRace, type Lead, leadOf } from './lead.ts'
import { outdatedAtEnd } from './outdated-at-end.ts'
import { overwrittenBy } from './overwritten.ts'
import { PlottedRun } from './plotted-run.ts'
import { putBackBetween } from './put-back.ts'
import { seenAgain } from './seen-again.ts'
import { isGoneBy, type Stale, staleLooksOf } from './stale.ts'
import { untoldWriters } from './untold-writers.ts'
import { isSkipped, type WayOut, waysOutOf } from './way-out.ts'

/**
 * What kind of explanation it is: processes that raced; one whose steps come in an order that another is not prepared for;
 * one that goes wrong alone; a step that did nothing; a step that forgot what was still needed; or, of what should be reached, how
 * it is.
 */
export type PlotKind = 'race' | 'order' | 'alone' | 'missing' | 'forgotten'

export interface Plot {
  readonly kind: PlotKind
  readonly run: PlottedRun
  /** In order of time; the last step is the last. */
  readonly beats: readonly Beat[]
  /** What the run does again and again, if it does. */
  readonly rounds: Rounds | undefined
  /** Whether other broken claims are named where they break, since nothing comes behind the sentences. Default: no. */
  readonly namesBroken?: true
}

const maxBroken = 2
/** What is said of a step that did not wait. */
const maxFound = 1
/** Fewer steps that come before those of all others are no preparation. */
const minSetUp = 5
/** A story has all steps of consequence, if there are no more of them. */
const maxReportedWhole = 6
/** It has all that are more than a look at what nobody had touched, if there are no more of them. */
const maxReported = 8
/** Of more, those that tell most. */
const maxChosen = 7
/** What a step must tell at least to be one of the few: somebody went by it, or it by what others had done. */
const minOfFew = 4

/**
 * The plot of a run whose slice is known; undefined for no steps. Kept, since text, lanes and pages of one witness all begin
 * with it.
 */
export const plotOf: (witness: Witness) => Plot | undefined = oncePer(newPlotOf)

function newPlotOf(witness: Witness): Plot | undefined {
  if (witness.slice === undefined || witness.steps.length === 0) return undefined
  const run = new PlottedRun(witness)
  const looks = staleLooksOf(run)
  const lead = leadOf(run, looks)
  const stale = looks.filter(look => isGoneBy(run, look) || !isBeside(run, look, lead))
  const beats = new Beats()
  const rounds = roundsOf(witness)
  const isReported = (step: number): boolean =>
    step === run.last || !isWithinRounds(rounds, step) || isOfLead(lead, step)
  const deeds = deedsOf(run, stale).filter(({ step }) => isReported(step))
  for (const deed of chosenOf(run, deeds, lead)) beats.add(deed.step, deed)
  if (lead !== undefined) addLead(beats, run, deeds, lead)
  for (const { step, path } of overwrittenBy(run, stale)) beats.add(step, { writes: [run.written(step, path)] })
  for (const way of waysOutOf(witness)) addWayOut(beats, run, deeds, way)
  const outdated = outdatedAtEnd(run)
  for (const { reader, read, writer } of outdated) {
    beats.add(reader, { reads: [read] })
    beats.add(writer, { writes: [run.written(writer, read.path)] })
  }
  const broken = (witness.broken ?? []).filter(({ step }) => isOnTheWay(run, step))
  for (const { step, claim } of broken.slice(0, maxBroken)) beats.add(step, { breaks: [claim] })
  for (const { step, at, look, read } of seenAgain(run, beats.steps())) {
    beats.add(at, { reads: [look] })
    beats.add(step, { again: [{ at, read }] })
  }
  for (const { step, path } of putBackBetween(run, beats.inOrder()))
    beats.add(step, { writes: [run.written(step, path)] })
  for (const { step, read } of gatesOf(run, beats.inOrder())) beats.add(step, { reads: [read] })
  for (const { step, path } of untoldWriters(run, beats.inOrder(), rounds))
    beats.add(step, { writes: [run.written(step, path)] })
  for (const { step, writes } of deeds)
    if (beats.isOnlyLook(step)) beats.add(step, { writes: leftForOthers(run, step, writes) })
  const ordered = beats.inOrder()
  const isRace = outdated.length > 0 || isRacing(ordered, lead)
  return { kind: kindOf(witness, ordered, isRace), run, beats: ordered, rounds }
}

/** What a step wrote that is not its own, and by which somebody went. */
function leftForOthers(run: PlottedRun, step: number, writes: Beat['writes']): Beat['writes'] {
  return writes.filter(({ path }) => !run.isOwn(step, path))
}

/** Whether something else tells more than an outdated look: what its process found when it looked again, or a step that is missing. */
function isBeside(run: PlottedRun, { reader, writer, actor }: Stale, lead: Lead | undefined): boolean {
  const repaired = waysOutOf(run.witness)[0]?.at
  const isElsewhere = repaired?.isSkipped === true && ![reader, writer, actor].includes(repaired.step)
  const isAgain = lead?.earlier !== undefined && lead.reader === actor && !run.isChanged(actor, lead.read.path)
  return isElsewhere || isAgain
}

function isOfLead(lead: Lead | undefined, step: number): boolean {
  return lead !== undefined && [lead.writer, lead.reader, lead.actor].includes(step)
}

/** What the lead says of its steps, even where something else of them tells more. */
function addLead(beats: Beats, run: PlottedRun, deeds: readonly Beat[], lead: Lead): void {
  const { writer, reader, read, earlier, undone } = lead
  const writes = read.member === undefined ? [run.written(writer, read.path)] : []
  if (run.isOnChain(writer)) beats.add(writer, { writes })
  beats.add(reader, { reads: [read] })
  if (earlier !== undefined) beats.add(earlier.step, { reads: [earlier.read] })
  if (earlier !== undefined) addActedBy(beats, run, deeds, [earlier.step, writer])
  if (undone !== undefined && run.isOnChain(undone)) beats.add(undone, { writes: [run.written(undone, read.path)] })
}

/** What a process did by its first look before another one changed what it had found; rather what the claim looks at. */
function addActedBy(beats: Beats, run: PlottedRun, deeds: readonly Beat[], [look, writer]: [number, number]): void {
  const isActing = (k: number): boolean =>
    run.isSameMover(k, look) && run.dependence.takesFrom(k, look) && run.sharedChanges(k).length > 0
  const acted = run.witness.steps.findIndex((_, k) => look < k && k < writer && isActing(k))
  if (acted < 0) return
  const seen = run.lookedAtByClaim(acted).filter(path => run.isChanged(acted, path))
  const deed = deeds.find(({ step }) => step === acted)
  if (seen.length > 0) beats.add(acted, { writes: seen.slice(0, 1).map(path => run.written(acted, path)) })
  else if (deed?.writes.some(({ path }) => !run.isOwn(acted, path))) beats.add(acted, deed)
}

/** Where another constant would have made a difference, and which step did not wait without it. */
function addWayOut(beats: Beats, run: PlottedRun, deeds: readonly Beat[], { at, waits }: WayOut): void {
  if (at !== undefined) {
    const { step, ...deed } = deeds.find(one => one.step === at.step) ?? { step: at.step, writes: changedAt(run, at) }
    beats.add(step, { ...deed, ...(at.isSkipped && (at.effect === 'waits' ? { isUnheld: true } : { isIdle: true })) })
  }
  if (waits === undefined) return
  const found = run.allReadsOf(waits.step).filter(({ path }) => waits.found.some(one => doOverlap(one.path, path)))
  beats.add(waits.step, { reads: found.slice(0, maxFound), isUnheld: true })
}

/** What a step did that it would have done otherwise. */
function changedAt(run: PlottedRun, { step, changes = [] }: HingeStep): Beat['writes'] {
  const paths = changes.map(({ path }) => path).filter(path => run.isChanged(step, path))
  return paths.slice(0, 1).map(path => run.written(step, path))
}

/** All that is of consequence where that is little; else what tells most, rather near the end, and what raced in any case. */
function chosenOf(run: PlottedRun, deeds: readonly Beat[], lead: Lead | undefined): Beat[] {
  const needed = new Set([run.last, lead?.writer, lead?.reader, lead?.actor])
  const isNeeded = ({ step, more, forgot }: Beat): boolean =>
    forgot.length > 0 || [step, ...more].some(k => needed.has(k))
  const isInPlay = (deed: Beat): boolean => isNeeded(deed) || run.isShort || !isSettingUp(run, deed)
  const significant = deeds.filter(deed => isNeeded(deed) || (deed.weight >= 2 && isInPlay(deed)))
  const all = deeds.filter(
    deed => significant.includes(deed) || (deed.weight > 0 && isInPlay(deed) && isOfSame(run, deed, significant)),
  )
  if (all.length <= maxReportedWhole) return all
  if (significant.length <= maxReported) return significant
  const others = significant.filter(deed => !isNeeded(deed) && deed.weight >= minOfFew)
  const ranked = others.toSorted((a, b) => b.weight - a.weight || b.step - a.step)
  const reported = deeds.filter(isNeeded)
  return [...reported, ...ranked.slice(0, Math.max(0, maxChosen - reported.length))]
}

/** Whether a step only prepared something, in a row of steps of one process before any other moved. */
function isSettingUp(run: PlottedRun, { step, reads, stale, omitted }: Beat): boolean {
  const other = run.witness.steps.findIndex((_, k) => !run.isSameMover(k, 0))
  const isFirst = step < other && other >= minSetUp
  const isSeen = run.usesOf(step).some(({ reader }) => reader > run.last)
  return isFirst && !run.isAlone && !isSeen && reads.length + stale.length + omitted.length === 0
}

/**
 * Whether another process found, or left, the same in a cell that a step looked at. Where several processes meet, other looks
 * at what had been there from the beginning tell nothing.
 */
function isOfSame(run: PlottedRun, { step, reads }: Beat, others: readonly Beat[]): boolean {
  if (run.isAlone) return true
  return reads.some(({ path, value }) =>
    others.some(
      other =>
        !run.isSameMover(other.step, step) &&
        [...other.reads, ...other.writes.map(({ path, after }) => ({ path, value: after }))].some(
          one => doOverlap(one.path, path) && showValue(one.value) === showValue(value),
        ),
    ),
  )
}

/** A claim that is broken elsewhere, on the way of somebody whom the end does not depend on, explains nothing. */
function isOnTheWay(run: PlottedRun, step: number): boolean {
  const isHinge = run.witness.hinges?.some(({ steps }) => steps.some(one => one.step === step)) === true
  return isHinge || run.isOnChain(step)
}

/** Whether somebody went by what another had changed since. */
function isRacing(beats: readonly Beat[], lead: Lead | undefined): boolean {
  return (lead !== undefined && isRace(lead)) || beats.some(({ stale }) => stale.length > 0)
}

function kindOf(witness: Witness, beats: readonly Beat[], isRace: boolean): PlotKind {
  if (waysOutOf(witness).some(({ at }) => at !== undefined && isSkipped(witness, at))) return 'missing'
  if (beats.some(({ forgot }) => forgot.length > 0)) return 'forgotten'
  if (isRace) return 'race'
  return onlyMoverOf(witness) === undefined ? 'order' : 'alone'
}
