import { add, choose, model, remove, type SetOf, setOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { FoundSymmetries } from '../../../src/outcome/found-symmetries.ts'
import { symmetriesToText } from '../../../src/report/outcome/symmetries-text.ts'
import type { EngineOptions } from '../../../src/search/explore.ts'
import { explore } from '../../../src/search/explore.ts'
import { german } from './german.ts'

async function found(source: AnyModel, options: EngineOptions & { set?: object } = {}): Promise<FoundSymmetries> {
  const { set, ...rest } = options
  const outcome = await explore(instantiate(source, { set: set as never }), {
    allClaims: true,
    findsSymmetries: true,
    ...rest,
  })
  return outcome.symmetries as FoundSymmetries
}

interface Shared {
  owner: number
  flag: boolean[]
  last: number
}

type Edit = (s: Shared, me: { readonly id: number; pc: string }) => unknown

/** Workers that say nothing of symmetry, and name each other by numbers. */
function workers(work: Edit, count = 3) {
  return model('workers', { workers: count })
    .shared((c): Shared => ({ owner: -1, flag: Array(c.workers).fill(false), last: -1 }))
    .process('worker', {
      count: c => c.workers,
      steps: {
        take: (s, me) => {
          when(s.owner === -1)
          s.owner = me.id
        },
        work: (s, me) => work(s, me) as 'done' | 'leave' | undefined,
        leave: (s, me) => {
          s.flag[me.id] = true
          s.last = s.owner
          s.owner = -1
        },
      },
    })
}

const nothing: Edit = () => undefined

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  test('instances are alike whose numbers are in arrays and cells', async () => {
    const { alike, different, states, recordings } = await found(workers(nothing), { engine })
    expect(alike).toEqual([{ count: 3, processes: ['worker'], places: ['flag'], ids: ['owner', 'last'] }])
    expect(different).toEqual([])
    expect(states).toBeGreaterThan(20)
    expect(recordings).toBeGreaterThan(5)
  })

  test.each<[string, AnyModel, object]>([
    [
      'a step that only one can take',
      workers((_s, me) => when(me.id !== 1)),
      { step: 'worker: work', ids: ['worker 0', 'worker 1'] },
    ],
    [
      'a cell that gets the number of one as a number',
      workers((s, me) => {
        s.last = me.id * 2 - 3
      }),
      { step: 'worker: work', cell: 'last', ids: ['worker 0', 'worker 1'] },
    ],
    [
      'where one goes',
      workers((_s, me) => (me.id === 2 ? 'done' : 'leave')),
      { step: 'worker: work', cell: 'worker[2].pc', ids: ['worker 0', 'worker 2'] },
    ],
    [
      'a neighbour',
      workers((s, me) => {
        when(s.flag[me.id + 1] !== true)
      }),
      { step: 'worker: work' },
    ],
    [
      'a claim about one of them',
      workers(nothing).invariant('the second is never last', s => s.last !== 1),
      { claim: 'the second is never last', ids: ['worker 0', 'worker 1'] },
    ],
    [
      'a claim about transitions of one of them',
      workers(nothing).transition('not the third', (_before, _after, step) => step.instance !== 2),
      { claim: 'not the third', ids: ['worker 0', 'worker 2'] },
    ],
  ])('what is in the way is named: %s', async (_what, source, obstacle) => {
    const { alike, different } = await found(source, { engine })
    expect(alike).toEqual([])
    expect(different[0]).toMatchObject({ name: 'worker', count: 3, isRuledOut: true, ...obstacle })
  })

  test('initial states that differ are named, and allowed', async () => {
    const token = model('token')
      .shared(() => ({ at: 1 }))
      .process('node', {
        count: 3,
        steps: {
          go: (s, me) => {
            when(s.at === me.id)
          },
        },
        mayRest: ['go'],
      })
    const { alike } = await found(token, { engine })
    expect(alike).toEqual([{ count: 3, processes: ['node'], places: [], ids: ['at'], initial: 'at' }])
  })
})

