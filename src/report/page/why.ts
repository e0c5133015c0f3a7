/** Why a run ends as it does, in sentences: which step read what which other step had written. */

import { canonical, showPath } from '../../base/plain.ts'
import type { Crossing } from '../../witness/race.ts'
import type { Read } from '../../witness/run-footprints.ts'
import { moverName, stepTitle, type WitnessStep } from '../../witness/witness.ts'
import { endingOf } from '../story.ts'
import { harmless, shorten, showValue } from '../value.ts'
import type { Timeline } from './timeline.ts'

/** Plain words, code (a cell, a value), or the name of a step, which is a place to go to. */
export type Part = string | { readonly code: string } | { readonly position: number; readonly name: string }
export type Sentence = readonly Part[]

export interface Why {
  /** How the run ends. */
  readonly ending: readonly string[]
  /** What raced, in the order of time; empty where a process goes wrong alone. */
  readonly race: readonly Sentence[]
  /** What explains it besides, the nearest to the end first. */
  readonly because: readonly Sentence[]
  /** Where else the processes met. */
  readonly besides: readonly Sentence[]
}

const mostSentences = 3
const mostReads = 3
const longestValue = 80

export function whyOf(timeline: Timeline): Why {
  const { witness, crossings } = timeline
  const ending = endingOf(witness)
  if (witness.slice === undefined) return { ending, race: [], because: [], besides: [] }
  const race = raceOf(timeline)
  const because = tellingCrossings(timeline).slice(1)
  const besides = crossings.filter(crossing => crossing !== race?.crossing && !because.includes(crossing))
  return {
    ending,
    race: race === undefined ? [] : raceSentences(timeline, race),
    because: [
      ...claimSentence(timeline),
      ...because.map(crossing => crossingSentence(timeline, crossing)),
      ...(race === undefined ? aloneSentences(timeline) : []),
    ],
    besides: besides.map(crossing => crossingSentence(timeline, crossing)),
  }
}

/** Two steps that raced: one read what the other had just written. */
export interface Race {
  readonly crossing: Crossing
  /** A cell that was read. */
  readonly read: Read
  /** Where the process that reads had read another value in that cell before it was written, if it had. */
  readonly earlier: { readonly position: number; readonly read: Read } | undefined
}

/** The race that is nearest to the end. What was read twice, and was not the same, tells most. */
export function raceOf(timeline: Timeline): Race | undefined {
  const [crossing] = timeline.crossings
  if (crossing === undefined) return undefined
  const races = crossing.reads.map((read): Race => ({ crossing, read, earlier: earlierRead(timeline, crossing, read) }))
  return races.find(({ earlier }) => earlier !== undefined) ?? races[0]
}

function earlierRead({ witness }: Timeline, { reader, writer }: Crossing, read: Read): Race['earlier'] {
  const name = moverName(witness.steps[reader] as WitnessStep)
  for (let k = writer - 1; k >= 0; k--) {
    if (moverName(witness.steps[k] as WitnessStep) !== name) continue
    const same = witness.slice?.steps[k]?.reads.find(
      other => canonical([other.path, other.member ?? null]) === canonical([read.path, read.member ?? null]),
    )
    if (same !== undefined && canonical(same.value) !== canonical(read.value)) return { position: k + 1, read: same }
  }
  return undefined
}

function raceSentences(timeline: Timeline, { crossing, read, earlier }: Race): Sentence[] {
  const step = (k: number) => stepPart(timeline, k, 'Step')
  const reads = [read, ...crossing.reads.filter(other => other !== read)]
  return [
    ...(earlier === undefined ? [] : [[step(earlier.position), ', read ', ...showReads([earlier.read]), '.']]),
    [step(crossing.writer + 1), ', wrote ', ...showReads(reads), '.'],
    [step(crossing.reader + 1), `, read ${reads.length === 1 ? 'that' : 'them'}.`],
  ]
}

/** The crossings that explain a run shortly: of the last steps that read what others wrote, what was written last. */
export function tellingCrossings({ crossings }: Timeline): readonly Crossing[] {
  return mainCrossings(crossings).slice(0, 1 + mostSentences)
}

function mainCrossings(crossings: readonly Crossing[]): readonly Crossing[] {
  return crossings.filter((crossing, i) => crossings[i - 1]?.reader !== crossing.reader)
}

function claimSentence(timeline: Timeline): Sentence[] {
  const read = latest(timeline.witness.slice?.claim ?? [])
  if (read === undefined) return []
  const who = timeline.witness.claim.kind === 'deadlock' ? 'Who waits looked at ' : 'The claim read '
  return [[who, ...showReads([read]), ', which ', stepPart(timeline, read.writer + 1), ' had written.']]
}

function crossingSentence(timeline: Timeline, { reader, writer, reads }: Crossing): Sentence {
  return [
    stepPart(timeline, reader + 1, 'Step'),
    ', read ',
    ...showReads(reads),
    ', which ',
    stepPart(timeline, writer + 1),
    ', had written.',
  ]
}

/** Of a run in which nobody reads what another wrote: who goes wrong, and on which value of its own. */
function aloneSentences(timeline: Timeline): Sentence[] {
  const { steps, slice } = timeline.witness
  const k = steps.findLastIndex((_, at) => slice?.steps[at]?.role !== undefined)
  const step = steps[k]
  if (step === undefined) return []
  const read = latest(slice?.steps[k]?.reads ?? [])
  const own: Sentence[] =
    read === undefined ? [] : [crossingSentence(timeline, { reader: k, writer: read.writer, reads: [read] })]
  return [
    [
      { code: harmless(moverName(step)) },
      ' does it alone: no step that matters read what another process had written.',
    ],
    ...own,
  ]
}

/** The read whose value was written last, if any was written in the run. */
function latest(reads: readonly Read[]): (Read & { readonly writer: number }) | undefined {
  return reads
    .filter((read): read is Read & { readonly writer: number } => read.writer !== null)
    .reduce<(Read & { readonly writer: number }) | undefined>(
      (last, read) => (last === undefined || read.writer > last.writer ? read : last),
      undefined,
    )
}

function showReads(reads: readonly Read[]): Part[] {
  const shown = reads.slice(0, mostReads).map(showRead)
  const left = reads.length - shown.length
  const parts = shown.flatMap((code, i): Part[] => [
    i === 0 ? '' : left === 0 && i === shown.length - 1 ? ' and ' : ', ',
    { code },
  ])
  return left === 0 ? parts : [...parts, ` and ${left} more`]
}

/** `areas[0].mapped = false`, or of a look for a member of a set: `msgs has {to: 1}`. */
export function showRead({ path, member, value }: Read): string {
  const cell = harmless(showPath(path))
  if (member === undefined) return `${cell} = ${shorten(showValue(value), longestValue)}`
  return `${cell} ${value === true ? 'has' : 'has not'} ${shorten(showValue(member), longestValue)}`
}

/** The number of a step and its name, to be followed. */
export function stepPart(timeline: Timeline, position: number, word: 'step' | 'Step' = 'step'): Part {
  const step = timeline.step(position) as WitnessStep
  return { position, name: `${word} ${position}, ${harmless(stepTitle(step))}` }
}
