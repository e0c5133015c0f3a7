/**
 * Formulas of linear temporal logic without "next", over predicates of states and over the steps of a run.
 *
 * A run is endless: where no step is possible its last state stays forever. A formula speaks of the run from some state
 * on, and a claim of the run from the beginning.
 */

import { ModelError } from '../base/errors.ts'
import { requireFunction } from './arguments.ts'
import type { LabelOf, SpanPredicate, StateClaim } from './claims.ts'
import { type Doing, patternOf, type StepPattern } from './fairness.ts'
import type { ModelDescription } from './model.ts'

/**
 * A predicate with its types forgotten: of state and constants, or of state, instance and constants.
 *
 * @since 0.2.0
 */
export type AnyPredicate = (state: unknown, second: unknown, third?: unknown) => boolean

/**
 * A formula as a claim keeps it, reduced to a few operators.
 *
 * @since 0.2.0
 */
export type FormulaSource =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'state'; readonly holds: AnyPredicate }
  /** `isMine`: of the instance that the claim is asked for, not of any. */
  | { readonly op: 'taken' | 'enabled'; readonly steps: StepPattern; readonly isMine: boolean }
  | { readonly op: 'not'; readonly part: FormulaSource }
  | { readonly op: 'and' | 'or'; readonly parts: readonly FormulaSource[] }
  | { readonly op: 'until' | 'release'; readonly left: FormulaSource; readonly right: FormulaSource }

/**
 * A formula made by the operators of {@link Logic}.
 *
 * @since 0.2.0
 */
export interface Formula {
  /** What it says, reduced to a few operators. */
  readonly source: FormulaSource
}

class MadeFormula implements Formula {
  readonly source: FormulaSource

  constructor(source: FormulaSource) {
    this.source = source
  }
}

/**
 * A predicate of the state; of a claim for each instance of process `N`, of the state and the instance.
 *
 * @since 0.2.0
 */
export type Predicate<S, C, N extends keyof S & string> = [N] extends [never]
  ? StateClaim<S, C>
  : SpanPredicate<S, N, C>

/**
 * A formula, or a predicate that is true of the state in which the run stands.
 *
 * @since 0.2.0
 */
export type Term<S, C, N extends keyof S & string> = Formula | Predicate<S, C, N>

/**
 * The operators of which the formula of {@link Model.temporal} is made.
 *
 * @since 0.2.0
 */
export interface Logic<S, C, A extends string, N extends keyof S & string> {
  /**
   * True now and at every later time.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  always(part: Term<S, C, N>): Formula
  /**
   * True now or at some later time.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  eventually(part: Term<S, C, N>): Formula
  /**
   * `right` is true now or later, and `left` until then.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  until(left: Term<S, C, N>, right: Term<S, C, N>): Formula
  /**
   * `right` is true until and while `left` becomes true, or forever if that never does.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  release(left: Term<S, C, N>, right: Term<S, C, N>): Formula
  /**
   * `then` is true now, or `given` is not.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  implies(given: Term<S, C, N>, then: Term<S, C, N>): Formula
  /**
   * `part` is not true now.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  not(part: Term<S, C, N>): Formula
  /**
   * All parts are true now; so they are where there are none.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  and(...parts: Term<S, C, N>[]): Formula
  /**
   * Some part is true now; not so where there are none.
   *
   * @throws ModelError `bad-argument`: a part is neither a formula nor a function.
   * @since 0.2.0
   */
  or(...parts: Term<S, C, N>[]): Formula
  /**
   * Whether the step that is taken next is one of these: of any instance of a process, or of an action.
   *
   * @throws ModelError `bad-name`: there is no process, step or action of that name.
   * @since 0.2.0
   */
  taken(steps: Doing<S, A>): Formula
  /**
   * Whether one of these steps could be taken.
   *
   * @throws ModelError `bad-name`: there is no process, step or action of that name.
   * @since 0.2.0
   */
  enabled(steps: Doing<S, A>): Formula
  /** Whether the step that is taken next is one of the instance itself: any, or the one with this label. */
  takenByMe: [N] extends [never] ? never : (label?: LabelOf<S, N>) => Formula
  /** Whether the instance itself could take a step: any, or the one with this label. */
  enabledForMe: [N] extends [never] ? never : (label?: LabelOf<S, N>) => Formula
}

type AnyTerm = Formula | AnyPredicate

/** The operators, for a claim `where` of a model, asked for each instance of `process` if that is not null. */
export function logicOf(where: string, description: ModelDescription, process: string | null) {
  const term = (given: AnyTerm) => termSource(where, given)
  const named = (op: 'taken' | 'enabled') => (name: string) =>
    new MadeFormula({ op, steps: patternOf(where, description, name), isMine: false })
  const mine = (op: 'taken' | 'enabled') => (label?: string) => {
    if (process === null)
      throw new ModelError('bad-argument', `${where} asks for 'me', but is about no process: state { of: '...' }.`)
    const name = label === undefined ? process : `${process}: ${label}`
    return new MadeFormula({ op, steps: patternOf(where, description, name), isMine: true })
  }
  return {
    always: (part: AnyTerm) => new MadeFormula(always(term(part))),
    eventually: (part: AnyTerm) => new MadeFormula(eventually(term(part))),
    until: (left: AnyTerm, right: AnyTerm) => new MadeFormula({ op: 'until', left: term(left), right: term(right) }),
    release: (left: AnyTerm, right: AnyTerm) =>
      new MadeFormula({ op: 'release', left: term(left), right: term(right) }),
    implies: (given: AnyTerm, then: AnyTerm) => new MadeFormula(implies(term(given), term(then))),
    not: (part: AnyTerm) => new MadeFormula({ op: 'not', part: term(part) }),
    and: (...parts: AnyTerm[]) => new MadeFormula({ op: 'and', parts: parts.map(term) }),
    or: (...parts: AnyTerm[]) => new MadeFormula({ op: 'or', parts: parts.map(term) }),
    taken: named('taken'),
    enabled: named('enabled'),
    takenByMe: mine('taken'),
    enabledForMe: mine('enabled'),
  }
}

/** What a term says. Throws {@link ModelError} for what is none. */
export function termSource(where: string, given: unknown): FormulaSource {
  if (given instanceof MadeFormula) return given.source
  requireFunction(where, 'a formula or a function of the state', given)
  return { op: 'state', holds: given as AnyPredicate }
}

/** The predicates of states in a formula. */
export function predicatesIn(formula: FormulaSource): AnyPredicate[] {
  switch (formula.op) {
    case 'state':
      return [formula.holds]
    case 'not':
      return predicatesIn(formula.part)
    case 'and':
    case 'or':
      return formula.parts.flatMap(predicatesIn)
    case 'until':
    case 'release':
      return [formula.left, formula.right].flatMap(predicatesIn)
    default:
      return []
  }
}

export function always(part: FormulaSource): FormulaSource {
  return { op: 'release', left: { op: 'false' }, right: part }
}

export function eventually(part: FormulaSource): FormulaSource {
  return { op: 'until', left: { op: 'true' }, right: part }
}

export function implies(given: FormulaSource, then: FormulaSource): FormulaSource {
  return { op: 'or', parts: [{ op: 'not', part: given }, then] }
}
