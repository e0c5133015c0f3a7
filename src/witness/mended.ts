/** Which values of a run a repair would change. */

import { doOverlap } from '../base/plain.ts'
import type { Hinge } from './hinge.ts'
import type { Read } from './run-footprints.ts'

/**
 * Whether a value that was read would have been another one under a constant that keeps the claim. It made a difference then, even
 * if no value that was tried shows how.
 */
export function isMended({ hinges = [] }: { readonly hinges?: readonly Hinge[] }, { path, writer }: Read): boolean {
  const steps = hinges.flatMap(hinge => hinge.steps.filter(({ step }) => step === writer))
  return steps.some(({ changes = [] }) => changes.some(change => doOverlap(change.path, path)))
}
