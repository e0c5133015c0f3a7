import { UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import { type Witness, witnessFormat } from './witness.ts'

/**
 * Throws {@link UsageError} unless `given` looks like a witness: one that `readWitness` or a check has returned.
 * Without this check, a call from plain JavaScript would fail with an error from deep inside a picture.
 */
export function requireWitness(given: unknown): asserts given is Witness {
  if (typeof given === 'object' && given !== null && 'format' in given && given.format === witnessFormat) return
  throw new UsageError('not-a-witness', `expected a witness, but got ${describe(given)}. ${hintFor(given)}`)
}

function hintFor(given: unknown): string {
  if (typeof given === 'string') return 'readWitness() reads a witness from the text of its JSON.'
  if (typeof given === 'object' && given !== null && 'counterexamples' in given)
    return "It looks like the result of a check: pass one of its 'counterexamples'."
  return "A check returns witnesses as 'counterexamples', and readWitness() reads one from JSON."
}
