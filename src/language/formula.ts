/**
 * Formulas of linear temporal logic (Pnueli 1977) without "next" (so that stuttering does not matter: Lamport 1983),
 * over predicates of states and the steps of a run. Those about the past (Lichtenstein, Pnueli and Zuck 1985) are without
 * "previous", for the same reason.
 *
 * Runs are infinite: if no step is enabled, the last state repeats forever. A formula is about the run from some state
 * on, and a claim is about the run from the beginning.
 */

import { ModelError } from '../base/errors.ts'
import { requireFunction } from './arguments.ts'
import type { LabelOf, SpanPredicate, StateClaim } from './claims.ts'
import { type Doing, patternOf, type StepPattern } from './fairness.ts'
import type { ModelDescription } from './model-description.ts'

/**
 * A predicate with its types erased: of state and constants, or of state, instance and constants.
 *
 * @since 0.2.0
 */
export type AnyPredicate = (state: unknown, second: unknown, third?: unknown) => boolean

/**
 * A formula as a claim stores it, reduced to a few operators.
 *
 * @since 0.2.0
 */
export type FormulaSource =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'state'; readonly holds: AnyPredicate }
  | AboutSteps
  | { readonly op: 'not'; readonly part: FormulaSource }
  | { readonly op: 'and' | 'or'; readonly parts: readonly FormulaSource[] }
  | { readonly op: 'until' | 'release' | 'since'; readonly left: FormulaSource; readonly right: FormulaSource }

/**
 * Whether a step is taken, or enabled.
 *
 * @since 0.2.0
 */
export interface AboutSteps {
  /** Which of the two. */
  readonly op: 'taken' | 'enabled'
  /** The steps that are meant. */
  readonly steps: StepPattern
  /** Only those of the instance for which the claim is made. */
  readonly isMine: boolean
  /** Only those that pick these values. Default: any. */
  readonly chosen?: Chosen
}

/**
 * The first values that a step picks.
 *
 * @since 0.2.0
 */
export interface Chosen {
  /** How many values. */
  readonly choices: number
  /** Their canonical text. */
  readonly text: string
}

/**
 * A formula built with the operators of {@link Logic}.
 *
 * @since 0.2.0
 */
export interface Formula {
  /** The formula, reduced to a few operators. */
  readonly source: FormulaSource
}

class MadeFormula implements Formula {
  readonly source: FormulaSource

  constructor(source: FormulaSource) {
    this.source = source
  }
}

/**
 * A predicate of the state; for a claim about each instance of process `N`, of the state and the instance.
 *
 * @since 0.2.0
 */
export type Predicate<S, C, N extends keyof S & string> = [N] extends [never]
  ? StateClaim<S, NoInstance<C>>
  : SpanPredicate<S, N, C>

/**
 * The constants, where a claim is about no instance. A predicate that takes them for one (`me.pc`) gets an error that says what is
 * missing: without `of`, its second argument is the constants.
 *
 * @since 0.2.0
 */
export type NoInstance<C> = C & {
  readonly [part in Exclude<
    'pc' | 'id',
    keyof C
  >]: "this is no instance: name the process of the claim by { of: '...' }"
}

/**
 * A formula, or a predicate of the current state of the run.
 *
 * @since 0.2.0
 */
export type Term<S, C, N extends keyof S & string> = Formula | Predicate<S, C, N>

/**
 * The operators for the formula of {@link Model.temporal}.
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
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  eventually(part: Term<S, C, N>): Formula
  /**
   * `right` is true now or later, and `left` is true until then.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  until(left: Term<S, C, N>, right: Term<S, C, N>): Formula
  /**
   * `right` is true up to and including the time when `left` becomes true, or forever if `left` never does.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  release(left: Term<S, C, N>, right: Term<S, C, N>): Formula
  /**
   * True now or at some earlier time.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  once(part: Term<S, C, N>): Formula
  /**
   * True now and at every earlier time.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  historically(part: Term<S, C, N>): Formula
  /**
   * `right` is true now or was at some earlier time, and `left` has been true ever after that time.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  since(left: Term<S, C, N>, right: Term<S, C, N>): Formula
  /**
   * `given` is false now, or `then` is true now.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  implies(given: Term<S, C, N>, then: Term<S, C, N>): Formula
  /**
   * `part` is not true now.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  not(part: Term<S, C, N>): Formula
  /**
   * All parts are true now; true if there are no parts.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  and(...parts: Term<S, C, N>[]): Formula
  /**
   * Some part is true now; false if there are no parts.
   *
   * @throws ModelError `bad-argument`, as {@link Logic.always} does.
   * @since 0.2.0
   */
  or(...parts: Term<S, C, N>[]): Formula
  /**
   * Whether the next step of the run is one of these: of any instance of a process, or of an action.
   *
   * @throws ModelError `bad-name`: there is no process, step or action of that name.
   * @since 0.2.0
   */
  taken(steps: Doing<S, A>): Formula
  /**
   * Whether one of these steps is enabled.
   *
   * @throws ModelError `bad-name`: there is no process, step or action of that name.
   * @since 0.2.0
   */
  enabled(steps: Doing<S, A>): Formula
  /** Whether the next step of the run is taken by the instance itself: any step, or the one with this label. */
  takenByMe: [N] extends [never] ? never : (label?: LabelOf<S, N>) => Formula
  /** Whether a step of the instance itself is enabled: any step, or the one with this label. */
  enabledForMe: [N] extends [never] ? never : (label?: LabelOf<S, N>) => Formula
}

