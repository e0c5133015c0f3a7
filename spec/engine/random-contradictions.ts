import type { ExploreOptions } from '../../src/explore/options.ts'
import { buildModel, type RandomModel, setCells, throwingWhereWrong } from './random-models.ts'
import type { Said } from './said.ts'
import { contradictions } from './same-as-naive.ts'

/** Where what is said of a random model contradicts the naive explorer, which goes twice as far as the engine may. */
export function randomContradictions(
  random: RandomModel,
  said: Said,
  limits: ExploreOptions & { readonly maxStates: number },
): string[] {
  const model = buildModel(throwingWhereWrong(random))
  return contradictions(model as never, said, limits, 2 * limits.maxStates, setCells)
}
