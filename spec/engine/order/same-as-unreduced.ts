import { ModelError } from '../../../src/base/errors.ts'
import { isAboutRuns } from '../../../src/language/claims.ts'
import type { Model } from '../../../src/language/model.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { OrderedSearch } from '../../../src/search/ordered-search.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'

/** What became of a model: refused, out of reach, or how many states were saved. */
export type Compared = 'wrong' | 'large' | 'refuted' | { readonly states: number; readonly reduced: number }

const maxStates = 4000

async function unlessWrong<T>(search: Promise<T>): Promise<T | ModelError> {
  try {
    return await search
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
}

/** A model without the claims for which transitions are not left out. */
export function machineOf(model: Model<Record<never, never>, object, string>): Machine {
  const machine = instantiate(model)
  return { ...machine, claims: machine.claims.filter(claim => !isAboutRuns(claim) && claim.kind !== 'bound') }
}

/** Checks a machine with all transitions by the reference, and with fewer by footprints; throws where verdicts differ. */
export async function compareOrdered(machine: Machine, sizes: FootprintSizes = {}): Promise<Compared> {
  const all = await unlessWrong(searchReference(machine, { allClaims: true, maxStates }))
  if (all instanceof ModelError) return 'wrong'
  if (all.stop !== 'exhausted' && all.stop !== 'violation') return 'large'
  const reduced = await new OrderedSearch(machine, { allClaims: true, reduce: 'order' }, sizes).exploreReduced()
  if (reduced === undefined) return 'refuted'
  if (resultOf(all) !== resultOf(reduced))
    throw new Error(`all transitions: ${resultOf(all)}\nfewer:           ${resultOf(reduced)}`)
  for (const claim of reduced.claims) if (claim.run !== undefined) buildWitness(machine, claim)
  for (const [i, { steps = 0 }] of all.claims.entries()) {
    if (steps > (reduced.claims[i]?.steps ?? 0))
      throw new Error(`a run of ${reduced.claims[i]?.steps} steps is shorter than a shortest one`)
  }
  return { states: all.census.states, reduced: reduced.census.states }
}

function resultOf({ claims, stop, neverRan }: Outcome): string {
  // A search for all claims ends early where nothing is open: which order of steps got there first does not matter.
  const isOver = stop === 'violation'
  return JSON.stringify([
    claims.map(({ name, verdict, vacuous }) => [name, verdict, vacuous]),
    stop,
    isOver ? [] : neverRan,
  ])
}
