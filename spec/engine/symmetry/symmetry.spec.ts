import { describe, expect, test } from 'vitest'
import { add, at, check, type Id, idOf, ids, model, perId, remove, setOf, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { rejectionOf, thrownBy } from '../base/thrown-by.ts'
import { german } from './german.ts'

type NodeId = Id<'node'>

/** A lock that each of some nodes may take, and one after the other does. */
function lock(nodes: number) {
  return model('lock')
    .shared(() => ({ owner: null as NodeId | null, last: null as NodeId | null }))
    .process('node', {
      count: nodes,
      symmetric: true,
      steps: {
        take: (s, me) => {
          when(s.owner === null)
          s.owner = idOf('node', me.id)
        },
        release: s => {
          s.last = s.owner
          s.owner = null
        },
      },
    })
}

/** The numbers of nodes that reached their end, in the order in which they did. */
const queue = model('queue')
  .shared(() => ({ ended: [] as NodeId[], sent: setOf<{ from: NodeId }>(), seen: {} as { [id in NodeId]: number } }))
  .process('node', {
    count: 3,
    symmetric: true,
    steps: {
      send: (s, me) => add(s.sent, { from: idOf('node', me.id) }),
      see: (s, me) => {
        s.seen[idOf('node', me.id)] = 1
      },
      end: (s, me) => {
        remove(s.sent, { from: idOf('node', me.id) })
        s.ended.push(idOf('node', me.id))
      },
    },
  })

describe.each(['reference', 'footprint'] as const)('with the %s engine', engine => {
  function search(source: AnyModel, options: ExploreOptions & { set?: object } = {}): Promise<Outcome> {
    const { set, ...rest } = options
    const machine = instantiate(source, { set: set as never })
    return explore(machine, { allClaims: true, reduce: 'symmetry', engine, ...rest })
  }
  const stoodFor = ({ reduction }: Outcome) => (reduction?.by === 'symmetry' ? reduction.states : undefined)

  test.each([
    ['a lock', lock(4), {}],
    ['ids in lists, sets and records', queue, {}],
    ['actions that choose an id', german, { nodes: 2 }],
  ])('one state of an orbit is visited: %s', async (_what, source, set) => {
    const all = await search(source, { reduce: 'none', set })
    const reduced = await search(source, { set })
    expect(reduced.census.states).toBeLessThan(all.census.states)
    expect(stoodFor(reduced)).toBe(all.census.states)
    expect(reduced.census.depth).toBe(all.census.depth)
    expect(reduced.claims).toEqual(all.claims)
  })

  test('orbits are as many as they can be', async () => {
    // How many have not begun, are inside, have ended, and whether the last one is known: the names make no difference.
    expect((await search(lock(5))).census).toEqual({ states: 11, transitions: 20, depth: 10 })
  })

  test('a run is one of the model, from an initial state, with names as they were', async () => {
    const source = lock(4).invariant('at most two have ended', s => s.node.filter(n => n.pc === 'done').length <= 2)
    const { claims } = await search(source)
    expect(claims[0]).toMatchObject({ verdict: 'violated', steps: 6 })
    const { steps } = buildWitness(instantiate(source), claims[0]!)
    const moved = steps.map(({ instance }) => instance)
    // Each node takes the lock and releases it, so the same name occurs twice in a row.
    expect(moved.map((one, i) => one === moved[i - (i % 2)])).toEqual(moved.map(() => true))
    expect(new Set(moved).size).toBe(3)
  })

  test('a claim about transitions sees both states with the same names', async () => {
    const source = lock(3).transition('only the owner releases', (before, after, step) => {
      return before.owner === after.owner || before.owner === null || before.owner === idOf('node', step.instance)
    })
    expect((await search(source)).claims[0]?.verdict).toBe('holds')
    const wrong = lock(3).transition('the last one stays', (before, after) => {
      return before.last === null || after.last === before.last
    })
    const { claims } = await search(wrong)
    expect(claims[0]).toMatchObject({ verdict: 'violated', steps: 4 })
    expect(buildWitness(instantiate(wrong), claims[0]!).steps).toHaveLength(4)
  })

  test.each([1, 2, 3, 4, 5, 6])(
    'a claim is evaluated on a state with other names, whatever it has read before (%i phases)',
    async phases => {
      // While the others go through their phases, the owner gets other names, and nothing is written that the claim has read.
      const source = model('flags')
        .shared(() => ({ owner: null as NodeId | null, flags: perId('node', 3, () => 0) }))
        .process('node', {
          count: 3,
          symmetric: true,
          locals: () => ({ phase: 0 }),
          steps: {
            begin: (s, me) => {
              if (s.owner !== null) return 'work'
              s.owner = idOf('node', me.id)
              return 'raise'
            },
            work: (_s, me) => {
              me.phase++
              return me.phase < phases ? 'work' : 'done'
            },
            raise: (s, me) => {
              when(s.node.filter(({ pc }) => pc === 'done').length === 2)
              s.flags[idOf('node', me.id)] = 1
            },
          },
        })
        .invariant('the owner has raised no flag', s => s.owner === null || s.flags[s.owner] === 0)
      expect((await search(source)).claims[0]).toMatchObject({ verdict: 'violated', steps: 4 + 2 * phases })
    },
  )

  test.each([
    ['what an instance does by its number', special((s, me) => (s.total = me.id === 2 ? 1 : 0)), "step 'go' of node"],
    ['an array by numbers', special((s, me) => (s.byNumber[me.id] = 1)), 'byNumber'],
    ['the order of ids', special(s => (s.total = Number(s.flags[idOf('node', 0)]))), undefined],
    [
      'a claim about one of them',
      special((s, me) => (s.flags[idOf('node', me.id)] = 1)).invariant('c', s => s.flags[idOf('node', 1)] === 0),
      "claim 'c' is not symmetric",
    ],
    [
      'a claim about transitions of one of them',
      special(s => (s.total = 1)).transition('t', (_before, _after, step) => step.instance !== 2),
      "claim 't' is not symmetric",
    ],
  ])('an exception is named, or none is there: %s', async (_what, source, words) => {
    const error = await search(source).then(
      () => undefined,
      thrown => thrown,
    )
    if (words === undefined) expect(error).toBeUndefined()
    else {
      expect(error).toMatchObject({ code: 'broken-symmetry', message: expect.stringContaining(words) })
      expect(error.message).toMatch(/node \d and node \d/)
    }
  })

  test('what begins with one of them is reduced too, and says nothing of the number of states', async () => {
    const source = model('token')
      .shared(() => ({ at: idOf('node', 0) as NodeId }))
      .process('node', {
        count: 3,
        symmetric: true,
        steps: {
          pass: (s, me, _c) => {
            when(s.at === idOf('node', me.id))
            s.at = ids('node', 3).find(id => at(s.node, id).pc === 'pass' && id !== s.at) ?? s.at
          },
        },
      })
    // The first other one is chosen, so that names matter.
    expect(await rejectionOf(search(source))).toMatchObject({ code: 'broken-symmetry' })
    const fixed = model('begun')
      .shared(() => ({ first: idOf('node', 1) as NodeId }))
      .process('node', {
        count: 3,
        symmetric: true,
        steps: { go: (s, me) => when(s.first === idOf('node', me.id)), wait: () => when(false) },
        mayRest: ['go', 'wait'],
      })
    const { census, reduction } = await search(fixed)
    expect(census.states).toBe(2)
    expect(reduction).toEqual({ by: 'symmetry', of: ['node (3)'], compared: 'all' })
  })

  test('with eight names, which have 40,320 orders, nothing is lost', async () => {
    const all = await search(lock(8), { reduce: 'none' })
    const reduced = await search(lock(8))
    // The reference does not try all orders.
    expect([all.census.states, undefined]).toContain(stoodFor(reduced))
    expect(reduced.claims).toEqual(all.claims)
    expect(reduced.census.states).toBeLessThan(all.census.states)
  })

  test('two processes may share a set of ids', async () => {
    const source = model('pairs')
      .shared(() => ({ granted: null as Id<'cpu'> | null }))
      .process('cpu', {
        count: 3,
        symmetric: true,
        steps: {
          want: (s, me) => {
            when(s.granted === null)
            s.granted = idOf('cpu', me.id)
          },
        },
      })
      .process('server', {
        count: 3,
        symmetric: 'cpu',
        mayRest: ['serve'],
        steps: {
          serve: (s, me) => {
            when(s.granted === idOf('cpu', me.id))
            s.granted = null
          },
        },
      })
    const all = await search(source, { reduce: 'none' })
    const reduced = await search(source)
    expect(stoodFor(reduced)).toBe(all.census.states)
    expect(reduced.reduction).toMatchObject({ of: ['cpu (3)'] })
  })

  test('a bound is one for all names', async () => {
    const source = lock(4).within('few have ended', s => s.node.filter(n => n.pc === 'done').length < 2)
    const all = await search(source, { reduce: 'none' })
    const reduced = await search(source)
    expect(stoodFor(reduced)).toBe(all.census.states)
    expect(reduced.claims).toEqual(all.claims)
  })
})

/** Three nodes that do something of this kind once. */
function special(
  go: (
    s: { total: number; byNumber: number[]; flags: { [id in NodeId]: number } },
    me: { readonly id: number },
  ) => unknown,
) {
  return model('special')
    .shared(() => ({ total: 0, byNumber: [0, 0, 0], flags: perId('node', 3, () => 0) }))
    .process('node', { count: 3, symmetric: true, steps: { go: (s, me) => void go(s, me) } })
}

describe('a reduction', () => {
  const endless = lock(2).eventually('all have ended', s => s.node.every(n => n.pc === 'done'))

  test('is not made where a claim is about endless runs, which is said', async () => {
    const { census, reduction, ok } = await check(endless.fair({ weak: ['node'] }))
    expect(ok).toBe(true)
    expect(census.states).toBe((await check(lock(2), { reduce: 'none' })).census.states)
    expect(reduction).toMatchObject({ by: 'none', why: expect.stringContaining("'all have ended'") })
  })

  test('that is demanded and cannot be made is refused', async () => {
    const wanted = { reduce: 'symmetry' } as const
    expect(await rejectionOf(check(endless, wanted))).toMatchObject({ code: 'bad-option' })
    const alone = await rejectionOf(check(lock(1), wanted))
    expect(alone).toMatchObject({ code: 'bad-option', message: expect.stringContaining('no symmetric process') })
    expect(await rejectionOf(check(lock(2), { reduce: 'all' as never }))).toMatchObject({ code: 'bad-option' })
  })

  test('is made by check, and not where nothing is said', async () => {
    expect((await check(lock(3))).reduction).toMatchObject({ by: 'symmetry' })
    expect((await check(lock(3), { reduce: 'none' })).reduction).toBeUndefined()
    expect((await explore(instantiate(lock(3)))).reduction).toBeUndefined()
    const plain = model('plain').process('p', { count: 2, steps: { go: () => {} } })
    expect((await check(plain)).reduction).toBeUndefined()
  })
})

describe('ids', () => {
  test('are texts with the name of their set', () => {
    expect([...ids('node', 2)]).toEqual(['node 0', 'node 1'])
    expect(idOf('node', 1)).toBe('node 1')
    expect(perId('node', 2, id => String(id))).toEqual({ 'node 0': 'node 0', 'node 1': 'node 1' })
    expect(at(['a', 'b'], idOf('node', 1))).toBe('b')
  })

  test('cannot be calculated with, ordered or mixed', () => {
    const id: Id<'node'> = idOf('node', 0)
    // @ts-expect-error: no arithmetic
    expect(() => id + 1).not.toThrow()
    // @ts-expect-error: no order
    expect(() => id < idOf('node', 1)).not.toThrow()
    // @ts-expect-error: another set
    const other: Id<'node'> = idOf('cpu', 0)
    // @ts-expect-error: no number
    const number: number = id
    expect([other, number]).toEqual(['cpu 0', 'node 0'])
  })

  test.each([
    [() => idOf('' as string, 0), 'needs the name'],
    [() => idOf('node', -1), 'whole number'],
    [() => idOf('node', 0.5), 'whole number'],
    [() => ids('node', Number.NaN), 'whole number'],
    [() => ids(3 as never, 1), 'needs the name'],
    [() => perId('node', 2, 0 as never), 'needs a function'],
    [() => at(['a'], idOf('node', 1)), "no instance 'node 1'"],
  ])('refuse what names nothing: %s', (call, words) => {
    expect(thrownBy(call)).toMatchObject({ code: 'bad-argument', message: expect.stringContaining(words) })
  })

  test.each([
    [() => lock(2).symmetric('', () => 1), 'bad-name'],
    [() => lock(2).symmetric('node', () => 2), 'duplicate-name'],
    [() => lock(2).symmetric('x', 3 as never), 'bad-argument'],
    [() => model('m').process('p', { symmetric: 1 as never, steps: { a: () => {} } }), 'bad-argument'],
    [() => instantiate(model('m').symmetric('x', () => -1)), 'bad-count'],
    [
      () =>
        instantiate(
          model('m')
            .process('p', { count: 2, symmetric: 'x', steps: { a: () => {} } })
            .process('q', { count: 3, symmetric: 'x', steps: { a: () => {} } }),
        ),
      'bad-count',
    ],
  ])('of a set are declared rightly, or not at all: %s', (call, code) => {
    expect(thrownBy(call as () => unknown)).toMatchObject({ code })
  })
})

test("German's protocol with three nodes has 4,947 orbits of 27,513 states", async () => {
  const { census, reduction } = await explore(instantiate(german), { reduce: 'symmetry' })
  expect(census).toEqual({ states: 4947, transitions: 19_747, depth: 26 })
  expect(reduction).toMatchObject({ states: 27_513 })
})
