/** What a step may do is known from its recordings, which come late: what the reduction concluded before must be undone. */

import { current } from 'immer'
import { add, has, model, type SetOf, setOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { reduced, search, verdictOf } from './reduced-search.ts'

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
