/** The story of a mail: what the last step found, who had left that there, and who broke a rule on the way. */

import { doOverlap, type Path } from '../../base/plain.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { Witness } from '../../witness/witness.ts'
import { showValue } from '../text/value.ts'
import type { Beat } from './plot/beats.ts'
import { wordsOfCell } from './plot/phrases.ts'
import { type Plot, plotOf } from './plot/plot.ts'
import type { PlottedRun } from './plot/plotted-run.ts'
import { sentencesOf } from './plot/story-sentences.ts'
import type { Sentence } from './plot/words.ts'

/** The most steps that it tells of. */
const maxBeats = 4

/** Without bookkeeping and ways out, since a mail says only what the system does; nothing for a deadlock. */
export function barestStory(witness: Witness): Sentence[] {
  const plot = barestPlot(witness)
  return plot === undefined ? [] : sentencesOf(plot)
}

/** The plot of it; undefined for a deadlock, and where the slice of the run is not known. */
export function barestPlot(witness: Witness): Plot | undefined {
  const plot = witness.claim.kind === 'deadlock' ? undefined : plotOf(witness)
  if (plot === undefined) return undefined
  const chosen = chosenOf(
    plot,
    plot.beats.map(beat => withoutBookkeeping(witness, beat)),
  )
  return { ...plot, namesBroken: true, beats: chosen.map(beat => barest(plot, chosen, beat)) }
}

function withoutBookkeeping(witness: Witness, beat: Beat): Beat {
  const isReal = ({ path }: { readonly path: Path }): boolean => wordsOfCell(witness, path)?.isBookkeeping !== true
  return {
    ...beat,
    reads: beat.reads.filter(isReal),
    stale: beat.stale.filter(({ read }) => isReal(read)),
    writes: beat.writes.filter(isReal),
  }
}

/** The last step, and those before it that tell most of what it came to. */
function chosenOf({ run }: Plot, beats: readonly Beat[]): Beat[] {
  const last = beats.at(-1) as Beat
  const isOfLast = (beat: Beat): boolean => run.isSameMover(beat.step, last.step)
  // What its process did since any other moved belongs to it.
  const end = beats.slice(beats.findLastIndex(beat => !isOfLast(beat)) + 1)
  const found = end.flatMap(({ reads }) => reads)
  const used = found.length > 0 ? found : end.flatMap(({ stale }) => stale.map(({ read }) => read))
  const decision = end.slice(0, -1).findLast(({ reads }) => reads.length > 0)
  const ranked = beats
    .filter(beat => beat !== last && beat !== decision)
    .map(beat => ({ beat, rank: rankOf(beat, used, isOfLast(beat)) + (leftForClaim(run, beat) ? 4 : 0) }))
    .toSorted((a, b) => b.rank - a.rank || b.beat.weight - a.beat.weight)
  const most = ranked.filter(({ rank }) => rank > 0).slice(0, maxBeats - (decision === undefined ? 1 : 2))
  return beats.filter(beat => beat === last || beat === decision || most.some(one => one.beat === beat))
}

/** Whether the claim sees at the end what a step left, apart from bookkeeping. */
function leftForClaim({ witness }: PlottedRun, { step, writes }: Beat): boolean {
  const seen = (witness.slice?.claim ?? []).filter(({ writer }) => writer === step)
  return seen.some(({ path }) => writes.some(write => doOverlap(write.path, path)))
}

function rankOf(beat: Beat, used: readonly Read[], isOfLast: boolean): number {
  const isLeft = !isOfLast && beat.writes.some(({ path }) => used.some(read => doOverlap(read.path, path)))
  const isLook = isOfLast && beat.reads.some(read => used.some(one => isOtherwise(read, one)))
  return (
    (isLeft ? 4 : 0) +
    (isLook ? 4 : 0) +
    (beat.breaks.length + beat.forgot.length > 0 ? 5 : 0) +
    (beat.omitted.length > 0 ? 1 : 0)
  )
}

/** Whether two looks at a cell found different values. */
function isOtherwise(one: Read, other: Read): boolean {
  return JSON.stringify(one.path) === JSON.stringify(other.path) && showValue(one.value) !== showValue(other.value)
}

/** With one cell of each kind: rather one of which another of the steps found, or left, something else. */
function barest({ run }: Plot, chosen: readonly Beat[], beat: Beat): Beat {
  const others = chosen.filter(({ step }) => step !== beat.step)
  const isLast = beat.step === run.last
  const writes = mostShared(beat.writes, others).slice(0, 1)
  const reads = mostShared(beat.reads, others).slice(0, 1)
  const isMore = !isLast && writes.length + beat.breaks.length > 0
  return {
    ...beat,
    reads: reads.filter(read => !isMore || timesShared(read, others) > 0),
    stale: reads.length > 0 ? [] : beat.stale.slice(0, 1),
    writes,
    breaks: beat.breaks.slice(0, 1),
  }
}

function mostShared<T extends { readonly path: Path }>(parts: readonly T[], others: readonly Beat[]): T[] {
  return parts.toSorted((a, b) => timesShared(b, others) - timesShared(a, others))
}

/** How many of some steps looked at a cell, or changed it. */
function timesShared({ path }: { readonly path: Path }, others: readonly Beat[]): number {
  return others.filter(({ reads, writes }) => [...reads, ...writes].some(one => doOverlap(one.path, path))).length
}
