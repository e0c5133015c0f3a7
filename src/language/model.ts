import { ModelError } from '../base/errors.ts'
import { noProto, requireArgument, requireObject, requirePlain } from './arguments.ts'
import type { InsertedSteps, Override, StepsIn, WithLabels } from './changed-process.ts'
import type {
  Frozen,
  Implication,
  LabelOf,
  ProcessesOf,
  SpanPredicate,
  StateClaim,
  StepOf,
  TransitionClaim,
  TransitionImplication,
} from './claims.ts'
import type { Constant, Settable, SomeOf } from './constants.ts'
import type { Doing, Fairness } from './fairness.ts'
import type { Glossary } from './glossary.ts'
import type { OneOf } from './initial.ts'
import { ModelBuilder } from './model-builder.ts'
import type { PlainState } from './plain-state.ts'
import type { Instance, LabelsOf, ProcessSource } from './process.ts'
import type { RefinementOptions } from './refinement.ts'
import type { TemporalClaims } from './temporal-claims.ts'
import type { CheckedVariantAxis, NoVariantAxis, VariantAxis, VariantProduct } from './variant-product.ts'

/**
 * What a variant has besides its constants.
 *
 * @since 0.2.0
 */
export interface VariantOptions<D extends string = string> {
  /** The fairness to assume, instead of the model's. Default: the model's. */
  readonly fair?: Fairness<D>
}

/**
 * Carries the names of variants for the compiler, which would otherwise lose them. Nothing has this key at run time.
 */
export declare const variantNames: unique symbol

/** Carries the names of claims for the compiler, likewise. */
export declare const claimNames: unique symbol

/**
 * Any model, with only the names `V` of its variants and `Q` of its claims known: the argument of expectations and verdict
 * tables.
 *
 * @since 0.2.0
 */
export interface AnyModel<out V extends string = string, Q extends string = string> {
  /** For the compiler only: no model has this key. */
  readonly [variantNames]: V
  /** For the compiler only: no model has this key. A method, so that a variable of a model can take the model with more claims. */
  [claimNames](claim: Q): void
}

/**
 * A concurrent system as an immutable state machine, with claims about it. Made by {@link model}.
 *
 * A model never changes: every call returns a new one, so a model can be imported and extended with claims and variants
 * without changing the original. `C` are its constants, `S` its state, `V` the names of its variants, `A` those of its
 * actions, `Q` those of its claims. All methods take time linear in the size of their arguments; the search begins with {@link check} or the
 * command.
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
 *
 * @since 0.1.0
 */
