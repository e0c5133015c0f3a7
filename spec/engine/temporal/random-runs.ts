/** Small random models with random temporal claims and fairness, for fast-check. */

import fc from 'fast-check'
import { assert, choose, type EachChoice, type Formula, type Model, model, when } from 'interleave-checker'

/** One step: waits for a value, writes a value, fails or goes somewhere. */
export interface RandomStep {
  readonly guard: { readonly cell: Cell; readonly is: number } | null
  readonly write: { readonly cell: Cell; readonly to: number | 'chosen' } | null
  readonly goto: number | 'done' | null
  readonly fails: boolean
}

export type Cell = 'x' | 'y'

/** A formula as data, so that it can be judged by others too. */
export type RandomFormula =
  | { readonly f: 'cell'; readonly cell: Cell; readonly is: number }
  | { readonly f: 'at'; readonly label: number }
  | { readonly f: 'taken' | 'enabled'; readonly steps: string }
  | { readonly f: 'always' | 'eventually' | 'not' | 'once' | 'historically'; readonly part: RandomFormula }
  | {
      readonly f: 'and' | 'or' | 'implies' | 'until' | 'release' | 'since'
      readonly left: RandomFormula
      readonly right: RandomFormula
    }

/** Names as {@link Doing} has them, `each p: l0` for each choice of a step. */
export interface RandomFairness {
  readonly weak: readonly string[]
  readonly strong: readonly string[]
}

/** How many predicates and temporal operators a formula has: what is promised of large ones is less. */
export function partsIn(formula: RandomFormula): number {
  const own = ['not', 'and', 'or', 'implies'].includes(formula.f) ? 0 : 1
  return own + partsOf(formula).reduce((sum, part) => sum + partsIn(part), 0)
}

/** How many operators about the past it has. */
export function pastIn(formula: RandomFormula): number {
  const own = ['once', 'historically', 'since'].includes(formula.f) ? 1 : 0
  return own + partsOf(formula).reduce((sum, part) => sum + pastIn(part), 0)
}

function partsOf(formula: RandomFormula): RandomFormula[] {
  if ('part' in formula) return [formula.part]
  return 'left' in formula ? [formula.left, formula.right] : []
}

export interface RandomRuns {
  /** Process `p` with its steps, and process `q`. */
  readonly p: { readonly count: number; readonly steps: readonly RandomStep[] }
  readonly q: readonly RandomStep[]
  readonly action: RandomStep | null
  readonly initials: readonly number[]
  readonly fair: RandomFairness
  readonly premise: RandomFormula
  readonly goal: RandomFormula
  readonly formula: RandomFormula
  /** Whether claims are made for each instance of `p`. */
  readonly isForEach: boolean
}

const cell = fc.constantFrom<Cell>('x', 'y')
const guard = fc.record({ cell, is: fc.nat(1) })
const write = fc.record({ cell, to: fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, fc.constant('chosen' as const)) })
const step: fc.Arbitrary<RandomStep> = fc.record({
  guard: fc.option(guard, { freq: 2 }),
  write: fc.option(write, { freq: 2 }),
  goto: fc.oneof(fc.constant(null), fc.nat(2), fc.constant('done' as const)),
  fails: fc.oneof({ weight: 30, arbitrary: fc.constant(false) }, fc.constant(true)),
})

/** The names of what takes steps; those that a model does not have are left out when it is built. */
const doing = fc.constantFrom('p', 'p: l0', 'p: l1', 'q', 'q: l0', 'q: l1', 'act')

/** What fairness is about: now and then, each choice of a step. */
const fairly = fc.oneof({ weight: 3, arbitrary: doing }, fc.constantFrom('each p: l0', 'each q: l0', 'each act'))

const statePart = fc.oneof(
  fc.record({ f: fc.constant('cell' as const), cell, is: fc.nat(1) }),
  fc.record({ f: fc.constant('at' as const), label: fc.nat(2) }),
)

const { formula } = fc.letrec<{ formula: RandomFormula }>(tie => ({
  formula: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    statePart,
    fc.record({ f: fc.constantFrom('taken' as const, 'enabled' as const), steps: doing }),
    fc.record({
      f: fc.constantFrom(...(['always', 'eventually', 'not', 'once', 'historically'] as const)),
      part: tie('formula'),
    }),
    fc.record({
      f: fc.constantFrom(...(['and', 'or', 'implies', 'until', 'release', 'since'] as const)),
      left: tie('formula'),
      right: tie('formula'),
    }),
  ),
}))

export const randomRuns: fc.Arbitrary<RandomRuns> = fc.record({
  p: fc.record({ count: fc.integer({ min: 1, max: 2 }), steps: fc.array(step, { minLength: 1, maxLength: 3 }) }),
  q: fc.array(step, { minLength: 1, maxLength: 2 }),
  action: fc.option(step, { freq: 1 }),
  initials: fc.uniqueArray(fc.nat(1), { minLength: 1, maxLength: 2 }),
  fair: fc.record({
    weak: fc.uniqueArray(fairly, { maxLength: 3 }),
    strong: fc.uniqueArray(fairly, { maxLength: 2 }),
  }),
  premise: statePart,
  goal: statePart,
  // More of one about the past would make too large an automaton.
  formula: formula.filter(one => pastIn(one) === 0 || partsIn(one) <= 9),
  isForEach: fc.boolean(),
})

/** Whether a model has what a name means. */
export function isThere({ p, q, action }: RandomRuns, fair: string): boolean {
  const name = fair.replace('each ', '')
  if (name === 'act') return action !== null
  const [process, label] = name.split(': ')
  const steps = process === 'p' ? p.steps : q
  return label === undefined || Number(label.slice(1)) < steps.length
}

