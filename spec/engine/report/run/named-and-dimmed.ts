/** Whether the reports agree with each other on which steps a run hangs on. */

import { expect } from 'vitest'
import { whySentences } from '../../../../src/report/run/why.ts'
import { witnessToLanes } from '../../../../src/report/run/witness-lanes.ts'
import { witnessToText } from '../../../../src/report/run/witness-text.ts'
import { explanationShown } from '../../../../src/ui/explanation.ts'
import { Timeline } from '../../../../src/ui/timeline.ts'
import type { Witness } from '../../../../src/witness/witness.ts'

/** Fails if a report dims a step that a sentence of any report names. */
export function expectNoneNamedIsDimmed(witness: Witness, lanes = witnessToLanes(witness)): void {
  const timeline = new Timeline(witness)
  const sentences = [...whySentences(witness), ...explanationShown(timeline).besides]
  const named = new Set(
    sentences.flat().flatMap(part => (typeof part === 'object' && 'step' in part ? [part.step + 1] : [])),
  )
  const dimmed = new Set([...dimmedInLanes(lanes), ...dimmedInText(witness)])
  for (let k = 1; k < timeline.end; k++) if (!timeline.isCausal(k)) dimmed.add(k)
  expect([...named].filter(step => dimmed.has(step))).toEqual([])
}

function dimmedInLanes(lanes: string): number[] {
  const steps = [...lanes.matchAll(/<g class="step ([^"]*)" data-step="(\d+)">/g)]
  return steps.filter(([, classes = '']) => classes.split(' ').includes('dim')).map(([, , step]) => Number(step))
}

function dimmedInText(witness: Witness): number[] {
  return [...witnessToText(witness).matchAll(/^ *·(\d+) /gm)].map(([, step]) => Number(step))
}
