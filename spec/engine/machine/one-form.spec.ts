/** What recipes and claims see of a state hangs on its structure alone, whichever engine runs them. */

import {
  add,
  choose,
  drop,
  get,
  type Model,
  model,
  type OrderedMap,
  orderedMap,
  put,
  remove,
  setOf,
  size,
  when,
} from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { type EngineName, explore } from '../../../src/search/explore.ts'

type Any = Model<never, never, string>

async function verdicts(source: unknown, engine: EngineName): Promise<Record<string, string>> {
  const { claims }: Outcome = await explore(instantiate(source as Any), { engine, allClaims: true })
  return Object.fromEntries(claims.map(({ name, verdict }) => [name, verdict]))
}

const refusal = (source: unknown, engine: EngineName) =>
  explore(instantiate(source as Any), { engine, allClaims: true })

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  const record = model('record').shared(() => ({ z: 0, r: { b: 0, a: 0 }, text: '', keys: '' }))

  it('the keys of records are seen in the order in which the initial state first names them', async () => {
    const source = record
      .process('w', {
        steps: {
          set: s => {
            s.r = { a: 1, b: 1 }
          },
          read: s => {
            s.text = JSON.stringify({ ...s.r })
            let keys = ''
            for (const key in s.r) keys += key
            s.keys = keys + Object.keys(s).join()
          },
        },
      })
      .invariant(
        'as declared',
        s => Object.keys(s.r).join() === 'b,a' && JSON.stringify(s).startsWith('{"z":0,"r":{"b"'),
      )
      .reachable('text', s => s.text === '{"b":1,"a":1}' && s.keys === 'baz,r,text,keys,w')
    expect(await verdicts(source, engine)).toMatchObject({ 'as declared': 'holds', text: 'witnessed' })
  })

  const dictionary = model('dictionary').shared(() => ({ d: {} as Record<string, number>, seen: '' }))
  const twoPuts = dictionary
    .process('x', {
      steps: {
        put: s => {
          s.d.x = 1
        },
      },
    })
    .process('y', {
      steps: {
        put: s => {
          s.d = { ...s.d, y: 1 }
        },
      },
    })

  it.each([
    [
      'a step',
      twoPuts.action('look', s => {
        when(Object.keys(s.d).length === 2 && s.seen === '')
        s.seen = Object.keys(s.d)[0] ?? ''
      }),
    ],
    ['a claim', twoPuts.invariant('x first', s => Object.keys(s.d).length < 2 || Object.keys(s.d)[0] === 'x')],
    [
      'a transition claim',
      twoPuts.transition('x first', (_, s) => Object.entries(s.d).length < 2 || JSON.stringify(s.d).startsWith('{"x')),
    ],
    [
      'a choice',
      twoPuts.action('pick', s => {
        when(Object.keys(s.d).length === 2 && s.seen === '')
        s.seen = `${choose(0, 1)}${Object.keys(s.d)[0]}`
      }),
    ],
  ])('%s that depends on the order in which keys were added is rejected', async (_, source) => {
    await expect(refusal(source, engine)).rejects.toMatchObject({ name: 'ModelError', code: 'key-order' })
  })

  it('code with the same result for any order of keys is not', async () => {
    const source = twoPuts
      .action('look', s => {
        when(s.seen === '')
        const sum = Object.values(s.d).reduce((all, n) => all + n, 0)
        s.seen = `${sum} ${Object.keys(s.d).sort().join()} ${choose('-', ...Object.keys(s.d))}`
      })
      .reachable('picks y', s => s.seen === '2 x,y y')
      .invariant('ones', s => Object.entries(s.d).every(([, n]) => n === 1))
    expect(await verdicts(source, engine)).toMatchObject({ 'picks y': 'witnessed', ones: 'holds' })
  })

  it('an ordered dictionary keeps the order in which keys were added', async () => {
    const source = model('lru')
      .shared(() => ({ cache: orderedMap() as OrderedMap<number>, evicted: '' }))
      .process('user', { count: 2, steps: { put: (s, me) => put(s.cache, `k${me.id}`, me.id) } })
      .process('evictor', {
        steps: {
          evict: s => {
            when(s.cache.length === 2)
            s.evicted = s.cache[0]?.[0] ?? ''
            drop(s.cache, s.evicted)
          },
        },
      })
      .invariant('k1 is never evicted', s => s.evicted !== 'k1')
      .reachable('k0 is', s => s.evicted === 'k0' && get(s.cache, 'k1') === 1)
    expect(await verdicts(source, engine)).toMatchObject({ 'k1 is never evicted': 'violated', 'k0 is': 'witnessed' })
  })

  const queue = model('queue').shared(() => ({ queue: [{ id: 1 }, { id: 2 }], current: null as { id: number } | null }))
  const taking = queue.process('p', {
    steps: {
      take: s => {
        s.current = s.queue[0] ?? null
      },
      next: () => {},
    },
  })

  it.each([
    ['a claim with includes', taking.invariant('c', s => s.current === null || !s.queue.includes(s.current))],
    ['a claim with indexOf', taking.invariant('c', s => s.current === null || s.queue.indexOf(s.current) >= 0)],
    ['a claim with ===', taking.invariant('c', s => s.queue[0] !== s.current)],
    ['a transition claim with ===', taking.transition('c', (before, after) => before.queue === after.queue)],
    [
      'a step',
      taking.action('look', s => {
        when(s.current !== null && !s.queue.includes(s.current))
        s.queue = []
      }),
    ],
  ])('%s that compares objects by identity is rejected', async (_, source) => {
    await expect(refusal(source, engine)).rejects.toMatchObject({ name: 'ModelError', code: 'identity' })
  })

  it('an object from a list is found in the list', async () => {
    const source = queue
      .process('p', {
        steps: {
          take: s => {
            const second = s.queue.find(job => job.id === 2)
            if (second !== undefined) s.queue.splice(s.queue.indexOf(second), 1)
          },
        },
      })
      .reachable('one left', s => s.queue.length === 1 && s.queue[0]?.id === 1)
    expect(await verdicts(source, engine)).toMatchObject({ 'one left': 'witnessed' })
  })

  it('me is its own instance, in every search through the instances', async () => {
    const source = model('me')
      .shared(() => ({ turn: 0 }))
      .process('p', {
        count: 3,
        locals: () => ({ ok: false }),
        steps: {
          look: (s, me) => {
            const others = s.p.filter(q => q !== me)
            const own = [s.p.indexOf(me), s.p.findIndex(q => q === me && q.ok === me.ok), [...s.p].lastIndexOf(me)]
            me.ok =
              others.length === 2 &&
              own.every(i => i === me.id) &&
              s.p[me.id] === me &&
              s.p.some(q => q === me) &&
              s.p.includes(me)
          },
        },
      })
      .span('p', 'itself', (s, me) => s.p.some(q => (q as unknown) === me))
      .invariant('it is', s => s.p.every(q => q.ok || q.pc === 'look'))
    expect(await verdicts(source, engine)).toMatchObject({ 'it is': 'holds' })
  })

  it('a set stays a set when its members are edited in place', async () => {
    const source = model('set')
      .shared(() => ({ set: setOf({ a: 1 }, { a: 2 }) }))
      .action('all become 3', s => {
        when([...s.set].some(m => m.a !== 3))
        for (const m of s.set) m.a = 3
      })
      .action('swap', s => {
        when(size(s.set) === 2)
        const m = choose(...s.set)
        m.a = 5 - m.a
        remove(s.set, { a: 9 })
        add(s.set, { a: 4 })
      })
      .mayDeadlock()
      .invariant('each member once, in order', s => {
        const members = [...s.set].map(m => m.a)
        return members.every((a, i) => i === 0 || a > (members[i - 1] ?? 0))
      })
    expect(await verdicts(source, engine)).toMatchObject({ 'each member once, in order': 'holds' })
  })

  it('minus zero is zero in a state', async () => {
    const source = model('zero')
      .shared(() => ({ n: -0, list: [-0], way: 0 }))
      .process('p', {
        steps: {
          a: s => {
            s.n = -0
          },
          b: s => {
            s.list = [-0]
          },
          c: s => {
            s.way = 1 / s.n
          },
        },
      })
    const claimed = source.invariant('no minus', s => !Object.is(s.n, -0) && !Object.is(s.list[0], -0))
    await expect(refusal(claimed, engine)).rejects.toThrow(/way is Infinity/)
  })

  it.each([
    [
      'a getter',
      () => ({
        a: 1,
        get b() {
          return 2
        },
      }),
      /b is a getter/,
    ],
    [
      'a getter inside',
      () => ({
        a: {
          get b() {
            return 2
          },
        },
      }),
      /a\.b is a getter/,
    ],
    ['a hidden property', () => ({ a: Object.defineProperty({}, 'h', { value: 1 }) }), /a\.h is a hidden property/],
    [
      'data without end',
      () => {
        const a: Record<string, unknown> = {}
        let at = a
        for (let i = 0; i < 9000; i++) at = at.a = {}
        return a
      },
      /nested more than/,
    ],
  ])('%s in the initial state is not plain data', async (_, make, message) => {
    expect(() => instantiate(model('bad').shared(make as () => object) as unknown as Any)).toThrow(message)
  })

  it('a getter that a step writes is not plain data', async () => {
    const source = model('bad')
      .shared(() => ({ o: {} as object }))
      .action('set', s => {
        s.o = {
          get x() {
            return 1
          },
        }
      })
    await expect(refusal(source, engine)).rejects.toMatchObject({ code: 'not-plain-data' })
  })

  it.each([
    [
      'a part of the state',
      (s: { job: object }) => {
        throw s.job
      },
    ],
    [
      'an object without prototype',
      () => {
        throw Object.create(null)
      },
    ],
    [
      'a record that holds a part of the state',
      (s: { job: object }) => {
        throw { job: s.job }
      },
    ],
    [
      'an error whose message throws',
      () => {
        throw Object.defineProperty(new Error(), 'message', {
          get() {
            throw new Error()
          },
        })
      },
    ],
    [
      'undefined',
      () => {
        throw undefined
      },
    ],
  ])('a step that throws %s is a violation like any other', async (_, step) => {
    const source = model('throws')
      .shared(() => ({ job: { id: 1 } }))
      .process('p', { steps: { a: step as (s: object) => undefined } })
    expect(await verdicts(source, engine)).toMatchObject({ 'no step throws': 'violated' })
  })

  it.each([
    [
      'random numbers',
      (s: { n: number }) => {
        s.n = Math.random() < 1e-9 ? 2 : 1
      },
    ],
    [
      'the time',
      (s: { n: number }) => {
        s.n = Date.now() > 4e15 ? 2 : 1
      },
    ],
    [
      'a date',
      (s: { n: number }) => {
        s.n = new Date().getFullYear() > 9999 ? 2 : 1
      },
    ],
  ])('a step that uses %s is impure, however rarely it shows', async (_, step) => {
    const source = model('impure')
      .shared(() => ({ n: 0 }))
      .action('ask', step)
    await expect(refusal(source, engine)).rejects.toMatchObject({ code: 'impure' })
  })
})
