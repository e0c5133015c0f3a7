import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { requireFunction, requireObject } from './arguments.ts'
import { withOverride, withStepsAfter, withStepsBefore } from './change-process.ts'
import type { InsertedSteps, Override, StepsIn, WithLabels } from './changed-process.ts'
import {
  builtInClaims,
  type Claim,
  type Frozen,
  type Implication,
  type LabelOf,
  type ProcessesOf,
  type SpanPredicate,
  type StateClaim,
  type StepOf,
  type TransitionClaim,
  type TransitionImplication,
} from './claims.ts'
import type { Constants, SomeOf } from './constants.ts'
import { describeProcess } from './describe-process.ts'
import { descriptionOf } from './description-of.ts'
import { assumptionsOf, type Doing, distinct, type Fairness } from './fairness.ts'
import type { Logic, Predicate, Term } from './formula.ts'
import { type Glossary, type Words, withMoreWords } from './glossary.ts'
import type { OneOf } from './initial.ts'
import { canAlwaysClaim, formulaClaim, ownFairness, type PatternForm, patternClaim } from './make-temporal-claim.ts'
import type { claimNames, Model, VariantOptions, variantNames } from './model.ts'
import type {
  ActionDescription,
  AssumptionDescription,
  ModelDescription,
  SpanDescription,
  VariantDescription,
} from './model-description.ts'
import { checkNewName } from './new-name.ts'
import type { PlainState } from './plain-state.ts'
import type { Instance, LabelsOf, ProcessSource } from './process.ts'
import { type RefinementOptions, refinementClaims } from './refinement.ts'
import type { TemporalOptions } from './temporal-claims.ts'
import {
  type CheckedVariantAxis,
  type NoVariantAxis,
  productOf,
  type VariantAxis,
  type VariantProduct,
} from './variant-product.ts'

/** The implementation of {@link Model}: it collects the description, which {@link descriptionOf} reads. */
export class ModelBuilder<C, S, V extends string, A extends string, Q extends string> implements Model<C, S, V, A, Q> {
  readonly description: ModelDescription
  declare readonly [variantNames]: V
  declare readonly [claimNames]: (claim: Q) => void

  constructor(description: ModelDescription) {
    this.description = description
  }

  shared<T extends object>(initial: (constants: C) => PlainState<T> | OneOf<PlainState<T>>): Model<C, T, V, A, Q> {
    const { shared, processes, actions } = this.description
    requireFunction(`${this.where()} .shared()`, 'a function that returns the initial state', initial)
    if (shared !== undefined)
      throw new ModelError(
        'duplicate-name',
        `${this.where()} .shared() is called twice. Give the whole shared state in one call.`,
      )
    if (processes.length + actions.length > 0)
      throw new ModelError(
        'bad-initial-state',
        `${this.where()} .shared() must come before .process() and .action(), whose steps are typed by it.`,
      )
    return this.with({ shared: initial as (constants: unknown) => unknown, sharedWhere: callerLocation() })
  }

  process<
    const N extends string,
    K extends string & {},
    L extends object = Record<never, never>,
    B extends string = never,
  >(
    name: N,
    source: ProcessSource<S & { [name in N]: Instance<NoInfer<L>, NoInfer<LabelsOf<K, B>>>[] }, C, L, K, B>,
  ): Model<C, S & { [name in N]: Instance<L, LabelsOf<K, B>>[] }, V, A, Q> {
    this.checkName('process', name, [...this.description.processes, ...this.description.actions])
    const process = describeProcess(`${this.where()} process '${name}'`, name, source)
    return this.with({ processes: [...this.description.processes, process] })
  }

  action<const N extends string>(name: N, step: (s: S, constants: C) => void): Model<C, S, V, A | N, Q> {
    this.checkName('action', name, [...this.description.processes, ...this.description.actions])
    requireFunction(`${this.where()} action '${name}'`, 'a function, its step', step)
    const action: ActionDescription = { name, step: step as ActionDescription['step'], where: callerLocation() }
    return new ModelBuilder<C, S, V, A | N, Q>({ ...this.description, actions: [...this.description.actions, action] })
  }

