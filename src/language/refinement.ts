import { InternalError, ModelError } from '../base/errors.ts'
import { requireFunction, requireObject } from './arguments.ts'
import { assumedText } from './assumed-text.ts'
import type { Claim, Refinement, TemporalClaim } from './claims.ts'
import type { SomeOf } from './constants.ts'
import { descriptionOf } from './description-of.ts'
import type { Assumption, StepPattern } from './fairness.ts'
import { type AboutSteps, always, eventually, type FormulaSource, implies, not } from './formula.ts'
import type { AnyModel } from './model.ts'
import type { ModelDescription } from './model-description.ts'

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
 * What it takes to refine a model: each transition and each initial state is one of that model, a run does not end where it
 * goes on, and its claims and assumptions about runs are true. A claim each, since their violations differ.
 */
export function refinementClaims(
  where: string,
  name: string,
  abstract: unknown,
  stateOf: unknown,
  options: unknown,
): Claim[] {
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
  const refined = descriptionOf(abstract as AnyModel)
  const refines: Refinement = {
    abstract: refined,
    stateOf: stateOf as Refinement['stateOf'],
    variant: variant as string | null,
    constantsOf: constants as Refinement['constantsOf'],
  }
  return [
    { kind: 'transition', name, refines, holds: notYetFixed },
    { kind: 'invariant', name: `${name}: initial states`, refines, holds: notYetFixed },
    ...(refined.checksDeadlock ? [{ kind: 'deadlock', name: `${name}: no deadlock`, refines } as const] : []),
    ...assumptionsIn(refined, refines.variant).map(assumption => keptClaim(name, refines, assumption)),
    ...refined.claims.flatMap(claim => carriedClaim(name, refines, claim)),
  ]
}

function assumptionsIn({ fairness, variants }: ModelDescription, variant: string | null): readonly Assumption[] {
  return variants.find(({ name }) => name === variant)?.fairness ?? fairness
}

/** A run is as fair as the refined model assumes. */
function keptClaim(name: string, refines: Refinement, assumption: Assumption): TemporalClaim {
  const { strength, process } = assumption
  return {
    kind: 'temporal',
    name: `${name}: ${strength} fairness of ${assumedText(assumption)}`,
    form: 'temporal',
    of: process,
    formula: keptFormula(assumption, { isMine: process !== null }),
    refines,
    keeps: assumption,
  }
}

/** What a run is like that keeps an assumption, for the instance that is meant. */
export function keptFormula({ strength, process, step }: Assumption, whose: WhoseStep): FormulaSource {
  const steps = { process, step } as StepPattern
  const taken: FormulaSource = { op: 'taken', steps, ...whose }
  const enabled: FormulaSource = { op: 'enabled', steps, ...whose }
  const again = (part: FormulaSource): FormulaSource => always(eventually(part))
  if (strength === 'weak') return again({ op: 'or', parts: [not(enabled), taken] })
  return implies(again(enabled), again(taken))
}

type WhoseStep = Pick<AboutSteps, 'isMine' | 'chosen'>

/** A claim about runs of the refined model. That something can always happen is no claim about single runs. */
function carriedClaim(name: string, refines: Refinement, claim: Claim): TemporalClaim[] {
  if (claim.kind !== 'temporal' || claim.refines !== undefined) return []
  const { fairness = [], ...carried } = claim
  const premises = fairness.length > 0 ? { premises: fairness } : {}
  return [{ ...carried, name: `${name}: ${claim.name}`, refines, ...premises }]
}

/** A placeholder until the constants of both models are fixed. */
function notYetFixed(): never {
  throw new InternalError('a claim of refinement was evaluated before the constants were fixed')
}
