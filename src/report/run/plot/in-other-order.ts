/** In which other order the same steps would have kept a claim, as a sentence. */

import type { OtherOrder } from '../../../witness/other-order.ts'
import type { Witness } from '../../../witness/witness.ts'
import { showName } from '../../text/value.ts'
import { labelOf, moverNamed, moverPart, type Part, type Sentence, stepNamed, stepPart } from './words.ts'

/** `Had no other step come between look (step 2) and write (step 5) of client 0, the claim would have been kept.`; nothing where none is known. */
export function inOtherOrder(witness: Witness): Sentence[] {
  const { otherOrder } = witness
  if (otherOrder === undefined) return []
  const start = startParts(witness, otherOrder)
  return [[...start, `, ${keptText(witness)}.`]]
}

function startParts(witness: Witness, order: OtherOrder): Part[] {
  if (order.kind === 'before') {
    const { taken, first } = order
    const named = [moverNamed(witness, taken), ' taken ', { code: showName(taken.step) }]
    return ['Had ', ...named, ' before ', ...stepOfNamed(witness, first)]
  }
  const { kind, first, last } = order
  if (kind === 'later')
    return ['Had ', ...stepOfNamed(witness, first), ' come only after ', ...stepOfNamed(witness, last)]
  const [from, to] = [stepNamed(witness, first), stepNamed(witness, last)]
  return ['Had no other step come between ', ...from, ' and ', ...to, ' of ', moverPart(witness, last)]
}

/** `put of owner 0 (step 4)`; an action is called by its name. */
function stepOfNamed(witness: Witness, k: number): Part[] {
  const label = labelOf(witness, k)
  const of: Part[] = label === undefined ? [] : [{ code: label }, ' of ']
  return [...of, moverPart(witness, k), ' (', stepPart(k), ')']
}

function keptText({ claim }: Witness): string {
  if (claim.kind === 'deadlock') return 'these steps would not have ended there'
  if (claim.kind === 'canAlways') return 'some run would have led there'
  return 'the claim would have been kept'
}