export interface Model<C, S, V extends string = never, A extends string = never, Q extends string = string>
  extends AnyModel<V, Q>,
    TemporalClaims<C, S, V, A, Q> {
  /**
   * Sets the state that all processes share: `initial` creates it from the constants, before the search.
   *
   * It must return an object of plain data, or {@link oneOf} several. Anything that is not plain data does not compile.
   * In a generic function the compiler cannot decide that; there, `.shared<S>(() => initial as never)` leaves the check
   * to the run.
   *
   * @throws ModelError `bad-argument`: `initial` is not a function; `duplicate-name`: the shared state was given
   * before; `bad-initial-state`: a process or an action was added before. When a check begins: `bad-initial-state` and
   * `not-plain-data` for what `initial` returns.
   * @since 0.1.0
   */
  shared<T extends object>(initial: (constants: C) => PlainState<T> | OneOf<PlainState<T>>): Model<C, T, V, A, Q>

  /**
   * Adds a process: a sequential program that `count` instances run. They appear in the state as `s.<name>[i]`.
   *
   * @throws ModelError `bad-name`: the name or a label is empty or cannot be used; `duplicate-name`: a process, an
   * action or another step has it; `unknown-label`: `mayRest` names a label that does not exist; `bad-argument`: a part
   * has the wrong type. When a check begins: `bad-count` for the number of instances.
   * @since 0.1.0
   */
  process<
    const N extends string,
    // Accepts what `string` does; with it, the compiler reports a mistake in a list once, and not for every block.
    K extends string & {},
    L extends object = Record<never, never>,
    B extends string = never,
  >(
    name: N,
    source: ProcessSource<S & { [name in N]: Instance<NoInfer<L>, NoInfer<LabelsOf<K, B>>>[] }, C, L, K, B>,
  ): Model<C, S & { [name in N]: Instance<L, LabelsOf<K, B>>[] }, V, A, Q>

  /**
   * Adds a step that belongs to no process, enabled whenever its `when` allows it: the environment, a timer, an
   * interrupt.
   *
   * @throws ModelError `bad-name`, `duplicate-name` or `bad-argument`, as {@link Model.process} does.
   * @since 0.1.0
   */
  action<const N extends string>(name: N, step: (s: S, constants: C) => void): Model<C, S, V, A | N, Q>

  /**
   * Declares that the ids of a set are symmetric, as `symmetric: true` does for the instances of a process: for models of
   * actions, whose components are not processes.
   *
   * @example
   * .symmetric('node', c => c.nodes)
   * .action('send', (s, c) => {
   *   const node = choose(...ids('node', c.nodes))
   *   s.inbox[node] = 'request'
   * })
   *
   * @throws ModelError `bad-name`: the name is empty; `duplicate-name`: a symmetric process or another set has it;
   * `bad-argument`: `count` is not a function. When a check begins: `bad-count`.
   * @since 0.2.0
   */
  symmetric(set: string, count: (constants: C) => number): Model<C, S, V, A, Q>

  /**
   * States what tells states apart: of the states for which `view` returns the same, only the first one found is visited
   * (VIEW in TLA+). It is for parts of the state that grow or vary and have no influence on what happens, such as counters and
   * records of what was. A second view replaces the first.
   *
   * The view is used where a check may leave out states (`reduce: 'auto'`, the default of `check`, or `'view'`), and not where
   * claims are about endless runs. It is a claim of the author's, of which only samples are compared: what can happen in
   * two states of one view, and what claims say of them. A run that is found is a run of the model, though not always a shortest one.
   *
   * @example
   * .view(({ attempts: _, ...state }) => state)
   *
   * @throws ModelError `bad-argument`: `view` is not a function. During a check: `bad-view` if it throws; `not-plain-data`;
   * `broken-view` if two states of one view are seen to differ.
   * @since 0.2.0
   */
  view(view: (s: Frozen<S>, constants: C) => unknown): Model<C, S, V, A, Q>

  /**
   * Claims that `claim` is true in every reachable state.
   *
   * A run ends at a state that violates it. The claim must be a function of the state and the constants; it is not
   * called again for states that do not differ in what it read. Written as `{ given, then }`, it is an implication, and
   * a verdict of `holds` is reported as vacuous if `given` was never true.
   *
   * @example
   * .invariant('at most one is inside', s => s.process.filter(p => p.pc === 'inside').length <= 1)
   *
   * @throws ModelError `bad-name`: the name is empty or cannot be used; `duplicate-name`: another claim has it;
   * `bad-argument`: `claim` is neither a function nor an implication. During a check: `claim-threw`,
   * `claim-not-boolean`, `async`, `impure`, `key-order` and `identity` for what the claim does.
   * @since 0.1.0
   */
  invariant<const T extends string>(name: T, claim: StateClaim<S, C> | Implication<S, C>): Model<C, S, V, A, Q | T>

  /**
   * Adds an invariant on behalf of the procedures that the model is made of: every importer of the model gets the
   * claim. A later `.invariant()` with the same function replaces it, so that a spec can rename it. A rule that exists
   * already is not added again.
   *
   * @throws ModelError as {@link Model.invariant} does: `bad-name`, `duplicate-name`, `bad-argument`.
   * @since 0.2.0
   */
  rule<const T extends string>(name: T, claim: StateClaim<S, C>): Model<C, S, V, A, Q | T>

  /**
   * Leaves out claims, for a spec that makes a more precise claim, or leaves one to another spec: rules that came with the
   * model, and claims of any other kind. The claims that come with every model stay; see {@link Model.mayDeadlock}.
   *
   * @throws ModelError `bad-name`: the model has no claim of that name.
   * @since 0.2.0
   */
  without<const T extends Q>(...claims: readonly T[]): Model<C, S, V, A, Exclude<Q, T>>

  /**
   * Replaces a step of a process, or an action if `process` is null: to repair or to break an imported model. The step keeps
   * its label, so that claims, spans and fairness mean the new one. Its last argument takes the original step.
   *
   * @example
   * .override('worker', 'finish', (s, me, c) => { if (me.token === s.token) s.results += 1 })
   * .override('worker', 'take', (s, me, c, original) => { when(s.isOpen); return original() })
   * .override(null, 'lease runs out', s => { when(false) })
   *
   * @throws ModelError `bad-name`: there is no such process or action; `unknown-label`: the process has no such step;
   * `bad-argument`: `step` is not a function.
   * @since 0.2.0
   */
  override<const P extends ProcessesOf<S> | null, const K extends StepsIn<S, A, P>>(
    process: P,
    label: K,
    step: Override<S, C, P>,
  ): Model<C, S, V, A, Q>

  /**
   * Inserts steps that come before `label` however a process gets there: by falling through, by returning the label, or at the
   * beginning. Only the inserted steps get to `label` itself, by falling through or by returning it.
   *
   * @example
   * .insertBefore('worker', 'finish', { renew: s => { when(s.holder !== null) } })
   *
   * @throws ModelError `bad-name`: there is no such process, or a label cannot be used; `unknown-label`: the process has no
   * step `label`; `duplicate-name`: it has an inserted one already; `bad-argument`: `steps` is not an object.
   * @since 0.2.0
   */
  insertBefore<const P extends ProcessesOf<S>, const B extends string & {}>(
    process: P,
    label: LabelOf<S, NoInfer<P>>,
    steps: InsertedSteps<S, C, NoInfer<P>, B>,
  ): Model<C, WithLabels<S, P, B>, V, A, Q>

  /**
   * Inserts steps that follow `label` where it falls through. A step that returns a label still goes there.
   *
   * @throws ModelError as {@link Model.insertBefore} does: `bad-name`, `unknown-label`, `duplicate-name`, `bad-argument`.
   * @since 0.2.0
   */
  insertAfter<const P extends ProcessesOf<S>, const B extends string & {}>(
    process: P,
    label: LabelOf<S, NoInfer<P>>,
    steps: InsertedSteps<S, C, NoInfer<P>, B>,
  ): Model<C, WithLabels<S, P, B>, V, A, Q>

  /**
   * Claims that this model refines another one (Abadi and Lamport, "The existence of refinement mappings", 1991): mapped by
   * `stateOf`, each initial state is one of the other model, and each transition is one of its transitions or stutters.
   * These are two claims: `name`, about transitions, and `name: initial states`. A violation shows what the other model
   * could have done in place of the last step.
   *
   * What the other model says of whole runs is claimed too, of runs as it sees them. `name: no deadlock`: no run ends where the
   * other model must go on. `name: weak fairness of ...`: each of its fairness assumptions is kept. `name: ...`: each of its
   * temporal claims is true, but for {@link TemporalClaims.canAlways}, which is not about single runs. This model's own
   * fairness is assumed. A step of the other model counts as taken where a transition leads as it would; so where it would
   * change nothing, it counts as taken without one.
   *
   * @example
   * twoPhaseCommit.refines('it implements transaction commit', transactionCommit, s => ({ rm: s.rm }), {
   *   constants: c => ({ managers: c.managers }),
   * })
   *
   * @throws ModelError `bad-name`: the name is empty; `duplicate-name`: another claim has the name; `bad-argument`:
   * `abstract` is not a model, an argument is not a function, an option does not exist. During a check: as {@link
   * Model.transition}, and `bad-argument`: the other model cannot be made under the constants, or `stateOf` does not return
   * a state of it.
   * @since 0.2.0
   */
  refines<const T extends string, CA, SA, VA extends string, AA extends string>(
    name: T,
    abstract: Model<CA, SA, VA, AA>,
    stateOf: (state: Frozen<S>, constants: C) => Frozen<NoInfer<SA>>,
    options?: RefinementOptions<C, CA, VA>,
  ): Model<C, S, V, A, Q | T | `${T}: ${string}`>

  /**
   * Claims that `claim` is true of every transition: of the state before, the state after, and the step between them,
   * described by `step.process`, `step.instance` and `step.step`. Written as `{ given, then }`, it is an implication,
   * like an invariant.
   *
   * @example
   * .transition('only the owner unlocks', {
   *   given: (before, after) => before.owner !== null && after.owner === null,
   *   then: (before, _after, step) => step.process === 'worker' && step.instance === before.owner,
   * })
   *
   * @throws ModelError as {@link Model.invariant} does: `bad-name`, `duplicate-name`, `bad-argument`. During a check
   * also `unknown-key`: it reads a field that `step` does not have.
   * @since 0.1.0
   */
  transition<const T extends string>(
    name: T,
    claim: TransitionClaim<S, C, StepOf<S, A>> | TransitionImplication<S, C, StepOf<S, A>>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Claims that `claim` is true in some reachable state: something that should be possible is possible (EF in CTL).
   *
   * @throws ModelError as {@link Model.invariant} does: `bad-name`, `duplicate-name`, `bad-argument`.
   * @since 0.1.0
   */
  reachable<const T extends string>(name: T, claim: StateClaim<S, C>): Model<C, S, V, A, Q | T>

  /**
   * Bounds the search to states where `holds` is true. A state outside is stored, and claims are evaluated in it, but no
   * step is taken from it; so it is not a deadlock, and no infinite run stays there. If there is such a state, claims hold
   * only within the bound: verdicts say `holds within`, and a reachable claim that is not witnessed is unknown.
   *
   * @example
   * .within('at most 3 terms', s => s.term <= 3)
   *
   * @throws ModelError `bad-name`: the name is empty; `duplicate-name`: a claim or another bound has it; `bad-argument`:
   * `holds` is not a function. During a check: as {@link Model.reachable}.
   * @since 0.2.0
   */
  within<const T extends string>(name: T, holds: StateClaim<S, C>): Model<C, S, V, A, Q | T>

  /**
   * States what must be true of the constants. A setting in which it is false is refused.
   *
   * @example
   * .assume('there are enough quorums', c => c.nodes >= 2 * c.faults + 1)
   *
   * @throws ModelError `bad-name`: the name is empty; `duplicate-name`: another assumption has it; `bad-argument`: `holds` is
   * not a function. When a setting is checked, UsageError `assumption-fails` if it is false.
   * @since 0.2.0
   */
  assume(name: string, holds: (constants: C) => boolean): Model<C, S, V, A, Q>

  /**
   * Names a phase of `process`, which an instance is in while `holds` is true: an RCU read-side critical section, a
   * lock held, a grace period, a mapping. Diagrams draw it as a bar along the lane of the instance; verdicts do not
   * depend on it.
   *
   * @example
   * .span('reader', 'read-side critical section', (s, me) => me.pc === 'inside')
   *
   * @throws ModelError `bad-name`: there is no such process, or the name is empty; `duplicate-name`: the process has a
   * span of that name; `bad-argument`: `holds` is not a function.
   * @since 0.1.0
   */
  span<N extends keyof S & string>(process: N, name: string, holds: SpanPredicate<S, N, C>): Model<C, S, V, A, Q>

  /**
   * Gives words that explanations use instead of identifiers, for steps, cells, values, claims and constants. Verdicts do
   * not depend on them. Called again, it adds to the words and replaces those for the same names.
   *
   * @example
   * .glossary({
   *   steps: { reader: { enter: 'begins its section' } },
   *   cells: { ranges: { is: 'the list of ranges', index: 'range' }, 'tasks[].broke': { isBookkeeping: true } },
   *   constants: { waits: 'teardown waits for readers' },
   * })
   *
   * @throws ModelError `bad-argument`: the words are of another shape; `bad-name`: a process, step, action, claim or
   * constant does not exist yet, or there is no such part.
   * @since 0.2.0
   */
  glossary(words: Glossary<C, S, A>): Model<C, S, V, A, Q>

  /**
   * Declares that a state without a next transition is not an error in this model; deadlocks are then not reported.
   *
   * @since 0.1.0
   */
  mayDeadlock(): Model<C, S, V, A, Q>

  /**
   * Applies `by` to this model, so that claims that several models share can be added within a chain of calls.
   *
   * @example
   * .extend(withRules)
   *
   * @since 0.2.0
   */
  extend<R>(by: (model: Model<C, S, V, A, Q>) => R): R

  /**
   * Names a setting of the constants. Constants that are not given keep the values of the model. `options` can state
   * fairness, which replaces that of the model.
   *
   * @throws ModelError `bad-name`: the name is empty, or `base`, which means the model without a variant;
   * `duplicate-name`: another variant has it; `bad-argument`: `constants` is not an object. When the variant is
   * checked, UsageError `unknown-constant` and `bad-constant` for what it sets.
   * @since 0.1.0
   */
  variant<const N extends string>(
    name: N,
    constants: SomeOf<C>,
    options?: VariantOptions<Doing<S, A>>,
  ): Model<C, S, V | N, A, Q>

  /**
   * Names a setting for each combination of the points of up to three axes. A point is a part of the name with the
   * constants that it sets; an axis over the values of one constant is written as that constant with a list. The parts
   * are joined by commas, and the part `''` adds nothing to a name. No constant may be set on two axes.
   *
   * @example
   * // 'lazy, NP', 'lazy, PRE', 'eager, NP' and 'eager, PRE'
   * .variants({ lazy: { waits: false }, eager: { waits: true } }, { config: ['NP', 'PRE'] })
   * @example
   * // 'lazy' and 'lazy, two tasks'
   * .variants({ lazy: { waits: false } }, { '': {}, 'two tasks': { tasks: 2 } })
   *
   * @throws ModelError `bad-argument`: an axis has the wrong form; `duplicate-name`: two axes set one constant, or
   * there is a variant of that name; `bad-name`: a name is empty, or `base`.
   * @since 0.2.0
   */
  variants<
    const X extends VariantAxis,
    const Y extends VariantAxis = NoVariantAxis,
    const Z extends VariantAxis = NoVariantAxis,
  >(
    first: X & CheckedVariantAxis<C, X>,
    second?: Y & CheckedVariantAxis<C, Y>,
    third?: Z & CheckedVariantAxis<C, Z>,
  ): Model<C, S, V | VariantProduct<X, Y, Z>, A, Q>

  /**
   * Leaves out variants by name: combinations of a product that are meaningless, or equal to the model itself.
   *
   * @throws ModelError `bad-name`: there is no variant of that name.
   * @since 0.2.0
   */
  withoutVariants<const N extends V>(...names: readonly N[]): Model<C, S, Exclude<V, N>, A, Q>
}

/**
 * Begins the description of a model. `constants` can be set from outside, by variants, by `--set` and by the option `set`.
 *
 * @throws ModelError `bad-name`: the name is empty, or a constant is named `__proto__`; `bad-argument`: the name is not
 * a string, or the constants are not an object; `not-plain-data`: a constant is not plain data.
 * @since 0.1.0
 */
export function model<const N extends string, C extends { readonly [name: string]: Constant } = Record<never, never>>(
  name: N,
  constants: C = {} as C,
): Model<Settable<C>, Record<never, never>, never, never, never> {
  requireArgument(typeof name === 'string', 'model(...)', 'a string as its name', name)
  if (name.trim() === '') throw new ModelError('bad-name', 'a model has an empty name.')
  requireObject(`model '${name}'`, 'an object with constants', constants)
  if (Object.hasOwn(constants, '__proto__') || ![Object.prototype, null].includes(Object.getPrototypeOf(constants)))
    throw new ModelError('bad-name', `model '${name}': a constant ${noProto}`)
  requirePlain(`model '${name}': the constants`, constants)
  return new ModelBuilder({
    name,
    constants,
    shared: undefined,
    processes: [],
    actions: [],
    claims: [],
    variants: [],
    spans: [],
    fairness: [],
    assumptions: [],
    checksDeadlock: true,
  })
}