/** The fairness of a random model, as far as there is what it names. */
export function fairnessIn(random: RandomRuns): RandomFairness {
  const { weak, strong } = random.fair
  return { weak: weak.filter(name => isThere(random, name)), strong: strong.filter(name => isThere(random, name)) }
}

/** The name as an author gives it. */
export function given(name: string): string | EachChoice {
  return name.startsWith('each ') ? { eachChoiceOf: name.replace('each ', '') } : name
}

export interface S {
  x: number
  y: number
  p: { pc: string }[]
  q: { pc: string }[]
}

function recipe({ guard, write, goto, fails }: RandomStep, labels: number) {
  return (s: S): string | undefined => {
    if (guard !== null) when(s[guard.cell] === guard.is)
    if (fails) assert(false, 'it fails')
    if (write !== null) s[write.cell] = write.to === 'chosen' ? choose(0, 1) : write.to
    if (goto === null || goto === 'done') return goto ?? undefined
    return goto < labels ? `l${goto}` : 'done'
  }
}

function stepsOf(steps: readonly RandomStep[]) {
  return Object.fromEntries(steps.map((one, l) => [`l${l}`, recipe(one, steps.length)]))
}

interface AnyLogic {
  always(part: unknown): Formula
  eventually(part: unknown): Formula
  once(part: unknown): Formula
  historically(part: unknown): Formula
  since(left: unknown, right: unknown): Formula
  not(part: unknown): Formula
  and(...parts: unknown[]): Formula
  or(...parts: unknown[]): Formula
  implies(left: unknown, right: unknown): Formula
  until(left: unknown, right: unknown): Formula
  release(left: unknown, right: unknown): Formula
  taken(name: string): Formula
  enabled(name: string): Formula
}

/** A formula of the model; what it says of steps that are not there is false. */
export function built(f: AnyLogic, random: RandomRuns, formula: RandomFormula): unknown {
  const part = (one: RandomFormula): unknown => built(f, random, one)
  switch (formula.f) {
    case 'cell':
    case 'at':
      return predicate(random, formula)
    case 'taken':
    case 'enabled':
      return isThere(random, formula.steps) ? f[formula.f](formula.steps) : f.or()
    case 'always':
    case 'eventually':
    case 'not':
    case 'once':
    case 'historically':
      return f[formula.f](part(formula.part))
    case 'and':
    case 'or':
    case 'implies':
    case 'until':
    case 'release':
    case 'since':
      return f[formula.f](part(formula.left), part(formula.right))
  }
}

/** `at` is of the first instance of `p`, or of the instance that is asked. */
function predicate({ isForEach }: RandomRuns, formula: Extract<RandomFormula, { f: 'cell' | 'at' }>) {
  if (formula.f === 'cell') return (s: S) => s[formula.cell] === formula.is
  const label = `l${formula.label}`
  return isForEach ? (_: S, me: { pc: string }) => me.pc === label : (s: S) => s.p[0]?.pc === label
}

/** Fairness as a formula: what a run keeps that is fair to every instance. Only where `p` has one instance. */
function fairFormula(f: AnyLogic, { weak, strong }: RandomFairness): Formula {
  return f.and(
    ...weak.map(name => f.always(f.eventually(f.or(f.not(f.enabled(name)), f.taken(name))))),
    ...strong.map(name => f.implies(f.always(f.eventually(f.enabled(name))), f.always(f.eventually(f.taken(name))))),
  )
}

export type AnyModel = Model<Record<never, never>, object, string>

export function buildRuns(random: RandomRuns): AnyModel {
  const { p, q, action, initials, isForEach } = random
  const fair = fairnessIn(random)
  const stated = { weak: fair.weak.map(given), strong: fair.strong.map(given) }
  const options = { fair: stated, ...(isForEach && { of: 'p' }) } as never
  const unfair = { fair: {}, ...(isForEach && { of: 'p' }) } as never
  const [premise, goal] = [
    predicate(random, random.premise as never),
    predicate(random, random.goal as never),
  ] as never[]
  const formula = (f: unknown) => built(f as AnyLogic, random, random.formula)
  let made = model('random').shared(() => ({ x: initials[0] as number, y: 0 })) as unknown as AnyModel
  made = made.process('p', { count: p.count, steps: stepsOf(p.steps) } as never) as never
  made = made.process('q', { steps: stepsOf(q) } as never) as never
  if (action !== null) made = made.action('act', recipe({ ...action, goto: null }, 0) as never) as never
  made = made
    .mayDeadlock()
    .eventually('eventually', goal as never, options)
    .leadsTo('leadsTo', premise as never, goal as never, options)
    .infinitelyOften('infinitelyOften', goal as never, options)
    .eventuallyAlways('eventuallyAlways', goal as never, options)
    .canAlways('canAlways', goal as never, (isForEach ? { of: 'p' } : {}) as never)
    .temporal('formula', formula as never, options)
  const names = [...fair.weak, ...fair.strong]
  // More of it would make an automaton of many thousand nodes, and formulas know nothing of choices.
  if (p.count > 1 || names.length > 2 || names.some(name => name.startsWith('each '))) return made
  if (pastIn(random.formula) > 0) return made
  const byFormula = (f: unknown) => {
    const logic = f as AnyLogic
    return logic.implies(fairFormula(logic, fair), built(logic, random, random.formula))
  }
  return made.temporal('fairness as a formula', byFormula as never, unfair)
}
