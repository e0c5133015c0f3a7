/**
 * Large models, by numbers: counters that wrap, and beside them what makes a layout change when there are many states
 * already. A set gets members late, a list changes its length late, one cell comes to hold ever more values.
 */

import fc from 'fast-check'
import { add, choose, type Model, model, remove, type SetOf, setOf, when } from 'interleave-checker'

export interface LargeModel {
  /** The period of each counter, in steps. */
  readonly moduli: readonly number[]
  /** The sum of counters from which on there is something new. */
  readonly late: { readonly set: number; readonly list: number; readonly field: number; readonly log: number }
  /** The log holds a pair of numbers below this: its square is how many values the one cell may have. */
  readonly logged: number
  readonly bound: number
}

interface S {
  n: number[]
  set: SetOf<unknown>
  list: number[]
  field: null | { f: number }
  log: number[]
}

const sum = (s: { readonly n: readonly number[] }): number => s.n.reduce((all, n) => all + n, 0)

export function buildLarge({ moduli, late, logged, bound }: LargeModel): Model<never, never, string> {
  const initial: S = { n: moduli.map(() => 0), set: setOf<unknown>(), list: [0], field: null, log: [] }
  const built = model('large')
    .shared(() => initial)
    .process('counter', {
      count: moduli.length,
      locals: () => ({ odd: false }),
      steps: {
        up: (s, me) => {
          const n = s.n[me.id] ?? 0
          s.n[me.id] = (n + 1) % (moduli[me.id] ?? 1)
          if (me.id === 0 && sum(s) > late.log) s.log = [n % logged, (s.n[1] ?? 0) % logged]
          return 'up'
        },
        odd: () => 'up',
      },
      mayRest: ['up'],
    })
    .action('grow', s => {
      when(sum(s) === late.set)
      add(s.set, choose<unknown>(1, { k: 2 }))
    })
    .action('shrink', s => {
      when(sum(s) === late.set + 1)
      remove(s.set, 1)
    })
    .action('lengthen', s => {
      when(sum(s) === late.list && s.list.length < 2)
      s.list.push(s.n[0] === 0 ? 1 : 2)
    })
    .action('become a record', s => {
      when(sum(s) === late.field && s.field === null)
      s.field = { f: s.list.length }
    })
    .invariant('below the bound', s => sum(s) < bound)
    .invariant('late members', { given: s => [...s.set].length > 1, then: s => sum(s) !== late.list })
    .reachable('all of it', s => s.list.length > 1 && s.field !== null && [...s.set].length > 1)
    .transition('only up, or round', (before, after) => sum(after) >= sum(before) || sum(before) > 5)
  return built as never
}

/** `scale` is about how many states the counters have alone; what comes late makes some times as many of them. */
export function largeModel(scale: number): fc.Arbitrary<LargeModel> {
  return fc.integer({ min: 2, max: 4 }).chain(counters => {
    const usual = Math.max(3, Math.round(scale ** (1 / counters)))
    const range = { min: Math.max(2, usual - 2), max: usual + 2 }
    const most = counters * usual
    const late = (from: number) => fc.integer({ min: Math.floor(from * most), max: most })
    return fc.record({
      moduli: fc.array(fc.integer(range), { minLength: counters, maxLength: counters }),
      late: fc.record({ set: late(0.8), list: late(0.85), field: late(0.85), log: late(0.9) }),
      logged: fc.integer({ min: 3, max: 7 }),
      bound: fc.integer({ min: Math.floor(most / 2), max: 2 * most }),
    })
  })
}

/** A number and a list of it: two cells with as many values as there are states. */
export function longModel(states: number): Model<never, never, string> {
  return model('long')
    .shared(() => ({ n: 0, before: [] as number[] }))
    .action('on', s => {
      s.before = [s.n]
      s.n = (2 * s.n + choose(0, 1)) % states
    })
    .invariant('not the last one', s => s.n !== states - 1)
    .transition('before is before', (a, b) => b.before[0] === a.n)
    .reachable('round', s => s.n > 0 && s.n < (s.before[0] ?? 0)) as never
}
