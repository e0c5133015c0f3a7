/** What a step of a loop found, and who had left it, as parts of a sentence. */

import type { Read } from '../../witness/run-footprints.ts'
import type { Witness, WitnessStep } from '../../witness/witness.ts'
import { cellParts, type Part, stepPart, valuePart } from './plot/words.ts'
import { showRead } from './reads.ts'

export const longestValue = 60

/** `server = down`; of a member of a set, whether it is there. */
export function foundParts(witness: Witness, step: WitnessStep, read: Read): Part[] {
  if (read.member !== undefined) return [{ code: showRead(read, longestValue) }]
  return [...cellParts(witness, step, read.path), ' = ', valuePart(witness, read.path, read.value)]
}

/** ` (left by step 4)`; nothing for what was there from the beginning. */
export function leftBy(writer: number | null): Part[] {
  return writer === null ? [] : [' (left by ', stepPart(writer), ')']
}
