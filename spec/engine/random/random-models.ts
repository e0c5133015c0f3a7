/** Random models for fast-check: processes, actions and claims over one state that has everything in it. */

import fc from 'fast-check'
import { type Model, model, oneOf, type StepName, setOf } from 'interleave-checker'
import { type Expr, evaluate, looks, readables } from './random-expressions.ts'
import { listActs, listLooks } from './random-lists.ts'
import type { Me, S } from './random-state.ts'
import { acts, type Instr, places, run } from './random-steps.ts'
import { tricks } from './random-tricks.ts'

export interface RandomModel {
  readonly processes: readonly {
    readonly count: number
    readonly steps: readonly (readonly Instr[])[]
    readonly rests: boolean
    /** Runs the very steps of the first process, with locals of its own. */
    readonly isSameProcedure: boolean
  }[]
  readonly actions: readonly (readonly Instr[])[]
  readonly initials: readonly (readonly [number, number])[]
  readonly invariants: readonly Expr[]
  readonly implications: readonly (readonly [Expr, Expr])[]
  readonly reachable: readonly Expr[]
  /** Outside of which no step is taken. */
  readonly bounds: readonly Expr[]
  readonly transitions: readonly {
    readonly e: Expr
    readonly than: Expr
    /** Which transitions it leaves alone. */
    readonly but: 'none' | 'p0' | 'l0' | 'second'
    readonly how: 'sum' | 'grows' | 'steady'
    /** Of which state before or after it is claimed; null for a claim about all transitions. */
    readonly given: { readonly e: Expr; readonly isOfAfter: boolean } | null
  }[]
  readonly mayDeadlock: boolean
}

/** The cells that are sets. */
export const setCells: ReadonlySet<string> = new Set(['set', 'recset'])

function initial([seed, b]: readonly [number, number]): S {
  return {
    a: seed % 3,
    b,
    arr: [0, 1, seed % 2],
    rec: { x: 0, y: { z: seed % 2 } },
    recs: [
      { k: 0, v: 0 },
      { k: 1, v: seed % 3 },
    ],
    queue: [],
    mail: b === 2 ? [{ k: 1, v: seed % 3 }] : [],
    log: seed === 1 ? [2, 0] : [],
    gone: [],
    maybe: seed === 2 ? { n: 1 } : null,
    mixed: [0, 'a', { m: 1 }],
    set: setOf<unknown>(...(seed === 1 ? [1] : [])),
    kept: null,
    opt: { p: 0 },
    dict: seed === 0 ? {} : { a: seed % 2, b: 1 },
    recset: setOf(
      ...[
        { k: 1, v: 0 },
        { k: 1, v: 2 },
      ].slice(0, (b + 2) % 3),
    ),
  }
}

export function buildModel(random: RandomModel): Model<Record<never, never>, object, string> {
  let built = model('random').shared(() => oneOf(random.initials.map(initial))) as unknown as Model<
    never,
    never,
    string
  >
  const procedures = random.processes.map(({ steps }) =>
    Object.fromEntries(
      steps.map((instrs, l) => [
        `l${l}`,
        (s: S, me: Me) => {
          const label = run(instrs, s, me)
          return label?.startsWith('l') === true && Number(label.slice(1)) >= steps.length ? 'done' : label
        },
      ]),
    ),
  )
  random.processes.forEach(({ count, rests, isSameProcedure }, p) => {
    built = built.process(`p${p}`, {
      count,
      locals: (_, id) => ({ my: isSameProcedure ? id : 0, inbox: { set: setOf<number>(), flag: p }, stack: [] }),
      steps: procedures[isSameProcedure ? 0 : p] as never,
      mayRest: (rests ? ['l0'] : []) as never,
    }) as unknown as typeof built
  })
  random.actions.forEach((instrs, i) => {
    built = built.action(`action ${i}`, ((s: S) => void run(instrs, s, undefined)) as never)
  })
  const holds = (e: Expr) => ((s: S) => evaluate(e, s, undefined) < 2) as never
  for (const [i, e] of random.invariants.entries()) built = built.invariant(`invariant ${i}`, holds(e))
  for (const [i, [given, then]] of random.implications.entries()) {
    const isTrue = (s: S) => evaluate(given, s, undefined) === 2
    built = built.invariant(`implication ${i}`, { given: isTrue as never, then: holds(then) })
  }
  for (const [i, e] of random.reachable.entries()) {
    built = built.reachable(`reachable ${i}`, ((s: S) => evaluate(e, s, undefined) === 2) as never)
  }
  for (const [i, e] of random.bounds.entries()) built = built.within(`bound ${i}`, holds(e))
  for (const [i, { e, than, but, how, given }] of random.transitions.entries()) {
    const claim = (before: S, after: S, { process, instance, step }: StepName): boolean => {
      if (but === 'p0' ? process === 'p0' : but === 'l0' ? step === 'l0' : but === 'second' && instance === 1)
        return true
      const now = evaluate(e, after, undefined)
      if (how === 'sum') return now + evaluate(than, before, undefined) < 4
      if (how === 'grows') return now >= evaluate(e, before, undefined)
      return now === evaluate(e, before, undefined) || evaluate(than, before, undefined) < 1
    }
    const isGiven = (before: S, after: S) =>
      given !== null && evaluate(given.e, given.isOfAfter ? after : before, undefined) > 0
    built = built.transition(`transition ${i}`, (given === null ? claim : { given: isGiven, then: claim }) as never)
  }
  return (random.mayDeadlock ? built.mayDeadlock() : built) as never
}

/**
 * The same model with a throw wherever there is something wrong, which every engine must refuse: the naive explorer goes
 * on from there as if it were right, but it does note what is thrown.
 */