type AnyTerm = Formula | AnyPredicate

/**
 * The formula that `build` returns for the claim `where`, which is made for each instance of `process` if that is not null. Throws
 * {@link ModelError} for anything else, for an operator that does not exist, and where a part was built that the formula leaves out.
 */
export function builtFormula(
  build: (logic: unknown) => unknown,
  where: string,
  description: ModelDescription,
  process: string | null,
): FormulaSource {
  const made: FormulaSource[] = []
  const logic = logicOf(where, description, process, source => {
    made.push(source)
    return new MadeFormula(source)
  })
  const formula = termSource(where, build(onlyOperators(where, logic)))
  const used = new Set(partsOf(formula))
  if (made.every(part => used.has(part))) return formula
  throw new ModelError(
    'bad-argument',
    `${where} builds a part that its formula leaves out. Join formulas by 'and' and 'or' of the logic: of two that are joined by && or ||, JavaScript keeps one.`,
  )
}

/** The formulas that an operator joins. */
function operandsOf(formula: FormulaSource): readonly FormulaSource[] {
  switch (formula.op) {
    case 'not':
      return [formula.part]
    case 'and':
    case 'or':
      return formula.parts
    case 'until':
    case 'release':
    case 'since':
      return [formula.left, formula.right]
    default:
      return []
  }
}

/** A formula with all that it is made of. */
export function partsOf(formula: FormulaSource): FormulaSource[] {
  return [formula, ...operandsOf(formula).flatMap(partsOf)]
}

/** The same operators; one that does not exist is refused by name. */
function onlyOperators<L extends object>(where: string, logic: L): L {
  return new Proxy(logic, {
    get(operators, name) {
      if (typeof name === 'symbol' || name in operators) return Reflect.get(operators, name)
      const known = Object.keys(operators).join(', ')
      const next = ['next', 'X'].includes(name)
        ? " Steps of others may come in between, so nothing is said of the very next state; 'taken' says which step is taken."
        : ''
      throw new ModelError(
        'bad-argument',
        `${where} uses '${name}', which is no operator.${next} The operators are: ${known}.`,
      )
    },
  })
}

function logicOf(
  where: string,
  description: ModelDescription,
  process: string | null,
  made: (source: FormulaSource) => Formula,
) {
  const term = (given: AnyTerm) => termSource(where, given)
  const named = (op: 'taken' | 'enabled') => (name: string) =>
    made({ op, steps: patternOf(`${where}:`, description, name), isMine: false })
  const mine = (op: 'taken' | 'enabled') => (label?: string) => {
    if (process === null)
      throw new ModelError('bad-argument', `${where} uses 'me', but is not about a process: state { of: '...' }.`)
    const name = label === undefined ? process : `${process}: ${label}`
    return made({ op, steps: patternOf(`${where}:`, description, name), isMine: true })
  }
  return {
    always: (part: AnyTerm) => made(always(term(part))),
    eventually: (part: AnyTerm) => made(eventually(term(part))),
    until: (left: AnyTerm, right: AnyTerm) => made({ op: 'until', left: term(left), right: term(right) }),
    release: (left: AnyTerm, right: AnyTerm) => made({ op: 'release', left: term(left), right: term(right) }),
    once: (part: AnyTerm) => made(once(term(part))),
    historically: (part: AnyTerm) => made(not(once(not(term(part))))),
    since: (left: AnyTerm, right: AnyTerm) => made({ op: 'since', left: term(left), right: term(right) }),
    implies: (given: AnyTerm, then: AnyTerm) => made(implies(term(given), term(then))),
    not: (part: AnyTerm) => made(not(term(part))),
    and: (...parts: AnyTerm[]) => made({ op: 'and', parts: parts.map(term) }),
    or: (...parts: AnyTerm[]) => made({ op: 'or', parts: parts.map(term) }),
    taken: named('taken'),
    enabled: named('enabled'),
    takenByMe: mine('taken'),
    enabledForMe: mine('enabled'),
  }
}

/** Whether a value was built by the operators. */
export function isFormula(given: unknown): given is Formula {
  return given instanceof MadeFormula
}

/** The formula of a term. Throws {@link ModelError} for anything else. */
export function termSource(where: string, given: unknown): FormulaSource {
  if (given instanceof MadeFormula) return given.source
  requireFunction(where, 'a formula or a function of the state', given)
  return { op: 'state', holds: given as AnyPredicate }
}

/** The predicates of states in a formula. */
export function predicatesIn(formula: FormulaSource): AnyPredicate[] {
  return partsOf(formula).flatMap(part => (part.op === 'state' ? [part.holds] : []))
}

/** How many operators about the past are inside each other at most. */
export function pastDepth(formula: FormulaSource): number {
  return Math.max(0, ...operandsOf(formula).map(pastDepth)) + (formula.op === 'since' ? 1 : 0)
}

export function always(part: FormulaSource): FormulaSource {
  return { op: 'release', left: { op: 'false' }, right: part }
}

export function eventually(part: FormulaSource): FormulaSource {
  return { op: 'until', left: { op: 'true' }, right: part }
}

function once(part: FormulaSource): FormulaSource {
  return { op: 'since', left: { op: 'true' }, right: part }
}

export function not(part: FormulaSource): FormulaSource {
  return { op: 'not', part }
}

export function implies(given: FormulaSource, then: FormulaSource): FormulaSource {
  return { op: 'or', parts: [not(given), then] }
}
