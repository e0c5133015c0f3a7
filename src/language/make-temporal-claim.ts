/** Temporal claims of a model, from the arguments of its methods. */

import { ModelError } from '../base/errors.ts'
import { refuseOtherKeys, requireFunction, requireObject } from './arguments.ts'
import type { Claim, TemporalForm } from './claims.ts'
import { type Assumption, assumptionsOf } from './fairness.ts'
import {
  type AnyPredicate,
  always,
  builtFormula,
  eventually,
  type FormulaSource,
  implies,
  termSource,
} from './formula.ts'
import type { ModelDescription } from './model-description.ts'

/** A form of claims with a method of its own. */
export type PatternForm = Exclude<TemporalForm, 'temporal'>

/** The formula of each form, from its predicates. */
const patterns: { readonly [form in PatternForm]: (...predicates: readonly FormulaSource[]) => FormulaSource } = {
  eventually: p => eventually(p),
  leadsTo: (p, q) => always(implies(p, eventually(q))),
  infinitelyOften: p => always(eventually(p)),
  eventuallyAlways: p => eventually(always(p)),
}

interface PatternSource {
  readonly form: PatternForm
  readonly name: string
  /** The predicates of the formula, in order. */
  readonly terms: readonly unknown[]
  readonly options: object
}

/** A claim of a form that has a method of its own. */
export function patternClaim(model: ModelDescription, { form, name, terms, options }: PatternSource): Claim {
  const where = claimName(model, name)
  const formula = patterns[form](...terms.map(term => termSource(where, term)))
  const given = form === 'leadsTo' ? { given: terms[0] as AnyPredicate } : {}
  return { kind: 'temporal', name, form, formula, ...given, ...temporalOptions(model, where, options) }
}

interface FormulaClaimSource {
  readonly name: string
  readonly formula: unknown
  readonly options: object
}

/** A claim with an arbitrary formula, built by the author's function. */
export function formulaClaim(model: ModelDescription, { name, formula, options }: FormulaClaimSource): Claim {
  const where = claimName(model, name)
  requireFunction(where, 'a function that returns a formula', formula)
  const { of, ...fairness } = temporalOptions(model, where, options)
  const source = builtFormula(formula as (logic: unknown) => unknown, where, model, of)
  return { kind: 'temporal', name, form: 'temporal', of, formula: source, ...fairness }
}

interface CanAlwaysSource {
  readonly name: string
  readonly can: unknown
  readonly options: object
}

export function canAlwaysClaim(model: ModelDescription, { name, can, options }: CanAlwaysSource): Claim {
  const where = claimName(model, name)
  requireFunction(where, 'a function of the state', can)
  requireOptions(where, options, ['of'])
  return { kind: 'canAlways', name, of: processOf(model, where, options), can: can as AnyPredicate }
}

/** The fairness that a claim or a variant states for itself, from options that may have the `known` keys. */
export function ownFairness(
  model: ModelDescription,
  where: string,
  options: object,
  known: readonly string[],
): { readonly fairness?: readonly Assumption[] } {
  requireOptions(where, options, known)
  const { fair } = options as { readonly fair?: unknown }
  return fair === undefined ? {} : { fairness: assumptionsOf(`${where}:`, model, fair) }
}

function temporalOptions(model: ModelDescription, where: string, options: object) {
  const fairness = ownFairness(model, where, options, ['of', 'fair'])
  return { of: processOf(model, where, options), ...fairness }
}

function claimName(model: ModelDescription, name: string): string {
  return `model '${model.name}': temporal claim '${name}'`
}

function processOf({ processes }: ModelDescription, where: string, options: { readonly of?: unknown }): string | null {
  const { of } = options
  if (of === undefined) return null
  if (processes.some(({ name }) => name === of)) return of as string
  const names = processes.map(({ name }) => `'${name}'`).join(', ') || 'none'
  throw new ModelError('bad-name', `${where} is about '${of}', which is not a process. Its processes are: ${names}.`)
}

function requireOptions(where: string, options: unknown, known: readonly string[]): void {
  requireObject(where, 'an object with options', options)
  const keys = known.map(key => `'${key}'`).join(' and ')
  refuseOtherKeys(where, `nothing but ${keys} as options`, options as object, known)
}
