import { InternalError, ModelError } from '../base/errors.ts'
import { requireFunction, requireObject } from './arguments.ts'
import type { Claim, Refinement } from './claims.ts'
import type { SomeOf } from './constants.ts'
import { descriptionOf } from './description-of.ts'
import type { AnyModel } from './model.ts'

/**
 * The variant and the constants of a refined model.
 *
 * @since 0.2.0
 */
export interface RefinementOptions<C, CA, VA extends string> {
  /** The variant of the refined model. Default: none. */
  readonly variant?: NoInfer<VA>
  /** The constants of the refined model, for those of this one. Default: its own. */
  readonly constants?: (constants: C) => SomeOf<NoInfer<CA>>
}

/**
 * The claims that each transition, and each initial state, is one of the refined model: two claims, since their violations
 * differ.
 */
export function refinementClaims(where: string, name: string, abstract: unknown, stateOf: unknown, options: unknown) {
  requireObject(where, 'a model to be refined', abstract)
  requireFunction(where, 'a function that returns the state of the refined model', stateOf)
  requireObject(where, 'an object with options', options)
  const { variant = null, constants = () => ({}), ...others } = options as Record<string, unknown>
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw new ModelError(
      'bad-argument',
      `${where} has an option '${other}'. Its options are 'variant' and 'constants'.`,
    )
  requireFunction(where, "a function as 'constants'", constants)
  const refines: Refinement = {
    abstract: descriptionOf(abstract as AnyModel),
    stateOf: stateOf as Refinement['stateOf'],
    variant: variant as string | null,
    constantsOf: constants as Refinement['constantsOf'],
  }
  return [
    { kind: 'transition', name, refines, holds: notYetFixed },
    { kind: 'invariant', name: `${name}: initial states`, refines, holds: notYetFixed },
  ] as const satisfies readonly Claim[]
}

/** A placeholder until the constants of both models are fixed. */
function notYetFixed(): never {
  throw new InternalError('a claim of refinement was evaluated before the constants were fixed')
}
