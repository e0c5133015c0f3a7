/** Which other claims a run broke before its own: once, behind the story, which it would interrupt. */

import { shorten, showName } from '../../text/value.ts'
import type { Plot } from './plot.ts'
import { rulesNamed } from './rules-named.ts'
import { type Part, type Sentence, stepPart } from './words.ts'

/** `This run broke other claims before: "none is lost" (step 3) and "one at a time" (step 5).` */
export function brokenBefore(plot: Plot): Sentence[] {
  const { run, beats } = plot
  const broken = beats.flatMap(beat =>
    beat.step === run.last || rulesNamed(run.witness, beat)
      ? []
      : beat.breaks.map(claim => ({ step: beat.step, claim })),
  )
  if (broken.length === 0) return []
  const parts = broken.flatMap(({ step, claim }, i): Part[] => [
    i === 0 ? '"' : ' and "',
    { code: shorten(showName(claim), 80) },
    '" (',
    stepPart(step),
    ')',
  ])
  return [[`This run broke ${broken.length === 1 ? 'another claim' : 'other claims'} before: `, ...parts, '.']]
}