test('two processes are alike together where each serves one of the other', async () => {
  const source = model('pairs')
    .shared(() => ({ wanted: [false, false, false] }))
    .process('client', {
      count: 3,
      steps: {
        want: (s, me) => {
          s.wanted[me.id] = true
        },
      },
    })
    .process('server', {
      count: 3,
      mayRest: ['serve'],
      steps: {
        serve: (s, me) => {
          when(s.client[me.id]?.pc === 'done' && s.wanted[me.id] === true)
          s.wanted[me.id] = false
          return 'done'
        },
      },
    })
  const { alike, different } = await found(source)
  expect(alike).toEqual([{ count: 3, processes: ['client', 'server'], places: ['wanted'], ids: [] }])
  expect(different).toEqual([])
})

test('numbers are found in messages of a set, in lists, and in keys of records', async () => {
  const source = model('messages')
    .shared(() => ({
      sent: setOf<{ from: number }>(),
      order: [] as number[],
      seen: {} as Record<string, boolean>,
      named: 'nobody',
    }))
    .process('node', {
      count: 2,
      steps: {
        send: (s, me) => {
          add(s.sent, { from: me.id })
          s.order.push(me.id)
        },
        see: (s, me) => {
          remove(s.sent as SetOf<{ from: number }>, { from: me.id })
          s.seen[`n${me.id}`] = true
          s.named = `node ${me.id}`
        },
      },
    })
  const { alike } = await found(source)
  const [{ ids, places }] = alike as [FoundSymmetries['alike'][0]]
  expect(ids.toSorted()).toEqual(['named', 'order[*]', 'sent[*].from'])
  expect(places).toEqual(['seen'])
})

test('components without a process are alike, whichever an action chooses', async () => {
  const { alike, declared } = await found(german, { set: { nodes: 2 } })
  expect(declared).toEqual(['node'])
  expect(alike).toEqual([])
  const slots = model('slots')
    .shared(() => ({ slot: ['free', 'free', 'free'], newest: null as number | null }))
    .action('fill', s => {
      const i = choose(0, 1, 2)
      when(s.slot[i] === 'free')
      s.slot[i] = 'full'
      s.newest = i
    })
    .action('empty', s => {
      when(s.newest !== null)
      s.slot[s.newest as number] = 'free'
      s.newest = null
    })
    .mayDeadlock()
  expect((await found(slots)).alike).toEqual([{ count: 3, processes: [], places: ['slot'], ids: ['newest'] }])
})

test('a number that is counted with is no id', async () => {
  const source = model('turns')
    .shared(() => ({ turn: 0 }))
    .process('node', {
      count: 2,
      steps: {
        wait: (s, me) => {
          when(s.turn === me.id)
          s.turn += 1
        },
      },
    })
  const { different } = await found(source)
  expect(different[0]).toMatchObject({ step: 'node: wait', isRuledOut: true })
})

test('a model that fails in a state where no run leads says so', async () => {
  const source = model('token')
    .shared(() => ({ at: 0 }))
    .process('node', {
      count: 2,
      steps: {
        go: (s, me) => {
          when(s.at === me.id)
        },
      },
    })
    .mayDeadlock()
    .invariant('the second never ends', s => {
      if (s.node[1]?.pc === 'done') throw new Error('it has ended')
      return true
    })
  const { different } = await found(source)
  expect(different[0]).toMatchObject({ name: 'node', error: expect.stringContaining('it has ended') })
})

test('what was not ruled out for lack of time says so', async () => {
  const { alike, different, notTried } = await found(workers(nothing), { maxSeconds: 60, signal: { aborted: true } })
  expect(alike).toEqual([])
  expect([...different.map(({ isRuledOut }) => isRuledOut), ...notTried]).not.toContain(true)
})

test('the report says what was found, how to use it, and what it rests on', async () => {
  const source = workers(nothing).process('boss', {
    count: 2,
    steps: {
      go: (_s, me) => when(me.id === 0),
    },
    mayRest: ['go'],
  })
  const text = symmetriesToText(await found(source))
  expect(text).toContain(`  worker (3): alike
    by id: flag
    ids are in: owner, last
    Write symmetric: true to use it, and ids (perId, idOf) in place of numbers.
  boss (2): not alike
    with boss 0 and boss 1 exchanged, step 'boss: go' is possible, and the same step is not
    1 way to rename tried; no other way to rename helps`)
  expect(text).toMatch(/As far as \d+ states show, in which \d+ new footprints of steps and claims were met\./)
})
