import type { ExploreOptions } from '../../../src/search/options.ts'
import type { ComparableResult } from '../search/comparable-result.ts'
import { buildModel, hasWrong, type RandomModel, setCells, throwingWhereWrong } from './random-models.ts'
import { contradictions } from './same-as-naive.ts'

/** Random claims may throw, and go by the order of keys, as steps may; all else that is refused was put in as wrong. */
const mayBeRefusedAs: ReadonlySet<string> = new Set(['claim-threw', 'key-order'])

/** Where what is said of a random model contradicts the naive explorer, which goes twice as far as the engine may. */
export function randomContradictions(
  random: RandomModel,
  result: ComparableResult,
  limits: ExploreOptions & { readonly maxStates: number },
): string[] {
  if ('code' in result && !mayBeRefusedAs.has(result.code) && !hasWrong(random))
    return [`refused as ${result.code}, although no step is wrong: ${result.message}`]
  const model = buildModel(throwingWhereWrong(random))
  return contradictions(model as never, result, limits, 2 * limits.maxStates, setCells)
}