export function throwingWhereWrong(random: RandomModel): RandomModel {
  const thrown: Instr = { i: 'throw', e: { e: 'const', n: 2 } }
  const steps = (instrs: readonly Instr[]) => instrs.map(instr => (instr.i === 'wrong' ? thrown : instr))
  return { ...random, processes: random.processes.map(one => ({ ...one, steps: one.steps.map(steps) })) }
}

/** Whether there is something wrong in some step. */
export function hasWrong(random: RandomModel): boolean {
  return random.processes.some(({ steps }) => steps.flat().some(({ i }) => i === 'wrong'))
}

function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[]
}

const { expr } = fc.letrec<{ expr: Expr }>(tie => ({
  expr: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ e: fc.constant('const' as const), n: fc.nat(2) }),
    fc.record({ e: fc.constant('read' as const), from: fc.constantFrom(...readables) }),
    fc.record({
      e: fc.constant('at' as const),
      of: fc.constantFrom('arr' as const, 'recs' as const, 'queue' as const, 'mixed' as const),
      i: tie('expr'),
    }),
    fc.record({ e: fc.constant('has' as const), i: tie('expr') }),
    fc.record({ e: fc.constant('if' as const), c: tie('expr'), l: tie('expr'), r: tie('expr') }),
    fc.record({ e: fc.constant('look' as const), at: fc.constantFrom(...keysOf(looks)), i: tie('expr') }),
    fc.record({ e: fc.constant('look' as const), at: fc.constantFrom(...keysOf(listLooks)), i: tie('expr') }),
    fc.record({
      e: fc.constantFrom('plus' as const, 'less' as const, 'same' as const),
      l: tie('expr'),
      r: tie('expr'),
    }),
  ),
}))

const { instr } = fc.letrec<{ instr: Instr }>(tie => ({
  instr: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: fc.record({ i: fc.constant('assign' as const), to: fc.constantFrom(...places), e: expr }) },
    {
      weight: 3,
      arbitrary: fc.record({
        i: fc.constant('assign at' as const),
        of: fc.constantFrom('arr' as const, 'recs' as const),
        at: expr,
        e: expr,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        i: fc.constantFrom(...(['push', 'add', 'remove', 'maybe', 'optional', 'send'] as const)),
        e: expr,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ i: fc.constant('trick' as const), trick: fc.constantFrom(...tricks), e: expr }),
    },
    ...[acts, listActs].map(some => ({
      weight: 5,
      arbitrary: fc.record({
        i: fc.constant('act' as const),
        act: fc.constantFrom(...(keysOf(some) as (keyof typeof acts)[])),
        e: expr,
        than: expr,
      }),
    })),
    { weight: 2, arbitrary: fc.record({ i: fc.constant('when' as const), e: expr }) },
    { weight: 1, arbitrary: fc.record({ i: fc.constantFrom('assert' as const, 'throw' as const), e: expr }) },
    {
      weight: 1,
      arbitrary: fc.record({
        i: fc.constant('choose' as const),
        options: fc.array(fc.nat(2), { maxLength: 2 }),
        to: fc.constantFrom(...places),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ i: fc.constant('if' as const), e: expr, body: fc.array(tie('instr'), { maxLength: 2 }) }),
    },
    { weight: 2, arbitrary: fc.record({ i: fc.constant('goto' as const), label: fc.nat(3) }) },
  ),
}))

const wrong = fc.record({
  i: fc.constant('wrong' as const),
  how: fc.constantFrom(...(['undefined', 'label', 'id', 'me', 'date'] as const)),
})

const step = fc.array(instr, { minLength: 1, maxLength: 4 })
/** One in a hundred steps has something wrong with it. */
const maybeWrongStep = fc.oneof(
  { weight: 99, arbitrary: step },
  { weight: 1, arbitrary: fc.tuple(step, wrong).map(([instrs, bad]): Instr[] => [...instrs, bad]) },
)

function initials(maxLength: number): fc.Arbitrary<[number, number][]> {
  const range = { minLength: 1, maxLength, size: 'max', selector: String } as const
  return fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(2)), range)
}

/** Half of them wait for something, so that there may be states in which nothing can happen. */
const randomAction = fc
  .tuple(fc.option(expr), step)
  .map(([e, instrs]): Instr[] => [...(e === null ? [] : [{ i: 'when' as const, e }]), ...instrs])

const randomProcess = fc.record({
  count: fc.constantFrom(1, 2, 1, 2, 1, 2, 0),
  steps: fc.array(maybeWrongStep, { minLength: 1, maxLength: 4 }),
  rests: fc.boolean(),
  isSameProcedure: fc.boolean(),
})

export const randomModel: fc.Arbitrary<RandomModel> = fc.record({
  processes: fc.oneof(
    { weight: 15, arbitrary: fc.array(randomProcess, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  actions: fc.array(randomAction, { maxLength: 2 }),
  initials: fc.oneof({ weight: 3, arbitrary: initials(2) }, { weight: 1, arbitrary: initials(9) }),
  invariants: fc.array(expr, { maxLength: 2 }),
  implications: fc.array(fc.tuple(expr, expr), { maxLength: 1 }),
  reachable: fc.array(expr, { maxLength: 2 }),
  bounds: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(expr, { minLength: 1, maxLength: 2 })),
  transitions: fc.array(
    fc.record({
      e: expr,
      than: expr,
      but: fc.constantFrom('none' as const, 'p0' as const, 'l0' as const, 'second' as const),
      how: fc.constantFrom('sum' as const, 'grows' as const, 'steady' as const),
      given: fc.option(fc.record({ e: expr, isOfAfter: fc.boolean() })),
    }),
    { maxLength: 2 },
  ),
  mayDeadlock: fc.boolean(),
})
