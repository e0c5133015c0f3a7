import { UsageError } from '../base/errors.ts'
import { canonical } from '../base/plain.ts'
import type { Machine } from '../machine/machine.ts'
import { walk } from '../witness/walk.ts'
import type { Witness } from '../witness/witness.ts'

/** Whether a machine still has a run that was found once, and where it stops if not. */
export interface ExcludedRun {
  readonly isExcluded: boolean
  /** A sentence. */
  readonly text: string
}

/**
 * Tries to take the run of a witness again, by the names of its steps. It is excluded if it can no longer begin, if a step
 * is no longer enabled, or if its end no longer shows what it showed.
 *
 * Throws {@link UsageError} `not-a-witness` if the machine has no such claim, since then nothing is compared.
 */
export function excludedRun(machine: Machine, { initial, steps, claim }: Witness): ExcludedRun {
  if (!machine.claims.some(({ name }) => name === claim.name))
    throw new UsageError(
      'not-a-witness',
      `model '${machine.model}' has no claim '${claim.name}', which the run is about.`,
    )
  const start = machine.initialStates.findIndex(state => canonical(state) === canonical(initial))
  if (start < 0) return { isExcluded: true, text: 'Its initial state is no longer one.' }
  try {
    const end = walk(machine, start, steps, claim.name).claims.find(({ name }) => name === claim.name)
    const shown = claim.verdict === 'witnessed' ? 'true' : 'false'
    const isExcluded = end?.answer !== shown
    return {
      isExcluded,
      text: isExcluded
        ? `All its steps can be taken, but its end no longer shows that '${claim.name}' is ${claim.verdict}.`
        : `All its ${steps.length} steps can be taken, and '${claim.name}' is ${claim.verdict} at its end.`,
    }
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== 'not-a-walk') throw error
    return { isExcluded: true, text: `It stops: ${error.message}` }
  }
}
