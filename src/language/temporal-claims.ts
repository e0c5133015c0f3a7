import type { ProcessesOf } from './claims.ts'
import type { Doing, Fairness } from './fairness.ts'
import type { Logic, Predicate, Term } from './formula.ts'
import type { Model } from './model.ts'

/**
 * The options of a temporal claim.
 *
 * @since 0.2.0
 */
export interface TemporalOptions<S, A extends string, N extends keyof S & string> {
  /** The process for each of whose instances the claim is made; its predicates also get the instance. Default: none. */
  readonly of?: N
  /** The fairness to assume, instead of the model's. Default: the model's. */
  readonly fair?: Fairness<Doing<S, A>>
}

/**
 * The part of a {@link Model} that makes claims about whole runs, and states fairness assumptions.
 *
 * @since 0.2.0
 */
export interface TemporalClaims<C, S, V extends string, A extends string, Q extends string> {
  /**
   * Claims that in every run, `claim` is true at some time (`F claim` in linear temporal logic).
   *
   * A run continues as long as any step is enabled; after that, its last state repeats forever. Only {@link Model.fair}
   * obliges a process to move. Runs that end in a failed assertion or a thrown error count only for those claims.
   *
   * @example
   * .fair({ weak: ['updater', 'reader'] })
   * .eventually('the grace period ends', s => s.updater[0].pc === 'done')
   *
   * @throws ModelError `bad-name`: the name is empty, or an option names something that does not exist;
   * `duplicate-name`: another claim has the name; `bad-argument`: a claim is not a function. During a check: as {@link
   * Model.reachable}.
   * @since 0.2.0
   */
  eventually<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options?: TemporalOptions<S, A, N>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Claims that in every run, whenever `given` is true, `then` is true at that time or later (`G(given => F then)`, the
   * response pattern of Dwyer, Avrunin and Corbett 1999).
   *
   * @example
   * .leadsTo('a waiting worker gets in', (s, me) => me.pc === 'wait', (s, me) => me.pc === 'inside', { of: 'worker' })
   *
   * @throws ModelError `bad-name`, `duplicate-name` or `bad-argument`, as {@link TemporalClaims.eventually} does.
   * @since 0.2.0
   */
  leadsTo<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    given: Predicate<S, C, N>,
    then: Predicate<S, C, N>,
    options?: TemporalOptions<S, A, N>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Claims that in every run, `claim` is true infinitely often (`G F claim`).
   *
   * @throws ModelError `bad-name`, `duplicate-name` or `bad-argument`, as {@link TemporalClaims.eventually} does.
   * @since 0.2.0
   */
  infinitelyOften<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options?: TemporalOptions<S, A, N>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Claims that in every run, `claim` is eventually true forever (`F G claim`).
   *
   * @throws ModelError `bad-name`, `duplicate-name` or `bad-argument`, as {@link TemporalClaims.eventually} does.
   * @since 0.2.0
   */
  eventuallyAlways<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options?: TemporalOptions<S, A, N>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Claims that every run satisfies a formula of linear temporal logic, built with the operators that `formula`
   * receives; a function of the state is a formula too.
   *
   * @example
   * .temporal('the door stays shut until it is unlocked', f => f.release(s => s.unlocked, s => s.shut))
   *
   * @throws ModelError `bad-name`, `duplicate-name` or `bad-argument`, as {@link TemporalClaims.eventually} does.
   * @since 0.2.0
   */
  temporal<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    formula: (logic: Logic<S, C, A, N>) => Term<S, C, N>,
    options?: TemporalOptions<S, A, N>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Claims that from every reachable state, some run leads to a state where `claim` is true, so that it never becomes
   * impossible (`AG EF claim` in CTL, Clarke and Emerson 1981). Fairness does not matter.
   *
   * @throws ModelError `bad-name`: the name is empty, or there is no such process; `duplicate-name`: another claim has
   * it; `bad-argument`: `claim` is not a function. During a check: as {@link Model.reachable}.
   * @since 0.2.0
   */
  canAlways<const T extends string, N extends ProcessesOf<S> = never>(
    name: T,
    claim: Predicate<S, C, N>,
    options?: Pick<TemporalOptions<S, A, N>, 'of'>,
  ): Model<C, S, V, A, Q | T>

  /**
   * Adds fairness assumptions for temporal claims: certain processes (each instance separately), certain steps
   * (`worker: lock`) or actions cannot be starved forever. Other claims do not depend on fairness.
   *
   * @example
   * .fair({ weak: ['updater', 'reader'], strong: ['worker: lock'] })
   *
   * @throws ModelError `bad-name`: there is no process, step or action of that name; `bad-argument`: `fairness` has the
   * wrong form.
   * @since 0.2.0
   */
  fair(fairness: Fairness<Doing<S, A>>): Model<C, S, V, A, Q>
}
