/** A step may put a copy in the place of its own instance, as code that never edits does: its label goes to what is there. */

import { type AnyModel, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'

const engines = ['footprint', 'reference'] as const

async function found(given: AnyModel, engine: (typeof engines)[number]) {
  const { census, claims, neverRan } = await explore(instantiate(given), { engine, allClaims: true })
  return { states: census.states, steps: claims.find(({ name }) => name === 'apart')?.steps, neverRan }
}

type Locker = { pc: 'check' | 'take' | 'crit' | 'done'; readonly id: number; tries: number }

/** A lock that looks and takes in two steps; `count` counts the tries of an instance. */
const lockThat = (count: (s: { w: Omit<Locker, 'id'>[] }, me: Locker) => void) =>
  model('lock')
    .shared(() => ({ owner: null as number | null }))
    .process('w', {
      count: 2,
      locals: () => ({ tries: 0 }),
      mayRest: ['check'],
      steps: {
        check: (s, me) => {
          when(s.owner === null)
          count(s as never, me as never)
        },
        take: (s, me) => {
          s.owner = me.id
        },
        crit: s => {
          s.owner = null
          return 'check'
        },
      },
    })
    .invariant('apart', s => s.w.filter(w => w.pc === 'crit').length <= 1)

const lock = lockThat((s, me) => {
  s.w[me.id] = { ...me, tries: Math.min(me.tries + 1, 2) }
})
const edited = lockThat((_, me) => {
  me.tries = Math.min(me.tries + 1, 2)
})

type W = { pc: 'flag' | 'end' | 'done'; flag: boolean }
const replaced = (replace: (s: { w: W[] }, id: number) => void) =>
  model('replaced')
    .process('w', {
      count: 2,
      locals: () => ({ flag: false }),
      steps: { flag: (s, me) => replace(s as never, me.id), end: () => {} },
    })
    .invariant('apart', s => !s.w.every(w => w.pc === 'end'))

describe.each(engines)('a step that puts a copy in the place of its own instance, by the %s engine', engine => {
  test('goes on as one that assigns does', async () => {
    const asCopy = await found(lock, engine)
    expect(asCopy).toEqual(await found(edited, engine))
    expect(asCopy).toMatchObject({ steps: 4, neverRan: [] })
  })

  test.each([
    [
      'every instance by a copy',
      (s: { w: W[] }) => {
        s.w = s.w.map(w => ({ ...w, flag: true }))
      },
    ],
    [
      'its own by a copy of it',
      (s: { w: W[] }, id: number) => {
        s.w[id] = { ...(s.w[id] as W) }
      },
    ],
    [
      'all by what JSON makes of them',
      (s: { w: W[] }) => {
        s.w = JSON.parse(JSON.stringify(s.w))
      },
    ],
  ])('replaces %s', async (_, replace) => {
    expect(await found(replaced(replace), engine)).toEqual({ states: 9, steps: 2, neverRan: [] })
  })

  test('puts itself where another is, which keeps its own label', async () => {
    // The other's fields, and the label that the step goes to.
    const swap = replaced((s, id) => {
      s.w[id] = s.w[1 - id] as W
    })
    expect(await found(swap, engine)).toEqual({ states: 9, steps: 2, neverRan: [] })
  })
})

describe.each(engines)('what an action returns, by the %s engine', engine => {
  const acting = (act: (s: { x: number; q: number[] }) => unknown) =>
    model('acting')
      .shared(() => ({ x: 0, q: [] as number[] }))
      .action('act', act as never)

  test.each([
    ['a new state', (s: { x: number; q: number[] }) => ({ ...s, x: 1 }), 'returns a new state'],
    [
      'a generator',
      function* (s: { x: number; q: number[] }) {
        s.x = 1
        yield s
      },
      'is a generator, whose body has not run',
    ],
  ])('is refused if it is %s', async (_, act, words) => {
    const error = await found(acting(act), engine).catch(thrown => thrown)
    expect(error).toMatchObject({ name: 'ModelError', code: 'bad-return' })
    expect(error.message).toContain(`action 'act' ${words}`)
  })

  test.each([
    ['an assignment', (s: { x: number }) => (s.x = 1)],
    ['an assigned record', (s: { x: number; q: unknown[] }) => (s.q = [{ x: 1 }])],
    ['a call', (s: { q: number[] }) => s.q.length === 0 && s.q.push(1)],
    [
      'the state itself',
      (s: { x: number }) => {
        s.x = 1
        return s
      },
    ],
  ])('is left alone if it is the result of %s', async (_, act) => {
    expect(await found(acting(act as never), engine)).toMatchObject({ states: 2 })
  })
})
