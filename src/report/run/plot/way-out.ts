/** Which constants, with another value, would have kept a claim, those first that repair what went wrong. */

import { doOverlap, type Plain } from '../../../base/plain.ts'
import type { Change } from '../../../witness/difference.ts'
import type { Everywhere, Hinge, HingeStep, WaitingStep } from '../../../witness/hinge.ts'
import { leadsBack, type Witness } from '../../../witness/witness.ts'
import { isOnlyRecorded } from './would-have.ts'

/** A constant with another value of which the schedule does not break the claim, and the step that tells it best. */
export interface WayOut {
  readonly constant: string
  readonly value: Plain
  /** The variant that has this value, where no other value is of use. */
  readonly variant: string | undefined
  readonly at: HingeStep | undefined
  /** Other steps with the same label that did nothing either, where that is what it did. */
  readonly likewise: readonly number[]
  /** What would have been otherwise from the beginning. */
  readonly begins: readonly Change[]
  /** The later step that would then have waited. */
  readonly waits: WaitingStep | undefined
  /** What the schedule of a run that goes round comes to. */
  readonly round: Hinge['round']
  /** The later step that would then have led elsewhere. */
  readonly diverts: Hinge['diverts']
  /** Whether the same schedule is not possible then. */
  readonly isElsewhere: boolean
  /** Other claims that the run breaks, and the same schedule then, too. */
  readonly stillBreaks: readonly string[]
  /** The verdicts on the whole model, if they are known. */
  readonly everywhere: Everywhere | undefined
}

const maxRepairs = 2

/**
 * What adds something, if anything does. Else what the variant has changed: it tells the difference, whether or not that is a
 * repair, so one of it is enough. And only then a switch that is turned off.
 */
export function waysOutOf(witness: Witness): WayOut[] {
  const all = (witness.hinges ?? []).filter(hinge => !isInVain(witness, hinge)).map(hinge => wayOut(witness, hinge))
  const ranked = soundest(all).toSorted((a, b) => nearness(witness, b) - nearness(witness, a))
  const repairs = ranked.filter(way => isRepair(witness, way))
  if (repairs.length > 0) return repairs.slice(0, maxRepairs)
  const changed = ranked.filter(({ constant }) => isUsual(witness, constant))
  return changed.length > 0 ? changed.slice(0, 1) : ranked.slice(0, maxRepairs)
}

/**
 * Whether another value keeps only the schedule of an endless run, while others go on to break the claim: what makes a process starve is
 * seldom one schedule.
 */
export function isInVain({ loop }: Witness, { everywhere }: Hinge): boolean {
  return loop !== undefined && everywhere?.verdict === 'violated'
}

/**
 * Only those that are known to keep the claim in every run and break nothing else, if there are any, rather those under which everything is
 * still reached; else without those that break something.
 */
function soundest(ways: readonly WayOut[]): readonly WayOut[] {
  const sound = ways.filter(({ everywhere }) => everywhere?.verdict === 'holds' && everywhere.breaks === undefined)
  const full = sound.filter(({ everywhere }) => everywhere?.misses === undefined)
  const harmless = ways.filter(({ everywhere }) => everywhere?.breaks === undefined)
  return [full, sound, harmless].find(some => some.length > 0) ?? ways
}

/**
 * Whether another value adds something: a switch that is turned on, or what makes a step do something that did nothing. Or it is what a
 * variant has switched on, if a step then goes the same way and puts right what it did: else it may be the situation alone that a
 * variant is about, and without it nothing is put to the test.
 */
export function isRepair(witness: Witness, { constant, value, at }: WayOut): boolean {
  if (value === true || (at !== undefined && isSkipped(witness, at))) return true
  return value === false && isUsual(witness, constant) && at !== undefined && at.to === undefined
}

/** Whether the setting changes a constant of the model. */
export function isUsual({ usual = {} }: Witness, constant: string): boolean {
  return Object.hasOwn(usual, constant)
}

function wayOut(witness: Witness, hinge: Hinge): WayOut {
  const { constant, value, variant, steps, begins = [], waits, round, diverts, stillBreaks = [], everywhere } = hinge
  const later = waits ?? diverts
  const before = later === undefined ? steps : steps.filter(({ step }) => step < later.step)
  const weightOf = (step: HingeStep): number => plainness(witness, step) + (leavesWhatIsFound(step, later) ? 3 : 0)
  const [at] = before.toSorted((a, b) => weightOf(b) - weightOf(a) || a.step - b.step)
  const likewise = skippedLikewise(witness, hinge, at)
  const isElsewhere = hinge.isElsewhere === true
  return { constant, value, variant, at, likewise, begins, waits, round, diverts, isElsewhere, stillBreaks, everywhere }
}

/** Whether a step would have left what makes a later one wait, or lead elsewhere. */
function leavesWhatIsFound({ changes = [] }: HingeStep, later: WaitingStep | Hinge['diverts']): boolean {
  return later?.found.some(found => changes.some(({ path }) => doOverlap(path, found.path))) === true
}

function skippedLikewise(witness: Witness, { steps }: Hinge, at: HingeStep | undefined): number[] {
  if (at === undefined || !isSkipped(witness, at)) return []
  const label = witness.steps[at.step]?.step
  const isAlike = (one: HingeStep): boolean =>
    one !== at && isSkipped(witness, one) && witness.steps[one.step]?.step === label
  return steps.filter(isAlike).map(({ step }) => step)
}

/**
 * First what the setting changes, then what a step did not do, and what changes a step near the end. What leaves other claims broken
 * does not go to the root; and last comes that with which the violation itself would merely not have been done.
 */
function nearness(witness: Witness, { constant, at, stillBreaks }: WayOut): number {
  const { steps } = witness
  const isAvoided = at !== undefined && at.step === steps.length - 1 && isOnlyRecorded(witness, at)
  const isLeftOut = at !== undefined && isSkipped(witness, at)
  return (
    (isUsual(witness, constant) ? 3 : 0) +
    (isLeftOut ? 2 : 0) +
    (2 * (at?.step ?? 0)) / steps.length -
    (isAvoided ? 2 : 0) -
    (stillBreaks.length > 0 ? 4 : 0)
  )
}

function plainness(witness: Witness, hinge: HingeStep): number {
  const { step, effect, to } = hinge
  const isCausal = witness.slice?.steps[step]?.role !== undefined
  return (
    (isSkipped(witness, hinge) ? 8 : 0) +
    (effect === 'waits' ? 4 : 0) +
    (to === undefined ? 0 : 2) +
    (isCausal ? 1 : 0) +
    (isMissedLater(witness, hinge) ? 0.5 : 0)
  )
}

/** Whether a later step went by what this one would have left otherwise. */
function isMissedLater({ slice }: Witness, { step, changes = [] }: HingeStep): boolean {
  const later = slice?.steps.slice(step + 1).flatMap(({ role, reads }) => (role === undefined ? [] : reads)) ?? []
  return later.some(read => read.isMoot !== true && changes.some(({ path }) => doOverlap(path, read.path)))
}

/**
 * Whether a step looked at nothing and changed nothing, where with another constant it would have done something. In a loop it is a
 * test that led nowhere this time, and no step that is useless.
 */
export function isSkipped(witness: Witness, { step, isSkipped }: HingeStep): boolean {
  const { slice, reads, loop } = witness
  const isInLoop = loop !== undefined && leadsBack(witness) && step >= loop.from
  const looks = slice?.steps[step]?.reads ?? reads?.[step] ?? []
  return isSkipped === true && !isInLoop && looks.length === 0
}
