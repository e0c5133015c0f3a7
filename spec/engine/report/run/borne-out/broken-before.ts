/** `This run broke other claims before: "c" (step 3).`: each was first broken by that step, and not by the last. */

import { expect } from 'vitest'
import { shorten, showName } from '../../../../../src/report/text/value.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'

export function isBrokenBefore(text: string): boolean {
  return /^This run broke (?:another claim|other claims) before: /.test(text)
}

export function checkBrokenBefore({ broken = [], steps }: Witness, text: string): void {
  const named = [...text.matchAll(/"⟦([^⟦]*)⟧" \(\{(\d+)\}\)/g)].map(([, claim, step]) => `${step} ${claim}`)
  expect(named.length, text).toBeGreaterThan(0)
  const known = broken.filter(({ step }) => step < steps.length - 1)
  const shown = known.map(({ step, claim }) => `${step + 1} ${shorten(showName(claim), 80)}`)
  for (const one of named) expect(shown, text).toContain(one)
}
