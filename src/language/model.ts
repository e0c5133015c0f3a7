import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { want, wantFunction, wantObject, wantPlain } from './arguments.ts'
import type {
  Claim,
  Frozen,
  Implication,
  SpanPredicate,
  StateClaim,
  StepOf,
  TransitionClaim,
  TransitionImplication,
} from './claims.ts'
import type { OneOf } from './initial.ts'
import type { PlainState } from './plain-state.ts'
import type { Instance, ProcessSource } from './process.ts'
import { type AnyBlock, joinedSteps } from './steps.ts'
import {
  type CheckedVariantAxis,
  type NoVariantAxis,
  productOf,
  type VariantAxis,
  type VariantProduct,
} from './variant-product.ts'

/** What a constant of a model may be: it can be set from the command line and is written into witnesses. */
export type Constant = null | boolean | number | string | readonly Constant[] | { readonly [key: string]: Constant }
export type Constants = { readonly [name: string]: Constant }

/** A step with its types forgotten. */
export type AnyStep = (s: unknown, me: unknown, constants: unknown) => unknown

export interface ProcessDescription {
  readonly name: string
  readonly count: number | ((constants: unknown) => number)
  readonly locals: (constants: unknown, id: number) => object
  readonly steps: ReadonlyMap<string, AnyStep>
  readonly mayRest: ReadonlySet<string>
  /** The author's line that describes it, `lock.ts:12`, if known. */
  readonly where?: string | undefined
}

export interface ActionDescription {
  readonly name: string
  readonly step: (s: unknown, constants: unknown) => unknown
  readonly where?: string | undefined
}

export interface VariantDescription {
  readonly name: string
  readonly constants: Constants
}

/** A stretch of a process worth a bar in its lane: the section of a reader, the time a lock is held. */
export interface SpanDescription {
  readonly process: string
  readonly name: string
  readonly holds: (s: unknown, me: unknown, constants: unknown) => boolean
}

/** All that an author has said of a model, its types forgotten. Read by {@link instantiate}. */
export interface ModelDescription {
  readonly name: string
  readonly constants: Constants
  readonly shared: ((constants: unknown) => unknown) | undefined
  readonly sharedWhere?: string | undefined
  readonly processes: readonly ProcessDescription[]
  readonly actions: readonly ActionDescription[]
  readonly claims: readonly Claim[]
  readonly variants: readonly VariantDescription[]
  readonly spans: readonly SpanDescription[]
  readonly checksDeadlock: boolean
}

/** The type of what a constant may be set to: of `true`, which the compiler infers as just that, both booleans. */
type Settable<C> = [Constant] extends [C]
  ? C // Any constant whatever: there is nothing to widen, and no end to it.
  : C extends boolean
    ? boolean
    : C extends object
      ? { [part in keyof C]: Settable<C[part]> }
      : C

/** Some of the constants of a model, set to other values. */
export type SomeOf<C> = [keyof C] extends [never] ? Record<string, never> : Partial<C>

/**
 * A concurrent system as an immutable state machine, with what is claimed of it.
 *
 * A model never changes: every call returns a new one, so a model can be imported and extended with claims and
 * variants of one's own without touching the one it came from. `C` are its constants, `S` its state, `V` the names of
 * its variants, `A` those of its actions.
 *
 * @example
 * export default model('two increments', { workers: 2 })
 *   .shared(() => ({ counter: 0 }))
 *   .process('worker', {
 *     count: c => c.workers,
 *     locals: () => ({ seen: 0 }),
 *     steps: {
 *       read: (s, me) => { me.seen = s.counter },
 *       write: (s, me) => { s.counter = me.seen + 1 },
 *     },
 *   })
 *   .invariant('no increment is lost', (s, c) => s.worker.some(w => w.pc !== 'done') || s.counter === c.workers)
 */
export class Model<C, S, V extends string = never, A extends string = never> {
  readonly description: ModelDescription
  /** Only for the compiler, which would otherwise forget `V`; never set. */
  declare readonly variantNames: V

  constructor(description: ModelDescription) {
    this.description = description
  }

