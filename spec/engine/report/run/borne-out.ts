/** The sentences of a story held against the run, read back from their text: nothing that the run does not bear out. */

import { expect } from 'vitest'
import type { Machine, State } from '../../../../src/machine/machine.ts'
import { holdsOnly } from '../../../../src/report/outcome/fairness-text.ts'
import { type Explanation, explanationOf } from '../../../../src/report/run/why.ts'
import { leadsBack, statesOf, type Witness } from '../../../../src/witness/witness.ts'
import { checkBrokenBefore, isBrokenBefore } from './borne-out/broken-before.ts'
import { checkClauses } from './borne-out/clauses.ts'
import { checkForgotten } from './borne-out/forgotten.ts'
import { checkInOtherOrder, isInOtherOrder } from './borne-out/in-other-order.ts'
import { checkLeftAlone, isLeftAlone } from './borne-out/left-alone.ts'
import { checkEndless } from './borne-out/loop.ts'
import { checkMissedByClaim } from './borne-out/missed.ts'
import { checkLeftNamed, checkNoneMissing } from './borne-out/none-missing.ts'
import { checkUnseen, isUnseen } from './borne-out/overwritten-unseen.ts'
import { checkRounds } from './borne-out/rounds.ts'
import { marked, valuesIn } from './borne-out/shown.ts'
import { checkTried } from './borne-out/tried.ts'
import { checkUpshot, checkYetToCome } from './borne-out/upshot.ts'
import { checkWait, isWait } from './borne-out/waits.ts'
import { checkWayOut } from './borne-out/ways-out.ts'

/** Fails if a sentence says what the run does not show. */
export function expectStoryHolds(machine: Machine, witness: Witness): void {
  const explanation = explanationOf(witness)
  if (explanation === undefined) return
  const states = statesOf(witness)
  const sentences = explanation.story.map(marked)
  if (witness.claim.kind === 'temporal') checkEndless({ machine, witness, states, valuesIn, checkWait }, sentences)
  else if (explanation.kind === 'shut') checkClauses(witness, states, sentences[0]!, 0)
  else if (!['deadlock', 'canAlways'].includes(witness.claim.kind)) checkStory(machine, witness, states, sentences)
  else {
    const waits = sentences.filter(isWait)
    expect(waits.length, 'it says who waits').toBeGreaterThan(0)
    let before = 0
    for (const text of sentences.filter(one => !isWait(one)))
      if (isBrokenBefore(text)) checkBrokenBefore(witness, text)
      else if (text.startsWith('Had ')) checkForgotten(machine, witness, states, text)
      else before = checkClauses(witness, states, text, before).at(-1) ?? before
    for (const text of waits) checkWait(machine, witness, states, text)
  }
  const holdsIf = (leadsBack(witness) && witness.loop?.holdsIf) || []
  const helpful = holdsIf.length > 0 ? [`The claim ${holdsOnly(holdsIf)}.`] : []
  const ways = explanation.waysOut.map(marked)
  expect(ways.slice(0, helpful.length), 'first what would help').toEqual(helpful)
  for (const text of ways.slice(helpful.length)) {
    if (text.startsWith('No other value of a constant')) checkTried(machine, witness, text)
    else if (isInOtherOrder(text)) checkInOtherOrder(machine, witness, text)
    else checkWayOut(machine, witness, states, text)
  }
  if (!['temporal', 'deadlock', 'canAlways'].includes(witness.claim.kind)) checkLeftNamed(witness)
  checkKind(witness, explanation)
}

function checkStory(machine: Machine, witness: Witness, states: readonly State[], sentences: readonly string[]): void {
  let before = 0
  const named = new Set<number>()
  expect(sentences.length, 'there is a story').toBeGreaterThan(0)
  for (const text of sentences) {
    expect(text.endsWith('.'), text).toBe(true)
    if (/^(?:So|That was while) .*⟦[^⟦]*⟧"? is (?:broken|reached)\.$/.test(text)) checkUpshot(witness, states, text)
    else if (isLeftAlone(text)) checkLeftAlone(states, text)
    else if (isUnseen(text)) checkUnseen(witness, states, text)
    else if (isBrokenBefore(text)) checkBrokenBefore(witness, text)
    else if (text.includes(' had yet to set ')) checkYetToCome(witness, states, text)
    else if (text.startsWith('Had ')) checkForgotten(machine, witness, states, text)
    else if (text.includes(' would have set ')) checkMissedByClaim(machine, witness, states, text)
    else if (text.includes(' repeat the same ')) checkRounds(witness, states, text)
    else {
      for (const k of checkClauses(witness, states, text, before)) {
        before = k
        named.add(k)
      }
    }
  }
  expect(before, 'the story ends with the run').toBe(witness.steps.length - 1)
  checkNoneMissing(witness, states, named)
}

/** Only what one process changed under another, and the other went by all the same, is called a race. */
function checkKind(witness: Witness, { kind, story }: Explanation): void {
  const movers = new Set(story.map(sentence => marked(sentence).split('⟧')[0]))
  if (kind === 'race') expect(movers.size, story.map(marked).join(' ')).toBeGreaterThan(1)
  if (kind === 'circle') expect((witness.waiting ?? []).length).toBeGreaterThan(1)
}
