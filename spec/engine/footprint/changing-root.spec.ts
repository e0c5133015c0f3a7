/** Where keys of the state itself come and go, the whole state is one cell, and every look at it is a read. */

import { type AnyModel, model, oneOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'

type Counted = { n: number; flag?: boolean }

const counting = (initial: () => Counted) =>
  model('counting')
    .shared(initial)
    .process('p', {
      steps: {
        count: s => {
          s.n += 1
          if (s.n === 3) s.flag = true
          if (s.n === 6) delete s.flag
          return s.n < 60 ? 'count' : 'done'
        },
      },
    })
    .invariant('never 50', s => s.n !== 50)
    .transition('never from 50', before => before.n !== 50)
    .reachable('at 40', s => s.n === 40)

const session = model('session')
  .shared((): { token?: number } => ({}))
  .process('client', {
    count: 2,
    steps: {
      logout: s => {
        delete s.token
      },
      login: (s, me) => {
        s.token = me.id
      },
      use: () => 'logout',
    },
  })
  .transition(
    'no token is lost in use',
    (before, after) => !(before.token !== undefined && after.token === undefined && after.client[1]?.pc === 'use'),
  )

const switched = model('switched')
  .shared((): { flag?: boolean } => ({}))
  .action('set', s => {
    s.flag = true
  })
  .action('clear', s => {
    delete s.flag
  })
  .invariant('a flag is true', s => !('flag' in s) || s.flag === true)

const guarded = model('guarded')
  .shared((): { n: number; flag?: boolean } => ({ n: 0 }))
  .process('p', {
    steps: {
      set: s => {
        s.flag = true
      },
      clear: s => {
        delete s.flag
      },
      again: () => 'set',
    },
  })
  .action('count', s => {
    when(s.flag === true)
    s.n = Math.min(s.n + 1, 3)
  })
  .invariant('less than 3', s => s.n < 3)

const several = model('several')
  .shared(() => oneOf<Counted>([{ n: 0 }, { n: 0, flag: true }]))
  .action('count', s => {
    s.n = (s.n + 1) % 60
  })
  .invariant('never 50', s => s.n !== 50)

describe.each(['footprint', 'reference'] as const)('a state whose own keys come and go, by the %s engine', engine => {
  const found = async (given: AnyModel) => {
    const { claims, census } = await explore(instantiate(given), { engine, allClaims: true, auditEvery: 1 })
    return { census, found: claims.flatMap(({ name, verdict, steps }) => (verdict === 'holds' ? [] : [[name, steps]])) }
  }

  test('violates what it violates', async () => {
    expect(await found(counting(() => ({ n: 0 })))).toEqual({
      census: { states: 61, transitions: 60, depth: 60 },
      found: [
        ['never 50', 50],
        ['never from 50', 51],
        ['at 40', 40],
      ],
    })
    expect(await found(session)).toMatchObject({ census: { states: 18 }, found: [['no token is lost in use', 3]] })
    expect(await found(several)).toMatchObject({ census: { states: 120 }, found: [['never 50', 50]] })
  })

  test('is seen by steps that wait for a key', async () => {
    const census = { states: 12, transitions: 16, depth: 6 }
    expect(await found(guarded)).toEqual({ census, found: [['less than 3', 4]] })
  })

  test('is not a sign of an impure step', async () => {
    expect(await found(switched)).toEqual({ census: { states: 2, transitions: 4, depth: 1 }, found: [] })
  })
})
