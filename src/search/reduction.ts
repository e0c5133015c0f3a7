import { UsageError } from '../base/errors.ts'
import { isAboutRuns } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import { maxMovers } from '../order/persistent-sets.ts'
import type { Reduction } from '../outcome/reduction.ts'
import type { ExploreOptions, Reduce } from './options.ts'

const reductions: readonly Reduce[] = ['auto', 'none', 'symmetry', 'order']

/** Why transitions of a machine cannot be left out; undefined if they can. */
function whyNoOrder({ claims, movers }: Machine): string | undefined {
  const aboutRuns = claims.find(isAboutRuns)
  if (aboutRuns !== undefined)
    return `its claim '${aboutRuns.name}' is about endless runs, which take steps in other orders`
  const bound = claims.find(({ kind }) => kind === 'bound')
  if (bound !== undefined) return `its bound '${bound.name}' would be left by other orders of the same steps`
  if (movers.length < 2) return 'there are no two instances or actions whose steps could be put in another order'
  return movers.length > maxMovers ? `it has more than ${maxMovers} instances and actions` : undefined
}

/**
 * Whether a search leaves out transitions whose turn may come later. Throws {@link UsageError} if that is demanded and cannot be.
 */
export function isByOrder(machine: Machine, { reduce = 'none', engine }: EngineChoice): boolean {
  if (reduce !== 'order') return false
  const why = engine === 'reference' ? 'the reference engine takes every step' : whyNoOrder(machine)
  if (why !== undefined)
    throw new UsageError(
      'bad-option',
      `model '${machine.model}' cannot be reduced by order: ${why}. Use 'auto' or 'none'.`,
    )
  return true
}

/** The engine counts, since one of them records what steps read and write. */
type EngineChoice = ExploreOptions & { readonly engine?: string | undefined }

/** What is reported of a model without symmetry: nothing. */
type NoSymmetry = { readonly by: undefined }

/**
 * Whether a search stores states that differ by names alone as one. Throws {@link UsageError} if that is demanded and cannot be.
 */
export function reductionOf(machine: Machine, { reduce = 'none' }: ExploreOptions): Reduction | NoSymmetry {
  if (!reductions.includes(reduce))
    throw new UsageError('bad-option', `there is no reduction '${reduce}'. There are: ${reductions.join(', ')}.`)
  const { symmetries, claims, model } = machine
  if (reduce === 'none' || reduce === 'order') return { by: undefined }
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
