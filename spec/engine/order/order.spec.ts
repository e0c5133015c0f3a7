import { current } from 'immer'
import { add, assert, check, has, type Model, model, type SetOf, type StepName, setOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { diningPhilosophers } from '../../../models/classic/dining-philosophers.ts'
import { UsageError } from '../../../src/base/errors.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import type { Paint } from '../../../src/report/text/paint.ts'
import { type EngineOptions, explore } from '../../../src/search/explore.ts'
import { OrderedSearch } from '../../../src/search/ordered-search.ts'

type AnyModel = Model<Record<never, never>, object, string>

function search(model: unknown, options: EngineOptions = {}): Promise<Outcome> {
  return explore(instantiate(model as AnyModel), { reduce: 'order', ...options })
}

/** What is found with fewer transitions, before a shortest run is searched for. */
async function reduced(model: unknown): Promise<Outcome> {
  const outcome = await new OrderedSearch(instantiate(model as AnyModel), { allClaims: true }).exploreReduced()
  return outcome as Outcome
}

function verdictOf({ claims }: Outcome, name: string): string | undefined {
  return claims.find(claim => claim.name === name)?.verdict
}

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

describe('what a step does is known only as far as it was recorded', () => {
  /** The second process touches `x` only after others have opened the gate, which is found out late. */
  const late = model('late')
    .shared(() => ({ x: 0, gate: 0, seen: -1 }))
    .process('writer', {
      steps: {
        one: s => {
          s.x = 1
        },
        two: s => {
          s.x = 2
        },
      },
    })
    .process('opener', {
      steps: {
        a: s => {
          s.gate = 1
        },
        b: s => {
          s.gate = 2
        },
      },
    })
    .process('reader', {
      mayRest: ['read'],
      steps: {
        read: s => {
          if (s.gate !== 2) return 'read'
          s.seen = s.x
          return 'done'
        },
      },
    })
    .reachable('it sees 0', s => s.seen === 0)
    .reachable('it sees 1', s => s.seen === 1)
    .reachable('it sees 2', s => s.seen === 2)

  test('and what turns out later undoes what rested on it', async () => {
    const { claims } = await reduced(late)
    expect(claims.filter(({ kind }) => kind === 'reachable').map(({ verdict }) => verdict)).toEqual(
      Array(3).fill('witnessed'),
    )
  })

  test('and an edit of a list is a write, although it does not depend on what is in the list', async () => {
    const lists = model('lists')
      .shared(() => ({ list: [] as string[], seen: -1 }))
      .process('looker', {
        steps: {
          look: s => {
            s.seen = s.list.length
          },
        },
      })
      .process('pusher', {
        steps: {
          push: s => {
            s.list.push('b')
          },
        },
      })
      .reachable('none', s => s.seen === 0)
      .reachable('one', s => s.seen === 1)
    const outcome = await reduced(lists)
    expect([verdictOf(outcome, 'none'), verdictOf(outcome, 'one')]).toEqual(['witnessed', 'witnessed'])
  })

  test('and a step that is run from every state may touch anything', async () => {
    const unseen = model('unseen')
      .shared(() => ({ x: 0, seen: -1 }))
      .process('looker', {
        steps: {
          look: s => {
            s.seen = s.x
          },
        },
      })
      .process('writer', {
        steps: {
          write: s => {
            s.x = current(s).x + 1
          },
        },
      })
      .reachable('0', s => s.seen === 0)
      .reachable('1', s => s.seen === 1)
    const outcome = await reduced(unseen)
    expect([verdictOf(outcome, '0'), verdictOf(outcome, '1')]).toEqual(['witnessed', 'witnessed'])
  })

  test('and a step that waits for what another may still change is not taken to wait forever', async () => {
    const waiting = model('waiting')
      .shared(() => ({ flag: false, x: 0, y: 0 }))
      .process('a', {
        steps: {
          one: s => {
            s.x = 1
          },
          two: s => {
            s.x = 2
          },
        },
      })
      .process('b', {
        steps: {
          wait: s => {
            when(s.flag)
            s.y = s.x
          },
        },
      })
      .process('c', {
        steps: {
          open: s => {
            s.flag = true
          },
        },
      })
      .reachable('0 is copied', s => s.b[0]?.pc === 'done' && s.y === 0)
      .reachable('1 is copied', s => s.b[0]?.pc === 'done' && s.y === 1)
    const outcome = await reduced(waiting)
    expect([verdictOf(outcome, '0 is copied'), verdictOf(outcome, '1 is copied')]).toEqual(['witnessed', 'witnessed'])
  })

  test('and the way of a choice that is closed now may be open later', async () => {
    const closed = model('closed')
      .shared(() => ({ open: false, x: 0 }))
      .process('chooser', {
        steps: {
          go: s => {
            when(s.open)
            s.x = 1
          },
        },
      })
      .process('opener', {
        steps: {
          open: s => {
            s.open = true
          },
          shut: s => {
            s.open = false
          },
        },
      })
      .reachable('it went', s => s.x === 1)
    expect(verdictOf(await reduced(closed), 'it went')).toBe('witnessed')
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

describe('what changes the shape of states', () => {
  interface Late {
    msgs: SetOf<number>
    byName: Record<string, number>
    list: number[] | null
    turns: number
  }

  /** A step that reads no cell, only that something never was there, and steps of another process that change that at last. */
  const waiting = (isThere: (s: Late) => boolean, put: (s: Late, n: number) => void) =>
    model('waiting')
      .shared((): Late => ({ msgs: setOf(), byName: {}, list: [], turns: 0 }))
      .process('waiter', {
        steps: {
          look: s => {
            when(!isThere(s))
            return 'done'
          },
        },
      })
      .process('sender', {
        steps: {
          put: s => {
            put(s, s.turns)
            s.turns += 1
            return s.turns === 3 ? 'done' : 'put'
          },
        },
      })

  const changes = {
    'a member of a set': waiting(
      ({ msgs }) => has(msgs, 2),
      ({ msgs }, n) => add(msgs, n),
    ),
    'a key of a record': waiting(
      ({ byName }) => 'x2' in byName,
      ({ byName }, n) => {
        byName[`x${n}`] = n
      },
    ),
    'a value that is no list any more': waiting(
      ({ list }) => !Array.isArray(list),
      (s, n) => {
        s.list = n === 2 ? null : [n]
      },
    ),
  }

  test.each(Object.entries(changes))('is not put off: %s', async (_, late) => {
    const outcome = await search(late, { allClaims: true })
    expect(verdictOf(outcome, 'no deadlock')).toBe('violated')
    const { census } = await search(late, { allClaims: true, reduce: 'none' })
    expect(outcome.census).toEqual(census)
  })
})
