/** Why a run ends as it does, for the top of the page: what raced, in the order of time, and the sentences of every report. */

import { endingOf, showRead } from '../report/run/story.ts'
import { sealingStep, turningPointLines } from '../report/run/turning-point.ts'
import { type Link, linksOf, type Part, type Sentence, whySentences } from '../report/run/why.ts'
import { harmless, shorten } from '../report/text/value.ts'
import { crossingsOf } from '../witness/race.ts'
import { leadsBack, moverName, stepTitle, type WitnessStep } from '../witness/witness.ts'
import type { Timeline } from './timeline.ts'

export interface WhyShown {
  /** How the run ends, and where that was sealed. */
  readonly ending: readonly string[]
  /** What raced, in the order of time; empty where a process goes wrong alone. */
  readonly race: readonly Sentence[]
  readonly because: readonly Sentence[]
  /** Where else the processes met. */
  readonly besides: readonly Sentence[]
}

const longestValue = 80

export function whyOf({ witness }: Timeline): WhyShown {
  const told = linksOf(witness)
  const others = crossingsOf(witness).filter(
    crossing => !told.some(({ reader, writer }) => reader === crossing.reader && writer === crossing.writer),
  )
  return {
    ending: [...endingOf(witness), ...turningPointLines(witness)],
    race: raceMoments(witness.steps, told).map(({ step, did, code }): Sentence => {
      return [stepPart(witness.steps, step, 'Step'), `, ${did} `, { code }, '.']
    }),
    because: whySentences(witness),
    besides: others.map(({ reader, writer, reads }): Sentence => {
      const codes = reads.flatMap((read, i): Part[] => [i === 0 ? '' : ', ', { code: showRead(read, longestValue) }])
      return [
        stepPart(witness.steps, reader, 'Step'),
        ', read ',
        ...codes,
        ', as ',
        stepPart(witness.steps, writer),
        ' left it.',
      ]
    }),
  }
}

/** What is to be noted beside steps, by their positions: what those that raced did, and where it was sealed. */
export function notesOf({ witness }: Timeline): ReadonlyMap<number, string> {
  const moments = raceMoments(witness.steps, linksOf(witness))
  const notes = new Map(moments.map(({ step, did, code }) => [step + 1, `${did} ${code}`]))
  const sealing = sealingStep(witness)
  const add = (position: number, note: string): void => {
    notes.set(position, [notes.get(position), note].filter(Boolean).join('; '))
  }
  if (sealing > 0) add(sealing, 'sealed here')
  if (witness.loop !== undefined && leadsBack(witness)) add(witness.loop.from + 1, 'from here on forever')
  return notes
}

interface Moment {
  readonly step: number
  readonly did: 'read' | 'wrote'
  /** The cell with its value. */
  readonly code: string
}

/** The race that tells most: where somebody looked too early, or read again and found another value, or read last. */
function raceMoments(steps: readonly WitnessStep[], links: readonly Link[]): Moment[] {
  const isForeign = ({ reader, writer }: Link): boolean =>
    moverName(steps[reader] as WitnessStep) !== moverName(steps[writer] as WitnessStep)
  const foreign = links.filter(isForeign)
  const link = foreign.find(({ kind }) => kind === 'overtaken') ?? foreign[0]
  if (link === undefined) return []
  const { kind, reader, writer, read, earlier } = link
  const now = showRead(read, longestValue)
  if (kind === 'overtaken')
    return [
      { step: reader, did: 'read', code: now },
      { step: writer, did: 'wrote', code: writtenBy(steps[writer] as WitnessStep, link) },
    ]
  return [
    ...(earlier === undefined
      ? []
      : [
          { step: earlier.step, did: 'read', code: showRead({ ...read, value: earlier.value }, longestValue) } as const,
        ]),
    { step: writer, did: 'wrote', code: now },
    { step: reader, did: 'read', code: now },
  ]
}

/** What a step wrote of a cell that somebody had read before, or of its parts. */
function writtenBy({ changes }: WitnessStep, { read }: Link): string {
  const change = changes.find(({ path }) => path.join() === read.path.join())
  const value = change?.after
  if (value !== undefined) return showRead({ ...read, value }, longestValue)
  return shorten(`another value into ${showRead(read, longestValue).split(' = ')[0]}`, longestValue)
}

/** The number of a step and its name, to be followed. */
function stepPart(steps: readonly WitnessStep[], k: number, word: 'step' | 'Step' = 'step'): Part {
  return { step: k, name: `${word} ${k + 1}, ${harmless(stepTitle(steps[k] as WitnessStep))}` }
}
