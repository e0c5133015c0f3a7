import { ModelError } from '../../../src/base/errors.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { type EngineName, explore } from '../../../src/search/explore.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'
import { referenceSearch } from '../../../src/search/reference-search.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { buildSymmetric, isSpecial, type RandomSymmetric } from './random-symmetric.ts'

/** What became of a model: refused, out of reach, or how many states were saved. */
export type Compared = 'wrong' | 'large' | 'refused' | { readonly states: number; readonly orbits: number }

const maxStates = 4000

async function unlessWrong(search: Promise<Outcome>): Promise<Outcome | ModelError> {
  try {
    return await search
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
}

/** Checks a model with and without a reduction by one engine; throws where they differ. */
export async function compareReduced(
  random: RandomSymmetric,
  engine: EngineName,
  sizes: FootprintSizes = {},
): Promise<Compared> {
  const machine = instantiate(buildSymmetric(random))
  const all = await unlessWrong(explore(machine, { allClaims: true, maxStates }))
  if (all instanceof ModelError) return 'wrong'
  if (all.stop !== 'exhausted' && all.stop !== 'violation') return 'large'
  const options = { allClaims: true, reduce: 'symmetry' } as const
  const search = engine === 'reference' ? referenceSearch(machine, options) : footprintSearch(machine, options, sizes)
  const reduced = await unlessWrong(search.explore())
  if (reduced instanceof ModelError) {
    if (reduced.code === 'broken-symmetry' && isSpecial(random)) return 'refused'
    throw reduced
  }
  const resultOf = ({ claims, stop, neverRan, bounds }: Outcome): string =>
    JSON.stringify([
      claims.map(({ name, verdict, steps, vacuous }) => [name, verdict, steps, vacuous]),
      stop,
      neverRan,
      bounds?.length,
    ])
  if (resultOf(all) !== resultOf(reduced))
    throw new Error(`all states: ${resultOf(all)}\nreduced:   ${resultOf(reduced)}`)
  // An orbit is reached with its first state: where not all names are alike at first, others may take longer.
  if (!random.beginsOwned && all.census.depth !== reduced.census.depth) throw new Error('the depths differ')
  const stoodFor = reduced.reduction?.by === 'symmetry' ? reduced.reduction.states : undefined
  if (stoodFor !== undefined && all.stop === 'exhausted' && stoodFor !== all.census.states)
    throw new Error(`${reduced.census.states} orbits stand for ${stoodFor} states, and there are ${all.census.states}`)
  for (const claim of reduced.claims) if (claim.run !== undefined) buildWitness(machine, claim)
  return { states: all.census.states, orbits: reduced.census.states }
}