  /**
   * Gives the state that all processes share: `initial` makes it from the constants, once, before the search.
   *
   * It must return an object of plain data, or {@link oneOf} several. Anything that is not plain data does not compile. In a generic
   * function the compiler cannot tell; there, `.shared<S>(() => initial as never)` leaves the check to the run.
   */
  shared<T extends object>(initial: (constants: C) => PlainState<T> | OneOf<PlainState<T>>): Model<C, T, V, A> {
    const { shared, processes, actions } = this.description
    wantFunction(`${this.where()} .shared()`, 'a function that returns the initial state', initial)
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

  /** Adds a process: a sequential program that `count` instances run. They appear in the state as `s.<name>[i]`. */
  process<const N extends string, K extends string, L extends object = Record<never, never>>(
    name: N,
    source: ProcessSource<S & { [name in N]: Instance<NoInfer<L>, NoInfer<K>>[] }, C, L, K>,
  ): Model<C, S & { [name in N]: Instance<L, K>[] }, V, A> {
    this.checkName('process', name, [...this.description.processes, ...this.description.actions])
    checkProcess(`${this.where()} process '${name}'`, source)
    const blocks = (Array.isArray(source.steps) ? source.steps : [source.steps]) as readonly AnyBlock[]
    const steps = joinedSteps(`${this.where()} process '${name}'`, blocks)
    this.checkLabels(name, steps, source.mayRest ?? [])
    const process: ProcessDescription = {
      name,
      count: (source.count ?? 1) as ProcessDescription['count'],
      locals: (source.locals ?? (() => ({}))) as ProcessDescription['locals'],
      steps,
      mayRest: new Set<string>(source.mayRest ?? []),
      where: callerLocation(),
    }
    return this.with({ processes: [...this.description.processes, process] })
  }

  /** Adds a step of no process, always ready where its `when` allows it. */
  action<const N extends string>(name: N, step: (s: S, constants: C) => void): Model<C, S, V, A | N> {
    this.checkName('action', name, [...this.description.processes, ...this.description.actions])
    wantFunction(`${this.where()} action '${name}'`, 'a function, its step', step)
    const action: ActionDescription = { name, step: step as ActionDescription['step'], where: callerLocation() }
    return new Model<C, S, V, A | N>({ ...this.description, actions: [...this.description.actions, action] })
  }

  /**
   * Says that `claim` is true in every reachable state.
   *
   * A state that breaks it ends the run that leads there. The claim must be a function of the state and the constants;
   * it is not called again for states it cannot tell apart. Given as `{ given, then }` it is an implication, and a
   * verdict of `holds` says so if `given` was never true.
   *
   * @example
   * .invariant('at most one is inside', s => s.process.filter(p => p.pc === 'inside').length <= 1)
   */
  invariant(name: string, claim: StateClaim<S, C> | Implication<S, C>): Model<C, S, V, A> {
    if (typeof claim === 'function')
      return this.withClaim({ kind: 'invariant', name, holds: claim as StateClaim<unknown, unknown> })
    const where = `${this.where()} invariant '${name}'`
    wantObject(where, 'a function of the state, or { given, then }', claim)
    const { given, then } = claim as Implication<unknown, unknown>
    wantFunction(where, "a function as 'given'", given)
    wantFunction(where, "a function as 'then'", then)
    return this.withClaim({ kind: 'invariant', name, given, holds: then })
  }

  /**
   * Says what must be true of every model that is made of certain parts, as {@link Model.invariant} does, on behalf of
   * those parts: every importer of the model gets the claim. A later `.invariant()` with the same function
   * replaces it, so that a spec can rename it; a rule that exists already is not added again.
   */
  rule(name: string, claim: StateClaim<S, C>): Model<C, S, V, A> {
    const holds = claim as StateClaim<unknown, unknown>
    if (this.description.claims.some(known => 'holds' in known && known.holds === holds)) return this
    return this.withClaim({ kind: 'invariant', name, holds, isRule: true })
  }

  /** Leaves out rules that came with the model: a spec that says the same more closely, or that leaves it to another spec. */
  without(...rules: readonly string[]): Model<C, S, V, A> {
    const { claims } = this.description
    const known = claims.filter(claim => claim.kind === 'invariant' && claim.isRule === true).map(({ name }) => name)
    const unknown = rules.find(rule => !known.includes(rule))
    if (unknown !== undefined) {
      throw new ModelError(
        'bad-name',
        `${this.where()} there is no rule '${unknown}' to leave out. Its rules are: ${known.join(', ') || 'none'}.`,
      )
    }
    return this.with({ claims: claims.filter(({ name }) => !rules.includes(name)) })
  }

  /**
   * Says that `claim` is true of every transition: of the state before, the state after, and the step between, which is
   * described by `step.process`, `step.instance` and `step.step`. Given as `{ given, then }` it is an implication, as an
   * invariant can be.
   *
   * @example
   * .transition('only the owner unlocks', {
   *   given: (before, after) => before.owner !== null && after.owner === null,
   *   then: (before, _after, step) => step.process === 'worker' && step.instance === before.owner,
   * })
   */
  transition(
    name: string,
    claim: TransitionClaim<S, C, StepOf<S, A>> | TransitionImplication<S, C, StepOf<S, A>>,
  ): Model<C, S, V, A> {
    if (typeof claim === 'function')
      return this.withClaim({ kind: 'transition', name, holds: claim as TransitionClaim<unknown, unknown> })
    const where = `${this.where()} transition claim '${name}'`
    wantObject(where, 'a function of the states and the step, or { given, then }', claim)
    const { given, then } = claim as TransitionImplication<unknown, unknown>
    wantFunction(where, "a function as 'given'", given)
    wantFunction(where, "a function as 'then'", then)
    return this.withClaim({ kind: 'transition', name, given, holds: then })
  }

  /** Says that `claim` is true in some reachable state: that what should be possible is. */
  reachable(name: string, claim: (state: Frozen<S>, constants: C) => boolean): Model<C, S, V, A> {
    return this.withClaim({ kind: 'reachable', name, holds: claim as StateClaim<unknown, unknown> })
  }

  /**
   * Names what an instance of `process` is in while `holds` is true: an RCU read-side critical section, a lock held, a
   * grace period, a mapping. Diagrams draw it as a bar along the lane of the instance; verdicts do not depend on it.
   *
   * @example
   * .span('reader', 'read-side critical section', (s, me) => me.pc === 'inside')
   */
  span<N extends keyof S & string>(process: N, name: string, holds: SpanPredicate<S, N, C>): Model<C, S, V, A> {
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
    wantFunction(`${this.where()} span '${name}' of '${process}'`, 'a function', holds)
    return this.with({ spans: [...spans, { process, name, holds: holds as SpanDescription['holds'] }] })
  }

  /** Declares that a state without a next transition is not an error in this model; deadlocks are then not searched for. */
  mayDeadlock(): Model<C, S, V, A> {
    return this.with({ checksDeadlock: false })
  }

  /**
   * What `by` makes of this model: claims that several models share, say, written in the chain with the rest.
   *
   * @example
   * .extend(withRules)
   */
  extend<R>(by: (model: Model<C, S, V, A>) => R): R {
    return by(this)
  }

  /** Names a setting of the constants. Those not given keep the values of the model. */
  variant<const N extends string>(name: N, constants: SomeOf<C>): Model<C, S, V | N, A> {
    wantObject(`${this.where()} variant '${name}'`, 'an object with constants', constants)
    return this.withVariants([{ name, constants: constants as Constants }]) as Model<C, S, V | N, A>
  }

  /**
   * Names a setting for each combination of the points of up to three axes. A point is a part of the name and the constants
   * that it stands for; an axis over the values of one constant is written as that constant with a list. The parts are joined
   * by commas, and the part `''` adds nothing to a name. No constant may be set on two axes.
   *
   * @example
   * // 'lazy, NP', 'lazy, PRE', 'eager, NP' and 'eager, PRE'
   * .variants({ lazy: { waits: false }, eager: { waits: true } }, { config: ['NP', 'PRE'] })
   * @example
   * // 'lazy' and 'lazy, two tasks'
   * .variants({ lazy: { waits: false } }, { '': {}, 'two tasks': { tasks: 2 } })
   */
  variants<
    const X extends VariantAxis,
    const Y extends VariantAxis = NoVariantAxis,
    const Z extends VariantAxis = NoVariantAxis,
  >(
    first: X & CheckedVariantAxis<C, X>,
    second?: Y & CheckedVariantAxis<C, Y>,
    third?: Z & CheckedVariantAxis<C, Z>,
  ): Model<C, S, V | VariantProduct<X, Y, Z>, A> {
    const axes = [first, second, third].filter(axis => axis !== undefined)
    const variants = productOf(`${this.where()} .variants()`, axes)
    return this.withVariants(variants) as Model<C, S, V | VariantProduct<X, Y, Z>, A>
  }

  /** Leaves out variants by name: combinations of a product that mean nothing, or that the model itself stands for. */
  withoutVariants<const N extends V>(...names: readonly N[]): Model<C, S, Exclude<V, N>, A> {
    const { variants } = this.description
    const unknown = names.find(name => !variants.some(variant => variant.name === name))
    if (unknown !== undefined) {
      throw new ModelError(
        'bad-name',
        `${this.where()} there is no variant '${unknown}' to leave out. Its variants are: ${variants.map(({ name }) => name).join('; ') || 'none'}.`,
      )
    }
    const left = variants.filter(({ name }) => !(names as readonly string[]).includes(name))
    return new Model<C, S, Exclude<V, N>, A>({ ...this.description, variants: left })
  }

  private with<S2 = S>(change: Partial<ModelDescription>): Model<C, S2, V, A> {
    return new Model<C, S2, V, A>({ ...this.description, ...change })
  }

  private withVariants(variants: readonly VariantDescription[]): Model<C, S, string, A> {
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
    return new Model<C, S, string, A>({ ...this.description, variants: known })
  }

  private withClaim(claim: Claim): Model<C, S, V, A> {
    const others = this.description.claims.filter(known => !isSaidBy(known, claim))
    this.checkName('claim', claim.name, others)
    if ('holds' in claim) wantFunction(`${this.where()} claim '${claim.name}'`, 'a function', claim.holds)
    return this.with({ claims: [...others, { ...claim, where: callerLocation() }] })
  }

  private where(): string {
    return `model '${this.description.name}':`
  }

  private checkName(what: string, name: string, others: readonly { readonly name: string }[]): void {
    want(typeof name === 'string', `${this.where()} ${withArticle(what)}`, 'a string as its name', name)
    if (name.trim() === '') throw new ModelError('bad-name', `${this.where()} ${withArticle(what)} has an empty name.`)
    if (name === '__proto__') throw new ModelError('bad-name', `${this.where()} ${withArticle(what)} ${noProto}`)
    if (others.some(other => other.name === name)) {
      throw new ModelError(
        'duplicate-name',
        `${this.where()} the name '${name}' of ${withArticle(what)} is already taken. Choose another.`,
      )
    }
  }

  private checkLabels(process: string, steps: ReadonlyMap<string, unknown>, mayRest: readonly string[]): void {
    const where = `${this.where()} process '${process}'`
    if (steps.size === 0) throw new ModelError('bad-name', `${where} has no steps.`)
    for (const [label, step] of steps) {
      if (label === 'done')
        throw new ModelError('bad-name', `${where} has a step named 'done', which is the label of an ended process.`)
      if (label.trim() === '') throw new ModelError('bad-name', `${where} has a step with an empty label.`)
      // JavaScript moves such keys to the front of the object, which would change what falls through to what.
      if (/^\d+$/.test(label))
        throw new ModelError('bad-name', `${where} has a step named '${label}'. A label must not be a whole number.`)
      if (typeof step !== 'function')
        throw new ModelError('bad-name', `${where} has a step '${label}' that is not a function.`)
    }
    for (const label of mayRest) {
      if (!steps.has(label))
        throw new ModelError(
          'unknown-label',
          `${where} may rest at '${label}', which is not one of its labels: ${[...steps.keys()].join(', ')}.`,
        )
    }
  }
}

function checkProcess(where: string, source: unknown): void {
  wantObject(where, '{ steps, ... }', source)
  const { steps, locals, mayRest } = source as Record<string, unknown>
  want(typeof steps === 'object' && steps !== null, where, "its steps as 'steps'", steps)
  want(['undefined', 'function'].includes(typeof locals), where, "a function as 'locals'", locals)
  want(mayRest === undefined || Array.isArray(mayRest), where, "a list of labels as 'mayRest'", mayRest)
}

/** Whether `claim` says what a rule says. */
function isSaidBy(rule: Claim, claim: Claim): boolean {
  return rule.kind === 'invariant' && rule.isRule === true && claim.kind === 'invariant' && rule.holds === claim.holds
}

/** JavaScript treats this as something other than a key everywhere. */
const noProto = "is named '__proto__', which cannot be a name in JavaScript. Give it another name."

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`
}

/** Begins the description of a model. `constants` can be set from outside, by variants and by `--set`. */
export function model<const N extends string, C extends { readonly [name: string]: Constant } = Record<never, never>>(
  name: N,
  constants: C = {} as C,
): Model<Settable<C>, Record<never, never>> {
  want(typeof name === 'string', 'model(...)', 'a string as its name', name)
  if (name.trim() === '') throw new ModelError('bad-name', 'a model has an empty name.')
  wantObject(`model '${name}'`, 'an object with constants', constants)
  if (Object.hasOwn(constants, '__proto__') || ![Object.prototype, null].includes(Object.getPrototypeOf(constants)))
    throw new ModelError('bad-name', `model '${name}': a constant ${noProto}`)
  wantPlain(`model '${name}': the constants`, constants)
  return new Model({
    name,
    constants,
    shared: undefined,
    processes: [],
    actions: [],
    claims: [],
    variants: [],
    spans: [],
    checksDeadlock: true,
  })
}