  symmetric(set: string, count: (constants: C) => number): Model<C, S, V, A, Q> {
    const { idSets = [], processes } = this.description
    const own = processes.filter(({ name, symmetric }) => symmetric === name)
    this.checkName('set of ids', set, [...idSets, ...own])
    requireFunction(`${this.where()} set of ids '${set}'`, 'a function that returns their number', count)
    const described = { name: set, count: count as (constants: unknown) => number, where: callerLocation() }
    return this.with({ idSets: [...idSets, described] })
  }

  view(view: (s: Frozen<S>, constants: C) => unknown): Model<C, S, V, A, Q> {
    requireFunction(`${this.where()} .view()`, 'a function of the state', view)
    return this.with({ view: view as (s: unknown, constants: unknown) => unknown })
  }

  invariant<const T extends string>(name: T, claim: StateClaim<S, C> | Implication<S, C>): Model<C, S, V, A, Q | T> {
    if (typeof claim === 'function')
      return this.withClaim({ kind: 'invariant', name, holds: claim as StateClaim<unknown, unknown> })
    const where = `${this.where()} invariant '${name}'`
    requireImplication(where, 'a function of the state', claim)
    const { given, then } = claim as Implication<unknown, unknown>
    return this.withClaim({ kind: 'invariant', name, given, holds: then })
  }

  rule<const T extends string>(name: T, claim: StateClaim<S, C>): Model<C, S, V, A, Q | T> {
    const holds = claim as StateClaim<unknown, unknown>
    if (this.description.claims.some(known => 'holds' in known && known.holds === holds))
      return this as Model<C, S, V, A, Q>
    return this.withClaim({ kind: 'invariant', name, holds, isRule: true })
  }

  within<const T extends string>(name: T, holds: StateClaim<S, C>): Model<C, S, V, A, Q | T> {
    return this.withClaim({ kind: 'bound', name, holds: holds as StateClaim<unknown, unknown> })
  }

  assume(name: string, holds: (constants: C) => boolean): Model<C, S, V, A, Q> {
    const { assumptions } = this.description
    this.checkName('assumption', name, assumptions)
    requireFunction(`${this.where()} assumption '${name}'`, 'a function of the constants', holds)
    const assumption = { name, holds: holds as AssumptionDescription['holds'], where: callerLocation() }
    return this.with({ assumptions: [...assumptions, assumption] })
  }

  without<const T extends Q>(...claims: readonly T[]): Model<C, S, V, A, Exclude<Q, T>> {
    const known = this.description.claims
    const unknown = claims.find(name => !known.some(claim => claim.name === name))
    if (unknown !== undefined) throw this.noClaim(unknown)
    const left = known.filter(({ name }) => !(claims as readonly string[]).includes(name))
    return new ModelBuilder<C, S, V, A, Exclude<Q, T>>({ ...this.description, claims: left })
  }

  override<const P extends ProcessesOf<S> | null, const K extends StepsIn<S, A, P>>(
    process: P,
    label: K,
    step: Override<S, C, P>,
  ): Model<C, S, V, A, Q> {
    return this.with(withOverride(this.description, { call: `${this.where()} .override()`, process, label }, step))
  }

  insertBefore<const P extends ProcessesOf<S>, const B extends string & {}>(
    process: P,
    label: LabelOf<S, NoInfer<P>>,
    steps: InsertedSteps<S, C, NoInfer<P>, B>,
  ): Model<C, WithLabels<S, P, B>, V, A, Q> {
    const target = { call: `${this.where()} .insertBefore()`, process, label }
    return this.with(withStepsBefore(this.description, target, steps))
  }

  insertAfter<const P extends ProcessesOf<S>, const B extends string & {}>(
    process: P,
    label: LabelOf<S, NoInfer<P>>,
    steps: InsertedSteps<S, C, NoInfer<P>, B>,
  ): Model<C, WithLabels<S, P, B>, V, A, Q> {
    const target = { call: `${this.where()} .insertAfter()`, process, label }
    return this.with(withStepsAfter(this.description, target, steps))
  }

  transition<const T extends string>(
    name: T,
    claim: TransitionClaim<S, C, StepOf<S, A>> | TransitionImplication<S, C, StepOf<S, A>>,
  ): Model<C, S, V, A, Q | T> {
    if (typeof claim === 'function')
      return this.withClaim({ kind: 'transition', name, holds: claim as TransitionClaim<unknown, unknown> })
    const where = `${this.where()} transition claim '${name}'`
    requireImplication(where, 'a function of the states and the step', claim)
    const { given, then } = claim as TransitionImplication<unknown, unknown>
    return this.withClaim({ kind: 'transition', name, given, holds: then })
  }

