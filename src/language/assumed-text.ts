/** What a fairness assumption is about, as text. It is part of the pages, so it must not import what needs Node. */

import type { Assumption, StepPattern } from './fairness.ts'

/** The pattern as written: `worker`, `worker: lock`, `deliver`. */
export function patternText({ process, step }: StepPattern): string {
  if (process === null) return step
  return step === null ? process : `${process}: ${step}`
}

/** What an assumption is about: `deliver`, `each choice of deliver`. */
export function assumedText(assumption: Assumption): string {
  const { choices } = assumption
  const text = patternText(assumption)
  if (choices === undefined) return text
  return choices === 1 ? `each choice of ${text}` : `each combination of the first ${choices} choices of ${text}`
}
