import { UsageError } from '../base/errors.ts'
import { type Claim, isAboutRuns } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import { maxMovers } from '../order/persistent-sets.ts'
import type { Reduction } from '../outcome/reduction.ts'
import type { ExploreOptions, Reduce } from './options.ts'

const reductions: readonly Reduce[] = ['auto', 'none', 'symmetry', 'order', 'view']

/** Why transitions of a machine cannot be left out; undefined if they can. */
function whyNoOrder({ claims, movers }: Machine): string | undefined {
  const aboutRuns = claims.find(isAboutRuns)
  if (aboutRuns !== undefined)
    return aboutRunsText(aboutRuns, 'which take steps in other orders', 'and steps that are left out may lead there')
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

/** What is reported where there is nothing to reduce by: nothing. */
type NoReduction = { readonly by: undefined }

/** What a search may store one state for. */
type States = 'symmetry' | 'view'

/** Which states a search stores as one. Throws {@link UsageError} if a reduction is demanded that cannot be. */
export function reductionOf(
  machine: Machine,
  { reduce = 'none' }: ExploreOptions,
): { readonly by: States } | Extract<Reduction, { by: 'none' }> | NoReduction {
  if (!reductions.includes(reduce))
    throw new UsageError('bad-option', `there is no reduction '${reduce}'. There are: ${reductions.join(', ')}.`)
  if (reduce === 'none' || reduce === 'order') return { by: undefined }
  const by = reduce === 'auto' ? declaredBy(machine) : reduce
  if (by === undefined) return { by }
  const why = whyNotReduced(machine, by)
  if (why === undefined) return { by }
  if (reduce === 'auto') return { by: 'none', why }
  throw new UsageError(
    'bad-option',
    `model '${machine.model}' cannot be reduced by ${by}: ${why}. Use 'auto' or 'none'.`,
  )
}

function declaredBy({ view, symmetries }: Machine): States | undefined {
  if (view !== undefined) return 'view'
  return symmetries.length > 0 ? 'symmetry' : undefined
}

/** Why states of a machine cannot be stored as one; undefined if they can. */
function whyNotReduced({ view, symmetries, claims }: Machine, by: States): string | undefined {
  const aboutRuns = claims.find(isAboutRuns)
  if (by === 'view') {
    if (view === undefined) return 'it has no view'
    return (
      aboutRuns &&
      aboutRunsText(
        aboutRuns,
        'whose loops a view may close where there are none',
        'and a view may lead there where nothing does',
      )
    )
  }
  if (aboutRuns !== undefined)
    return aboutRunsText(
      aboutRuns,
      'for which fairness distinguishes instances',
      'which is judged in the states themselves, not in those that stand for others',
    )
  return symmetries.length === 0 ? 'it has no symmetric process or set of ids with two members' : undefined
}

/** A claim about runs that is in the way: because of the endless ones, or of what can come of any state. */
function aboutRunsText({ kind, name }: Claim, endless: string, possible: string): string {
  return kind === 'canAlways'
    ? `its claim '${name}' is about what can still come of each state, ${possible}`
    : `its claim '${name}' is about endless runs, ${endless}`
}
