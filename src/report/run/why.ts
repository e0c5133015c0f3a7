/**
 * Why a run ends as it does: the story of it in order of time, with which constants it would not have happened, and what
 * every report draws of that.
 *
 * It uses only what was recorded of the run.
 */

import { type Crossing, crossingsOf } from '../../witness/race.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { Role } from '../../witness/slice.ts'
import type { Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { endlessStory, helpfulFairness } from './loop-story.ts'
import { inOtherOrder } from './plot/in-other-order.ts'
import { isUntold } from './plot/left-parts.ts'
import { type Plot, type PlotKind, plotOf } from './plot/plot.ts'
import type { PlottedRun } from './plot/plotted-run.ts'
import { standstillOf } from './plot/standstill.ts'
import { beforeStandstill, lastStepSentence, storyOf } from './plot/story-sentences.ts'
import { isCircle } from './plot/stuck.ts'
import { triedInVain } from './plot/tried.ts'
import { isRepair, isUsual, waysOutOf } from './plot/way-out.ts'
import { waysOutIn } from './plot/ways-out.ts'
import { type Sentence, textOf } from './plot/words.ts'

/** What one step read of another's: what the other had left there, or what the other changed only later. */
export interface Link {
  readonly kind: 'left' | 'overtaken'
  /** Steps are numbered from 0. */
  readonly writer: number
  readonly reader: number
  readonly read: Read
}

export interface Explanation {
  readonly kind: PlotKind | 'circle' | 'stuck' | 'shut' | 'endless'
  /** What kind of explanation it is, as a heading. */
  readonly title: string
  /** What happened, in order of time; of a deadlock who waits for what. */
  readonly story: readonly Sentence[]
  /** With which constants it would not have happened; of a run that goes round first which fairness would help. */
  readonly waysOut: readonly Sentence[]
  /** What is said of them, as a heading. */
  readonly waysTitle: string
}

const titles: { readonly [kind in Explanation['kind']]: string } = {
  race: 'What raced',
  order: 'In which order it happened',
  alone: 'One process alone',
  missing: 'A step that did nothing',
  forgotten: 'What was forgotten',
  circle: 'Who waits for whom',
  stuck: 'What is waited for',
  shut: 'After which step there is no way back',
  endless: 'What goes on forever',
}

/** Undefined where the slice of the run is not known, or nothing moved, or nobody is stuck where there is no way back. */
export function explanationOf(witness: Witness): Explanation | undefined {
  if (isStandstill(witness)) return standstill(witness)
  if (witness.claim.kind === 'temporal') return endless(witness)
  const plot = plotOf(witness)
  if (plot === undefined) return undefined
  const { kind } = plot
  const isReached = witness.claim.verdict === 'witnessed'
  const title = isReached && kind !== 'alone' ? 'How it is reached' : titles[kind]
  return { kind, title, story: storyOf(plot), ...waysFound(witness) }
}

/** Whether a run ends where some are stuck for good: in a deadlock, or where there is no way back. */
function isStandstill({ claim }: Witness): boolean {
  return claim.kind === 'deadlock' || claim.kind === 'canAlways'
}

/** Whether the ending of a run tells its whole story. */
export function isExplainedByEnding(witness: Witness): boolean {
  return isStandstill(witness) || witness.claim.kind === 'temporal'
}

function endless(witness: Witness): Explanation | undefined {
  const story = endlessStory(witness)
  const { waysOut, waysTitle } = waysFound(witness)
  const helpful = helpfulFairness(witness)
  const all = [...helpful, ...waysOut]
  const title = helpful.length > 0 ? keeping : waysTitle
  return story.length === 0
    ? undefined
    : { kind: 'endless', title: titles.endless, story, waysOut: all, waysTitle: title }
}

const keeping = 'What would keep it'

/** Where nothing repairs what the variant broke, it is reported which difference the variant makes. */
function waysFound(witness: Witness): Pick<Explanation, 'waysOut' | 'waysTitle'> {
  const ways = waysOutOf(witness)
  const isComparison = ways.length > 0 && ways.every(way => isUsual(witness, way.constant) && !isRepair(witness, way))
  const inOrder = inOtherOrder(witness)
  // That nothing comes between is a repair; that something comes later is luck.
  const isOrder = ways.length === 0 && inOrder.length > 0 && witness.otherOrder?.kind !== 'unbroken'
  const isDifference = isComparison && witness.variant !== null
  const waysTitle = isDifference ? 'What is otherwise without this variant' : isOrder ? 'In another order' : keeping
  return { waysOut: [...inOrder, ...(ways.length > 0 ? waysOutIn(witness) : triedInVain(witness))], waysTitle }
}

function standstill(witness: Witness): Explanation | undefined {
  const standing = standstillOf(witness)
  if (standing.length === 0) return wayShut(witness)
  const plot = plotOf(witness)
  const story = [...(plot === undefined ? [] : beforeStandstill(plot)), ...standing]
  const kind = isCircle(witness) ? 'circle' : 'stuck'
  return { kind, title: titles[kind], story, ...waysFound(witness) }
}

/** Where there is no way back although nobody is stuck: the step that came to that. */
function wayShut(witness: Witness): Explanation | undefined {
  if (witness.claim.kind !== 'canAlways' || witness.steps.length === 0) return undefined
  return { kind: 'shut', title: titles.shut, story: [lastStepSentence(witness)], ...waysFound(witness) }
}

/** The story and the ways out, as text, a sentence each. */
export function whyOf(witness: Witness): string[] {
  return whySentences(witness).map(textOf)
}

/** The same, with what a page can make links of. */
export function whySentences(witness: Witness): Sentence[] {
  const explanation = explanationOf(witness)
  if (explanation === undefined) return []
  // Which fairness would help comes first.
  const first = helpfulFairness(witness)
  return [...first, ...explanation.story, ...explanation.waysOut.slice(first.length)]
}

/**
 * The steps that a sentence names, and those that wrote what made a difference, from 0; undefined where the slice of the
 * run is not known. Those that merely let their process go on are left out.
 */
export function significantSteps(witness: Witness): ReadonlySet<number> | undefined {
  const run = plotOf(witness)?.run
  const named = namedSteps(witness)
  const isSignificant = (k: number): boolean => {
    return named.has(k) || (run?.isOnChain(k) === true && run.witness.slice?.steps[k]?.role === 'value')
  }
  return run && new Set(witness.steps.flatMap((_, k) => (isSignificant(k) ? [k] : [])))
}

/** The plot that the story tells; of a deadlock only where it does not go without saying. */
export function plotOfStory(witness: Witness): Plot | undefined {
  const plot = plotOf(witness)
  if (plot === undefined || !isStandstill(witness)) return plot
  return beforeStandstill(plot).length > 0 ? plot : undefined
}

/** The links that the story tells of. */
export function linksOf(witness: Witness): Link[] {
  const plot = plotOfStory(witness)
  return plot === undefined ? standingLinks(witness) : linksIn(plot)
}

/** What a loop finds as others had left it before. */
function standingLinks({ loop }: Witness): Link[] {
  return (loop?.standing ?? []).flatMap(({ step, read }): Link[] =>
    read.writer === null ? [] : [{ kind: 'left', writer: read.writer, reader: step, read }],
  )
}

function linksIn(plot: Plot): Link[] {
  const { run, beats } = plot
  const found = beats.flatMap(({ step, reads }) =>
    reads.flatMap((read): Link[] => {
      const reported = beats.find(beat => [beat.step, ...beat.more].includes(read.writer ?? -1))?.step
      const writer = reported ?? (isUntold(plot, read) ? read.writer : null)
      return writer === null || run.isSameMover(writer, step) ? [] : [{ kind: 'left', writer, reader: step, read }]
    }),
  )
  return [...found, ...beats.flatMap(({ stale }) => stale.flatMap(({ at, read }) => overtakenBy(run, at, read)))]
}

function overtakenBy(run: PlottedRun, reader: number, read: Read): Link[] {
  const [writer] = run.changesBetween(reader, run.last + 1, read.path)
  return writer === undefined ? [] : [{ kind: 'overtaken', writer, reader, read }]
}

/** The links of the story, and of every other crossing one look. */
export function looksOf(witness: Witness): Link[] {
  const links = linksOf(witness)
  const isLinked = ({ writer, reader }: Crossing): boolean =>
    links.some(link => link.kind === 'left' && link.writer === writer && link.reader === reader)
  const others = crossingsOf(witness).filter(crossing => !isLinked(crossing))
  return [
    ...links,
    ...others.map(({ writer, reader, reads }): Link => ({ kind: 'left', writer, reader, read: reads[0] as Read })),
  ]
}

/** `7 of 18 steps on the causal chain`, or undefined where the slice of the run is not known. */
export function causalOf(witness: Witness): string | undefined {
  const roles = rolesOf(witness)
  if (roles.includes('unknown') || roles.length === 0) return undefined
  const causal = roles.filter(role => role !== 'none').length
  if (causal === roles.length) return `${roles.length === 1 ? 'the step is' : 'all steps are'} on the causal chain`
  return `${causal} of ${count(roles.length, 'step')} on the causal chain`
}

/**
 * What a step is to the run: its role in the slice; `named` where it is none of the slice but a sentence names it, such as
 * a write that came too late; `none` where it is off the causal chain; `unknown` where the slice is not known.
 */
export type StepRole = Role | 'named' | 'none' | 'unknown'

/** The roles of all steps. Every report dims by these, so that none dims a step that a sentence names. */
export function rolesOf(witness: Witness): readonly StepRole[] {
  const { slice, steps } = witness
  if (slice === undefined) return steps.map(() => 'unknown')
  const named = namedSteps(witness)
  return steps.map((_, k) => slice.steps[k]?.role ?? (named.has(k) ? 'named' : 'none'))
}

/** The steps that a sentence names, from 0. */
export function namedSteps(witness: Witness): ReadonlySet<number> {
  return new Set(whySentences(witness).flatMap(stepsIn))
}

function stepsIn(sentence: Sentence): number[] {
  return sentence.flatMap(part => (typeof part === 'object' && 'step' in part ? [part.step] : []))
}
