/** Whether the sentence about a step names the rule that it breaks: that rule is the claim that it breaks. */

import type { Witness } from '../../../witness/witness.ts'
import type { Beat } from './beats.ts'
import { addedInWords, gainsOf } from './words.ts'

export function rulesNamed(witness: Witness, { writes }: Pick<Beat, 'writes'>): boolean {
  return writes.some(({ path, before, after }) => {
    const gained = gainsOf(before, after)
    return gained !== undefined && addedInWords(witness, path, gained) !== undefined
  })
}
