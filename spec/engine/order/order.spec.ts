import { assert, check, model, type StepName, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { diningPhilosophers } from '../../../models/classic/dining-philosophers.ts'
import { UsageError } from '../../../src/base/errors.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import type { Paint } from '../../../src/report/text/paint.ts'
import { explore } from '../../../src/search/explore.ts'
import { OrderedSearch } from '../../../src/search/ordered-search.ts'
import { reduced, search, verdictOf } from './reduced-search.ts'

const plain: Paint = (_style, text) => text

/** Processes that count, each for itself. */
const counters = model('counters', { workers: 3, steps: 8 })
  .shared(c => ({ count: Array<number>(c.workers).fill(0) }))
  .process('worker', {
    count: c => c.workers,
    mayRest: ['count'],
    steps: {
      count: (s, me, c) => {
        const n = s.count[me.id] as number
        when(n < c.steps)
        s.count[me.id] = n + 1
        return 'count'
      },
    },
  })

describe('steps that have nothing to do with each other', () => {
  test('are taken in one order', async () => {
    const { census, claims, reduction } = await search(counters)
    expect(census.states).toBe(3 * 8 + 1)
    expect(claims.every(({ verdict }) => verdict === 'holds')).toBe(true)
    expect(reduction).toMatchObject({ by: 'order' })
  })

  test('are taken in every order that a claim about states can tell apart', async () => {
    const together = counters.reachable('all are half done', s => s.count.every(n => n === 4))
    const outcome = await search(together)
    expect(verdictOf(outcome, 'all are half done')).toBe('witnessed')
    expect(outcome.census.states).toBe(9 ** 3)
  })

  test('are taken in one order where a claim sees only one of them', async () => {
    const { census } = await search(counters.invariant('the first one counts to 8', s => (s.count[0] as number) <= 8))
    expect(census.states).toBe(3 * 8 + 1)
  })

  test('leave few states of the philosophers, and their deadlock', async () => {
    const many = diningPhilosophers.variant('eight', { philosophers: 8 })
    const outcome = await new OrderedSearch(instantiate(many, { variant: 'eight' }), {
      allClaims: true,
    }).exploreReduced()
    expect(outcome && verdictOf(outcome, 'no deadlock')).toBe('violated')
    expect(outcome?.census.states).toBeLessThan(14_158 / 10)
  })
})

describe('no step is put off forever', () => {
  const spinning = model('spinning')
    .shared(() => ({ turns: 0, done: false }))
    .process('spinner', {
      steps: {
        spin: s => {
          s.turns = (s.turns + 1) % 3
          return 'spin'
        },
      },
    })
    .process('worker', {
      steps: {
        work: s => {
          s.done = true
        },
        fail: s => assert(!s.done, 'it is done'),
      },
    })

  test('by a process that goes round', async () => {
    expect(verdictOf(await reduced(spinning), 'no assertion fails')).toBe('violated')
  })

  test('by a process that goes round through a single state', async () => {
    const still = model('still')
      .shared(() => ({ idle: 0, done: false }))
      .process('spinner', { steps: { spin: () => 'spin' } })
      .process('worker', {
        steps: {
          work: s => {
            s.done = true
          },
        },
      })
      .reachable('it is done', s => s.done)
    expect(verdictOf(await reduced(still), 'it is done')).toBe('witnessed')
  })
})

describe('claims about transitions', () => {
  const crossing = model('crossing')
    .shared(() => ({ x: 0, y: 0 }))
    .process('a', {
      steps: {
        set: s => {
          s.x = 1
        },
      },
    })
    .process('b', {
      steps: {
        set: s => {
          s.y = 1
        },
      },
    })

  test('see a step beside what others have done', async () => {
    for (const value of [0, 1]) {
      const claimed = crossing.transition('b sets y beside this x', {
        given: (_before: object, _after: object, step: StepName) => step.process === 'b',
        then: (before: { readonly x: number }) => before.x !== value,
      } as never)
      expect(verdictOf(await reduced(claimed), 'b sets y beside this x')).toBe('violated')
    }
  })
})

describe('a run', () => {
  const failing = counters.invariant('nobody ends', (s, c) => s.count.every(n => n < c.steps))

  test('is a shortest one of all', async () => {
    const { claims, reduction } = await search(failing)
    const [claim] = claims
    expect([claim?.verdict, claim?.steps, claim?.mayBeShorter]).toEqual(['violated', 8, undefined])
    expect(reduction).toMatchObject({ by: 'none' })
  })

  test('may be longer where there are more states than were to be searched', async () => {
    const ends = model('ends')
      .shared(() => ({ a: 0, b: 0, c: 0 }))
      .process('first', { steps: chain('a') })
      .process('second', { steps: chain('b') })
      .process('third', { steps: chain('c') })
      .invariant('a does not end', s => s.a < 6)
    const outcome = await search(ends, { maxStates: 60 })
    expect(outcome.claims[0]).toMatchObject({ verdict: 'violated', mayBeShorter: true })
    expect(outcomeToText(outcome, plain)).toContain('a shorter run may exist')
  })
})

function chain<K extends 'a' | 'b' | 'c'>(key: K) {
  const step = (s: { [name in K]: number }) => {
    s[key] = (s[key] + 1) as never
  }
  return { one: step, two: step, three: step, four: step, five: step, six: step }
}

describe('order', () => {
  test('is refused by name where it cannot be used', async () => {
    const bounded = counters.within('few', s => (s.count[0] as number) < 3)
    await expect(search(bounded)).rejects.toThrow(/cannot be reduced by order: its bound 'few'/)
    await expect(search(counters, { engine: 'reference' })).rejects.toThrow(/the reference engine takes every step/)
    await expect(search(counters.eventually('done', () => true))).rejects.toThrow(UsageError)
    const alone = instantiate(counters, { set: { workers: 1 } })
    await expect(explore(alone, { reduce: 'order' })).rejects.toThrow(/no two instances or actions/)
  })

  test('is not used by itself for small models, whose census is complete', async () => {
    const { census, reduction } = await check(counters)
    expect([census.states, reduction]).toEqual([9 ** 3, undefined])
  })

  test('is used where it is asked for, and says so', async () => {
    const whole = await check(counters, { set: { workers: 4, steps: 20 } })
    expect(whole.census.states).toBe(21 ** 4)
    const outcome = await check(counters, { set: { workers: 4, steps: 20 }, reduce: 'order' })
    expect(outcome.ok).toBe(true)
    expect(outcome.census.states).toBe(4 * 20 + 1)
    expect(outcomeToText(outcome, plain)).toContain(
      '81 states, 80 transitions, depth 80; every reachable state that the claims need',
    )
    expect(outcomeToText(outcome, plain)).toMatch(/fewer orders of steps: \d+ transitions left out/)
  })
})
