/**
 * The explanation of a run for the top of the page: the race in chronological order, and the sentences common to all
 * reports.
 */

import { endingOf, showRead } from '../report/run/story.ts'
import { sealingStep, turningPointLines } from '../report/run/turning-point.ts'
import { type Link, linksOf, type Part, type Sentence, whySentences } from '../report/run/why.ts'
import { harmless, shorten } from '../report/text/value.ts'
import { crossingsOf } from '../witness/race.ts'
import { leadsBack, moverName, stepTitle, type WitnessStep } from '../witness/witness.ts'
import type { Timeline } from './timeline.ts'

export interface Explanation {
  /** How the run ends, and where the violation was sealed. */
  readonly ending: readonly string[]
  /** The race in chronological order; empty if only one process is involved. */
  readonly race: readonly Sentence[]
  readonly because: readonly Sentence[]
  /** Other crossings of the processes. */
  readonly besides: readonly Sentence[]
}

const longestValue = 80

export function explanationOf({ witness }: Timeline): Explanation {
  const links = linksOf(witness)
  const others = crossingsOf(witness).filter(
    crossing => !links.some(({ reader, writer }) => reader === crossing.reader && writer === crossing.writer),
  )
  return {
    ending: [...endingOf(witness), ...turningPointLines(witness)],
    race: raceMoments(witness.steps, links).map(({ step, did, code }): Sentence => {
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

/** Notes beside steps, by their positions: the reads and writes of the race, and where the violation was sealed. */
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

/**
 * The most informative race: a read that was too early, or a repeated read with a different value, or the last read.
 */
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

/** What a step wrote to a cell that was read before, or to its parts. */
function writtenBy({ changes }: WitnessStep, { read }: Link): string {
  const change = changes.find(({ path }) => path.join() === read.path.join())
  const value = change?.after
  if (value !== undefined) return showRead({ ...read, value }, longestValue)
  return shorten(`another value into ${showRead(read, longestValue).split(' = ')[0]}`, longestValue)
}

/** The number and name of a step, as a link. */
function stepPart(steps: readonly WitnessStep[], k: number, word: 'step' | 'Step' = 'step'): Part {
  return { step: k, name: `${word} ${k + 1}, ${harmless(stepTitle(steps[k] as WitnessStep))}` }
}
