import type { Checked } from '../check/check.ts'
import type { AnyModel } from '../language/model.ts'
import { instantiate, type Setting } from '../machine/instantiate.ts'
import type { ClaimOutcome } from '../outcome/outcome.ts'
import { witnessToText } from '../report/run/witness-text.ts'
import { codeFrame } from './code-frame.ts'
import type { AnyOptions } from './model-matchers.ts'
import { writeWitnessPage } from './write-witness-page.ts'

/** What is wrong, the run that shows it, the source at its end, and the address of its page. */
export function failureText(
  given: unknown,
  { variant, set, pages = 'out' }: AnyOptions,
  checked: Checked,
  claim: ClaimOutcome | undefined,
  text: string,
): string {
  const witness = checked.counterexamples.find(known => known.claim.name === claim?.name)
  if (witness === undefined) return text
  const frame = codeFrame(instantiate(given as AnyModel, { variant, set } as Setting), witness)
  return [
    text,
    witnessToText(witness).trimEnd(),
    ...(frame.length === 0 ? [] : [frame.join('\n')]),
    ...(pages === null ? [] : [`page: ${writeWitnessPage(witness, pages)}`]),
  ].join('\n\n')
}
