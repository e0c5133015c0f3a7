/** Dependence on the order of keys, however a record comes by its keys. */

import { choose, type Model, model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'

type Counts = Record<string, number>

const renamed = model('renamed')
  .shared(() => ({ o: { m: 1, n: 2 } as Counts }))
  .process('p', {
    steps: {
      one: s => {
        delete s.o.m
        s.o.z = 3
      },
      two: s => {
        delete s.o.n
        s.o.a = 4
      },
    },
  })
  .invariant('the newest key is last', s => Object.keys(s.o).at(-1) !== 'a')

const refilled = model('refilled')
  .shared(() => ({ cache: { a: 1 } as Counts, gone: '' }))
  .process('p', {
    steps: {
      fill: s => {
        s.cache = { x: 1, c: 1 }
      },
      evict: s => {
        s.gone = Object.keys(s.cache)[0] ?? ''
      },
    },
  })

const inList = model('in list')
  .shared(() => ({ queue: [] as Counts[], out: '' }))
  .process('p', {
    steps: {
      push: s => {
        s.queue.push({ z: 1, ...{ a: 2 } })
      },
      pop: s => {
        s.out = Object.keys(s.queue.pop() ?? {})[0] ?? ''
      },
    },
  })

const votes = model('votes')
  .shared(() => ({ votes: { p: 1, q: 2 } as Counts, lead: '' }))
  .process('p', {
    steps: {
      reset: s => {
        s.votes = choose(true, false) ? { zed: 5, amy: 5 } : { amy: 5, zed: 5 }
      },
      lead: s => {
        s.lead = Object.entries(s.votes).sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''
      },
    },
  })

const written = model('written')
  .shared(() => ({ message: { t: 'none' } as Record<string, unknown>, wire: '' }))
  .process('p', {
    steps: {
      make: s => {
        s.message = { type: 'ack', seq: 1 }
      },
      send: s => {
        s.wire = JSON.stringify(s.message)
      },
    },
  })

const second = model('second')
  .shared(() => ({ cache: {} as Counts, gone: '' }))
  .process('p', {
    steps: {
      a: s => {
        s.cache.m = 1
      },
      b: s => {
        s.cache.z = 1
      },
      c: s => {
        s.cache.a = 1
      },
      evict: s => {
        s.gone = Object.keys(s.cache)[1] ?? ''
      },
    },
  })

const replaced = model('replaced')
  .shared(() => ({ seats: { b: 1, c: 1 } as Counts, first: '' }))
  .process('p', {
    steps: {
      move: s => {
        const { b, ...rest } = s.seats
        s.seats = { ...rest, a: b ?? 0 }
      },
      look: s => {
        for (const key in s.seats) {
          s.first = key
          break
        }
      },
    },
  })

/** The claim is evaluated on the states of the first two levels before the record turns out to be a dictionary. */
const noticedLate = model('noticed late')
  .shared(() => ({ o: { b: 1, a: 1 } as Counts, n: 0 }))
  .process('p', {
    steps: {
      first: s => {
        s.n = 1
      },
      second: s => {
        s.o = { c: 1 }
      },
    },
  })
  .invariant('b first', s => s.n !== 1 || s.o.c === 1 || Object.keys(s.o)[0] === 'b')

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  const search = (source: unknown) =>
    explore(instantiate(source as Model<never, never, string>), { engine, allClaims: true })

  it.each([
    ['keys are added and removed in one step', renamed],
    ['a record is replaced by one with other keys', refilled],
    ['a record is new in a list', inList],
    ['two steps write the same keys in different orders', votes],
    ['the text of a record is stored', written],
    ['the middle key of three counts', second],
    ['a key takes the place of another', replaced],
    ['the record turns out to be a dictionary later on', noticedLate],
  ])('the order of keys is refused where %s', async (_, source) => {
    await expect(search(source)).rejects.toMatchObject({ name: 'ModelError', code: 'key-order' })
  })

  it('a record that a literal in a step writes has the order of that literal', async () => {
    const source = model('as written')
      .shared(() => ({ queue: [] as Counts[], out: '' }))
      .process('p', {
        steps: {
          push: s => {
            s.queue.push({ z: 1, a: 2 })
          },
          pop: s => {
            s.out = Object.keys(s.queue.pop() ?? {})[0] ?? ''
          },
        },
      })
      .invariant('z comes first', s => s.out === '' || s.out === 'z')
    const { claims } = await search(source)
    expect(claims.find(({ name }) => name === 'z comes first')?.verdict).toBe('holds')
  })

  it('records with the keys of the initial state have a fixed order, however a step writes them', async () => {
    const source = model('fixed')
      .shared(() => ({ at: { y: 0, x: 0 }, seen: '' }))
      .process('p', {
        steps: {
          move: s => {
            s.at = { x: 1, y: 2 }
          },
          look: s => {
            s.seen = JSON.stringify(s.at)
          },
        },
      })
      .reachable('y first', s => s.seen === '{"y":2,"x":1}')
    const { claims } = await search(source)
    expect(claims.find(({ name }) => name === 'y first')?.verdict).toBe('witnessed')
  })

  it('messages of several kinds in a list may be compared as texts of the same form', async () => {
    const source = model('messages')
      .shared(() => ({ queue: [] as object[], equal: false }))
      .process('p', {
        steps: {
          push: s => {
            s.queue.push({ type: 'ack', by: 1 }, { type: 'ack', by: 1 }, { type: 'nak', to: 2 })
          },
          look: s => {
            s.equal = JSON.stringify(s.queue[0]) === JSON.stringify(s.queue[1])
          },
        },
      })
      .reachable('equal', s => s.equal)
    const { claims } = await search(source)
    expect(claims.find(({ name }) => name === 'equal')?.verdict).toBe('witnessed')
  })
})
