/** Why a run ends as it does, for the top of a page: the story, and beside each of its steps what it did. */

import type { Plot } from '../report/run/plot/plot.ts'
import { beatNote } from '../report/run/plot/story-sentences.ts'
import type { Part, Sentence } from '../report/run/plot/words.ts'
import { showRead } from '../report/run/reads.ts'
import { endingOf } from '../report/run/story.ts'
import { sealedNote, sealingStep, turningPointLines } from '../report/run/turning-point.ts'
import { type Explanation, explanationOf, linksOf, plotOfStory } from '../report/run/why.ts'
import { showStep } from '../report/text/show-step.ts'
import { crossingsOf } from '../witness/race.ts'
import type { Witness, WitnessStep } from '../witness/witness.ts'
import type { Timeline } from './timeline.ts'

export interface ExplanationShown {
  /** How the run ends, where the claim alone does not say it. */
  readonly ending: readonly string[]
  /** Where that was sealed. */
  readonly sealed: readonly string[]
  readonly explanation: Explanation | undefined
  /** Where else the processes met. */
  readonly besides: readonly Sentence[]
}

const longestValue = 80

export function explanationShown({ witness }: Timeline): ExplanationShown {
  const links = linksOf(witness)
  const others = crossingsOf(witness).filter(
    crossing => !links.some(({ reader, writer }) => reader === crossing.reader && writer === crossing.writer),
  )
  return {
    ending: endingShown(witness),
    sealed: turningPointLines(witness),
    explanation: explanationOf(witness),
    besides: others.map(({ reader, writer, reads }): Sentence => {
      const codes = reads.flatMap((read, i): Part[] => [i === 0 ? '' : ', ', { code: showRead(read, longestValue) }])
      const [by, from] = [stepPart(witness.steps, reader, 'Step'), stepPart(witness.steps, writer, 'step')]
      return [by, ', read ', ...codes, ', as ', from, ' left it.']
    }),
  }
}

/**
 * The story of a deadlock names the waiting instances. That a claim is false after the last step follows from its violation.
 */
export function endingShown(witness: Witness): string[] {
  const { kind } = witness.claim
  if (kind === 'invariant' || kind === 'reachable' || kind === 'transition')
    return explanationOf(witness) === undefined ? endingOf(witness) : []
  if (kind === 'temporal') return []
  return kind === 'deadlock' || kind === 'canAlways' ? endingOf(witness).slice(0, 1) : endingOf(witness)
}

/** What is to be noted beside steps, by their positions: what those of the story did, and where it was sealed. */
export function notesOf({ witness }: Timeline): ReadonlyMap<number, string> {
  const plot = plotOfStory(witness)
  // What several steps did together is true of none of them.
  const beats = (plot?.beats ?? []).filter(({ more }) => more.length === 0)
  const notes = new Map(beats.map(beat => [beat.step + 1, beatNote(plot as Plot, beat)]))
  const sealing = sealingStep(witness)
  if (sealing > 0) notes.set(sealing, [notes.get(sealing), sealedNote].filter(Boolean).join('; '))
  return notes
}

/** The number of a step and its name, to be followed. */
function stepPart(steps: readonly WitnessStep[], k: number, word: 'step' | 'Step'): Part {
  return { step: k, name: `${word} ${k + 1}, ${showStep(steps[k] as WitnessStep)}` }
}
