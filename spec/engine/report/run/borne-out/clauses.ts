/** Sentences about what one mover did in some steps, held against the run. */

import { expect } from 'vitest'
import type { State } from '../../../../../src/machine/machine.ts'
import { showLabel } from '../../../../../src/report/text/show-step.ts'
import { harmless, shorten, showName } from '../../../../../src/report/text/value.ts'
import { overtakingsOf } from '../../../../../src/witness/race.ts'
import { moverName, type Witness, type WitnessStep } from '../../../../../src/witness/witness.ts'
import { checkDeeds } from './deeds.ts'

const ends = ', and then |, and so |, then |\\.$'

const clausePattern = new RegExp(
  `(.*?)(?: in ⟦([^⟦]*)⟧)? \\((?:steps )?\\{(\\d+)\\}((?:(?:-|, | to )\\{\\d+\\})*)(?:: [^⟦{]*?)?\\)(?:${ends})`,
  'g',
)

/** The steps that a sentence tells of. */
export function checkClauses(witness: Witness, states: readonly State[], text: string, from: number): number[] {
  const [, subject = '', clauses = ''] = /^(?:So )?⟦(.*?)⟧ (.*)$/.exec(text) ?? []
  const found = [...clauses.matchAll(clausePattern)]
  expect(found.length, text).toBeGreaterThan(0)
  expect(found.map(([clause]) => clause).join(''), 'every clause is read').toBe(clauses)
  let before = from
  return found.flatMap(([, did = '', label, first, more = '']) => {
    const steps = [Number(first) - 1, ...[...more.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number) - 1)]
    for (const k of steps) {
      const step = witness.steps[k] as WitnessStep
      expect(k, `${text}: in order of time`).toBeGreaterThanOrEqual(before)
      before = k
      expect(
        [moverName(step), step.process ?? showLabel(step)].map(name => shorten(harmless(name), 60)),
        text,
      ).toContain(shorten(subject, 60))
      // The text may say what the step chose as what it found.
      const isChoiceStated = step.choices.length === 1 && / in ⟦/.test(did)
      const labels = [showLabel(step), ...(isChoiceStated ? [showName(step.step)] : [])].map(name => shorten(name, 60))
      if (step.process !== null) expect(labels, text).toContain(label)
      const isOfIt = witness.slice?.steps[k]?.role !== undefined || k === witness.steps.length - 1
      const isOfRepair = isRepaired(witness, k) || did.includes('did not wait')
      const isForgetful = witness.slice?.steps[k]?.forgot !== undefined
      const isFounded = isOfIt || isOfRepair || isForgetful || did.includes('broke ') || overtakes(witness, k)
      expect(isFounded, `${text}: step ${k + 1} is on the causal chain, or changed what was read on it`).toBe(true)
    }
    checkDeeds(witness, states, steps[0] as number, steps.at(-1) as number, did, text)
    return steps
  })
}

/** Whether a step changed what a step of another process on the causal chain had read. */
function overtakes(witness: Witness, k: number): boolean {
  return overtakingsOf(witness).some(({ writer }) => writer === k)
}

/** Whether a step would have done something else under another constant. */
function isRepaired({ hinges = [] }: Witness, k: number): boolean {
  return hinges.some(({ steps }) => steps.some(({ step }) => step === k))
}