  refines<const T extends string, CA, SA, VA extends string, AA extends string>(
    name: T,
    abstract: Model<CA, SA, VA, AA>,
    stateOf: (state: Frozen<S>, constants: C) => Frozen<NoInfer<SA>>,
    options: RefinementOptions<C, CA, VA> = {},
  ): Model<C, S, V, A, Q | T | `${T}: ${string}`> {
    const claims = refinementClaims(`${this.where()} claim '${name}'`, name, abstract, stateOf, options)
    return claims.reduce<ModelBuilder<C, S, V, A, never>>(
      (made, claim) => made.withClaim(claim) as ModelBuilder<C, S, V, A, never>,
      this as ModelBuilder<C, S, V, A, never>,
    )
  }

  reachable<const T extends string>(
    name: T,
    claim: (state: Frozen<S>, constants: C) => boolean,
  ): Model<C, S, V, A, Q | T> {
    return this.withClaim({ kind: 'reachable', name, holds: claim as StateClaim<unknown, unknown> })
  }

  eventually<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options: TemporalOptions<S, A, N> = {},
  ): Model<C, S, V, A, Q | T> {
    return this.withTemporal('eventually', name, [claim], options)
  }

  leadsTo<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    given: Predicate<S, C, N>,
    then: Predicate<S, C, N>,
    options: TemporalOptions<S, A, N> = {},
  ): Model<C, S, V, A, Q | T> {
    return this.withTemporal('leadsTo', name, [given, then], options)
  }

  infinitelyOften<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options: TemporalOptions<S, A, N> = {},
  ): Model<C, S, V, A, Q | T> {
    return this.withTemporal('infinitelyOften', name, [claim], options)
  }

  eventuallyAlways<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options: TemporalOptions<S, A, N> = {},
  ): Model<C, S, V, A, Q | T> {
    return this.withTemporal('eventuallyAlways', name, [claim], options)
  }

  temporal<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    formula: (logic: Logic<S, C, A, N>) => Term<S, C, N>,
    options: TemporalOptions<S, A, N> = {},
  ): Model<C, S, V, A, Q | T> {
    return this.withClaim(formulaClaim(this.description, { name, formula, options }))
  }

  canAlways<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options: Pick<TemporalOptions<S, A, N>, 'of'> = {},
  ): Model<C, S, V, A, Q | T> {
    return this.withClaim(canAlwaysClaim(this.description, { name, can: claim, options }))
  }

  fair(fairness: Fairness<Doing<S, A>>): Model<C, S, V, A, Q> {
    const added = assumptionsOf(`${this.where()} .fair():`, this.description, fairness)
    return this.with({ fairness: distinct([...this.description.fairness, ...added]) })
  }

  span<N extends keyof S & string>(process: N, name: string, holds: SpanPredicate<S, N, C>): Model<C, S, V, A, Q> {
    const { processes, spans } = this.description
    if (!processes.some(known => known.name === process)) {
      const names = processes.map(known => `'${known.name}'`).join(', ') || 'none'
      throw new ModelError(
        'bad-name',
        `${this.where()} span '${name}' is of '${process}', which is not a process. Its processes are: ${names}.`,
      )
    }
    this.checkName(
      `span of '${process}'`,
      name,
      spans.filter(span => span.process === process),
    )
    requireFunction(`${this.where()} span '${name}' of '${process}'`, 'a function', holds)
    return this.with({ spans: [...spans, { process, name, holds: holds as SpanDescription['holds'] }] })
  }

  glossary(words: Glossary<C, S, A>): Model<C, S, V, A, Q> {
    const more = withMoreWords(this.description, `${this.where()} .glossary()`, words as Words)
    return this.with({ words: more })
  }

  mayDeadlock(): Model<C, S, V, A, Q> {
    return this.with({ checksDeadlock: false })
  }

  extend<R>(by: (model: Model<C, S, V, A, Q>) => R): R {
    return by(this)
  }

  variant<const N extends string>(
    name: N,
    constants: SomeOf<C>,
    options: VariantOptions<Doing<S, A>> = {},
  ): Model<C, S, V | N, A, Q> {
    const where = `${this.where()} variant '${name}'`
    requireObject(where, 'an object with constants', constants)
    const fairness = ownFairness(this.description, where, options, ['fair'])
    return this.withVariants([{ name, constants: constants as Constants, ...fairness }]) as Model<C, S, V | N, A, Q>
  }

  variants<
    const X extends VariantAxis,
    const Y extends VariantAxis = NoVariantAxis,
    const Z extends VariantAxis = NoVariantAxis,
  >(
    first: X & CheckedVariantAxis<C, X>,
    second?: Y & CheckedVariantAxis<C, Y>,
    third?: Z & CheckedVariantAxis<C, Z>,
  ): Model<C, S, V | VariantProduct<X, Y, Z>, A, Q> {
    const axes = [first, second, third].filter(axis => axis !== undefined)
    const variants = productOf(`${this.where()} .variants()`, axes)
    return this.withVariants(variants) as Model<C, S, V | VariantProduct<X, Y, Z>, A, Q>
  }

  withoutVariants<const N extends V>(...names: readonly N[]): Model<C, S, Exclude<V, N>, A, Q> {
    const { variants } = this.description
    const unknown = names.find(name => !variants.some(variant => variant.name === name))
    if (unknown !== undefined) {
      throw new ModelError(
        'bad-name',
        `${this.where()} there is no variant '${unknown}' to leave out. Its variants are: ${variants.map(({ name }) => name).join('; ') || 'none'}.`,
      )
    }
    const left = variants.filter(({ name }) => !(names as readonly string[]).includes(name))
    return new ModelBuilder<C, S, Exclude<V, N>, A, Q>({ ...this.description, variants: left })
  }

  private with<S2 = S>(change: Partial<ModelDescription>): Model<C, S2, V, A, Q> {
    return new ModelBuilder<C, S2, V, A, Q>({ ...this.description, ...change })
  }

  private withVariants(variants: readonly VariantDescription[]): Model<C, S, string, A, Q> {
    let known = this.description.variants
    for (const variant of variants) {
      this.checkName('variant', variant.name, known)
      if (variant.name === 'base') {
        throw new ModelError(
          'bad-name',
          `${this.where()} a variant is named 'base', which means the model without a variant. Give it another name.`,
        )
      }
      known = [...known, variant]
    }
    return new ModelBuilder<C, S, string, A, Q>({ ...this.description, variants: known })
  }

  private withClaim(claim: Claim): Model<C, S, V, A, Q> {
    const others = this.description.claims.filter(known => !isRestatedBy(known, claim))
    this.checkName('claim', claim.name, others)
    if ('holds' in claim) requireFunction(`${this.where()} claim '${claim.name}'`, 'a function', claim.holds)
    return this.with({ claims: [...others, { ...claim, where: callerLocation() }] })
  }

  private withTemporal(
    form: PatternForm,
    name: string,
    terms: readonly unknown[],
    options: object,
  ): Model<C, S, V, A, Q> {
    return this.withClaim(patternClaim(this.description, { form, name, terms, options }))
  }

  private noClaim(name: string): ModelError {
    const claims = this.description.claims.map(claim => `'${claim.name}'`).join(', ') || 'none'
    const isBuiltIn = Object.values(builtInClaims).some(known => known === name)
    const hint = isBuiltIn ? ' That claim comes with every model; .mayDeadlock() allows deadlocks.' : ''
    return new ModelError(
      'bad-name',
      `${this.where()} there is no claim '${name}' to leave out.${hint} Its claims are: ${claims}.`,
      { where: callerLocation() },
    )
  }

  private where(): string {
    return `model '${this.description.name}':`
  }

  private checkName(what: string, name: string, others: readonly { readonly name: string }[]): void {
    checkNewName(this.where(), what, name, others)
  }
}

/** Whether `claim` states the same function as a rule. */
function isRestatedBy(rule: Claim, claim: Claim): boolean {
  return rule.kind === 'invariant' && rule.isRule === true && claim.kind === 'invariant' && rule.holds === claim.holds
}

function requireImplication(where: string, otherwise: string, claim: unknown): void {
  requireObject(where, `${otherwise}, or { given, then }`, claim)
  const { given, then } = claim as Implication<unknown, unknown>
  requireFunction(where, "a function as 'given'", given)
  requireFunction(where, "a function as 'then'", then)
}
