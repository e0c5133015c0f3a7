import { UsageError } from '../base/errors.ts'
import { isAboutRuns } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import type { Reduction } from '../outcome/reduction.ts'
import type { ExploreOptions, Reduce } from './options.ts'

const reductions: readonly Reduce[] = ['auto', 'none', 'symmetry']

/** What is reported of a model without symmetry: nothing. */
type NoSymmetry = { readonly by: undefined }

/**
 * Whether a search stores states that differ by names alone as one. Throws {@link UsageError} if that is demanded and cannot be.
 */
export function reductionOf(machine: Machine, { reduce = 'none' }: ExploreOptions): Reduction | NoSymmetry {
  if (!reductions.includes(reduce))
    throw new UsageError('bad-option', `there is no reduction '${reduce}'. There are: ${reductions.join(', ')}.`)
  const { symmetries, claims, model } = machine
  if (reduce === 'none') return { by: undefined }
  const aboutRuns = claims.find(isAboutRuns)
  if (symmetries.length > 0 && aboutRuns === undefined)
    return { by: 'symmetry', of: symmetries.map(({ name, count }) => `${name} (${count})`) }
  const why =
    aboutRuns === undefined
      ? 'it has no symmetric process or set of ids with two members'
      : `its claim '${aboutRuns.name}' is about endless runs, for which fairness distinguishes instances`
  if (reduce === 'symmetry')
    throw new UsageError('bad-option', `model '${model}' cannot be reduced by symmetry: ${why}. Use 'auto' or 'none'.`)
  return symmetries.length === 0 ? { by: undefined } : { by: 'none', why }
}
