/** What was tried where no way out was found. */

import type { TriedValue } from '../../../witness/tries.ts'
import type { Witness } from '../../../witness/witness.ts'
import { shorten, showName, showValue } from '../../text/value.ts'
import { isInVain } from './way-out.ts'
import type { Part, Sentence } from './words.ts'

/** Values that are listed. */
const maxTried = 4

/** `No other value of a constant that was tried is enough: with renews = true, the same schedule goes wrong, too.`; nothing where there is a way out, or none was looked for. */
export function triedInVain(witness: Witness): Sentence[] {
  const { tried = [], hinges = [] } = witness
  const inVain = hinges.filter(hinge => isInVain(witness, hinge))
  if (inVain.length > 0) return [[...enough, ...listed(inVain), ', another run breaks the claim.']]
  if (tried.length === 0) return []
  return [[...enough, ...listed(tried), ', the same schedule goes wrong, too.']]
}

const enough: readonly Part[] = ['No other value of a constant that was tried is enough: with ']

function listed(tried: readonly TriedValue[]): Part[] {
  const shown = tried.slice(0, maxTried)
  const more = tried.length - shown.length
  const parts = shown.flatMap(({ constant, value }, i): Part[] => [
    i === 0 ? '' : i === shown.length - 1 && more === 0 ? ' or ' : ', ',
    { code: `${showName(constant)} = ${shorten(showValue(value), 40)}` },
  ])
  const others = more === 0 ? '' : ` or ${more} more`
  return [...parts, others]
}

/** For who looks for a way out where the model has nothing to try. */
export function nothingToTry(witness: Witness): Sentence[] {
  if (witness.tried?.length !== 0 || witness.otherOrder !== undefined) return []
  return [
    [
      'No repair was tried, since the model has no switch: a constant that is true or false, or that a variant changes.',
    ],
  ]
}
