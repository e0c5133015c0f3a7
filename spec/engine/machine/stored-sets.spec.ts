/** A set that a step stores where no initial state has one stays a set, or the model is refused. */

import { add, choose, has, type Model, model, remove, type SetOf, setOf, size, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { DirectChanges } from '../../../src/footprint/direct-changes.ts'
import { DirectRunner } from '../../../src/machine/direct-run.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { StoredSets } from '../../../src/machine/stored-sets.ts'
import { type EngineName, explore } from '../../../src/search/explore.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'
import { StoredSetWatch } from '../../../src/search/stored-set-watch.ts'
import { packState } from '../../../src/state/carry-over.ts'
import { cellReader } from '../../../src/state/codec.ts'
import { layoutFor } from '../../../src/state/layout-for.ts'

type Any = Model<never, never, string>
type Item = { x: number }

async function verdicts(source: unknown, engine: EngineName): Promise<Record<string, string>> {
  const { claims } = await explore(instantiate(source as Any), { engine, allClaims: true })
  return Object.fromEntries(claims.map(({ name, verdict }) => [name, verdict]))
}

/** Edits a member in place, as only a cast allows. */
const setTo = (set: SetOf<Item> | null, x: number): void => {
  for (const item of (set ?? []) as Item[]) item.x = x
}

const twoItems = () => setOf({ x: 1 }, { x: 2 })

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  const optional = model('optional').shared(() => ({ set: null as SetOf<Item> | null, own: twoItems(), log: 0 }))
  const claimed = <M extends typeof optional>(source: M) =>
    source.invariant('no member twice', s => s.set === null || size(s.set) === new Set([...s.set].map(i => i.x)).size)

  const broken: [string, unknown][] = [
    [
      'a new set where there was null',
      optional
        .action('store', s => {
          when(s.set === null)
          s.set = twoItems()
        })
        .action('edit', s => setTo(s.set, 3)),
    ],
    [
      'a set that is moved',
      optional
        .action('store', s => {
          when(s.set === null)
          s.set = s.own
        })
        .action('edit', s => setTo(s.set, 3)),
    ],
    [
      'a set that is moved while its old place gets another',
      optional
        .action('store', s => {
          when(s.set === null)
          s.set = s.own
          s.own = setOf()
        })
        .action('edit', s => setTo(s.set, 3)),
    ],
    [
      'a set that is changed and moved',
      optional
        .action('store', s => {
          when(s.set === null)
          add(s.own, { x: 5 })
          s.set = s.own
        })
        .action('edit', s => setTo(s.set, 3)),
    ],
    [
      'the array of a set',
      model('array')
        .shared(() => ({ set: [] as Iterable<number> as SetOf<number>, n: 0 }))
        .action('clear', s => {
          when(s.n++ === 0)
          s.set = setOf()
        })
        .action('push', s => {
          when(s.n++ < 4)
          const list = s.set as Iterable<number> as number[]
          list.push(1)
        })
        .invariant('no member twice', s => size(s.set) < 2),
    ],
    [
      'a set in a list that moves',
      model('list')
        .shared(() => ({ queue: [] as { seen: SetOf<Item> }[], n: 0 }))
        .action('push', s => {
          when(s.n++ < 2)
          s.queue.push({ seen: twoItems() })
        })
        .action('turn', s => {
          const first = s.queue.shift()
          when(first !== undefined && s.n++ < 4)
          setTo(first?.seen ?? null, 7)
          if (first !== undefined) s.queue.push(first)
        }),
    ],
    [
      'a set in a member of a set',
      model('member')
        .shared(() => ({ msgs: setOf<{ readonly votes: SetOf<Item> }>(), own: twoItems(), n: 0 }))
        .action('send', s => {
          when(s.n++ === 0)
          add(s.msgs, { votes: s.own })
        })
        .action('edit', s => {
          when(s.n === 1)
          setTo(choose(...s.msgs).votes, 3)
          s.n++
        }),
    ],
    [
      'a set in a dictionary',
      model('dictionary')
        .shared(() => ({ of: {} as Record<string, SetOf<Item>>, n: 0 }))
        .action('put', s => {
          when(s.n++ < 2)
          s.of[choose('a', 'b')] = twoItems()
        })
        .action('edit', s => {
          when(s.n === 2)
          setTo(s.of.a ?? null, 3)
        }),
    ],
  ]

  it.each(broken)('%s is not broken unseen', async (_, source) => {
    await expect(verdicts((source as typeof optional).mayDeadlock(), engine)).rejects.toThrow(
      /which is not a set.*'add'/,
    )
  })

  it('the step that breaks a set is named', async () => {
    await expect(verdicts(claimed(broken[0]?.[1] as typeof optional).mayDeadlock(), engine)).rejects.toThrow(
      "model 'optional': action 'edit' breaks a set: set is",
    )
  })

  it('a set that is stored, moved and changed by add and remove is as good as any', async () => {
    const source = claimed(
      optional
        .action('store', s => {
          when(s.set === null)
          s.set = s.own
        })
        .action('change', s => {
          when(s.set !== null && s.log++ < 3)
          const item = choose(...(s.set ?? []))
          remove(s.set ?? setOf(), item)
          add(s.set ?? setOf(), { x: choose(0, 3, 10) })
        })
        .mayDeadlock(),
    ).reachable('ten', s => s.set !== null && has(s.set, { x: 10 }))
    expect(await verdicts(source, engine)).toMatchObject({ 'no member twice': 'holds', ten: 'witnessed' })
  })

  it('a list that was made of a set is a list', async () => {
    const source = model('copy')
      .shared(() => ({ set: setOf(2, 1), list: [] as number[] }))
      .action('copy', s => {
        when(s.list.length < 4)
        s.list = [...s.list, ...s.set]
      })
      .mayDeadlock()
      .reachable('twice', s => s.list.join() === '1,2,1,2')
    expect(await verdicts(source, engine)).toMatchObject({ twice: 'witnessed' })
  })

  it('a list of which a step makes a set is a list', async () => {
    const source = model('made')
      .shared(() => ({ set: setOf(1), list: [2] }))
      .action('make', s => {
        when(s.list.length < 3)
        s.list.push(0)
        s.set = s.list as Iterable<number> as SetOf<number>
      })
      .mayDeadlock()
      .reachable('three', s => s.list.join() === '2,0,0' && [...s.set].join() === '0,2')
    expect(await verdicts(source, engine)).toMatchObject({ three: 'witnessed' })
  })

  it('a list that was there before a set was stored is found', async () => {
    const source = model('late')
      .shared(() => ({ value: null as SetOf<number> | number[] | null, other: null as SetOf<number> | null }))
      .action('other', s => {
        when(s.other === null)
        s.other = setOf(1)
      })
      .action('list', s => {
        when(s.value === null && s.other !== null)
        s.value = [2, 2]
      })
      .action('set', s => {
        when(Array.isArray(s.value))
        s.value = setOf(1)
      })
      .mayDeadlock()
    await expect(verdicts(source, engine)).rejects.toThrow(/value is \[2,2\], which is not a set/)
  })
})

it('an edit that no run makes of the set is found at the end of its level', async () => {
  const source = model('edit')
    .shared(() => ({ set: [] as Iterable<number> as SetOf<number>, edits: 0, isStored: false }))
    .action('push', s => {
      when(s.edits < 2)
      const list = s.set as Iterable<number> as number[]
      list.push(10 + s.edits++)
    })
    .action('store', s => {
      when(s.edits === 1 && !s.isStored)
      s.isStored = true
      s.set = setOf(99)
    })
  const search = footprintSearch(instantiate(source as unknown as Any), {})
  await expect(search.searchLevels()).rejects.toThrow(/set is \[99,11\], which is not a set/)
})

it('what was met before is looked at again when a place is known to have sets', () => {
  const sets = new StoredSets()
  const watch = new StoredSetWatch(sets)
  const look = () => watch.look(() => [{ path: [], name: '', values: [{ a: [1], b: [2, 2] }] }])
  sets.meet(['a'], [1], true)
  expect(look).not.toThrow()
  sets.meet(['b'], [1], true)
  expect(look).toThrow('b is [2,2], which is not a set')
})

it('a run on plain copies notes where it has moved a set', () => {
  const machine = instantiate(
    model('move')
      .shared(() => ({ set: null as SetOf<Item> | null, own: twoItems() }))
      .action('move', s => {
        s.set = s.own
      }) as unknown as Any,
  )
  const [state] = machine.initialStates
  if (state === undefined) throw new Error('no state')
  const layout = layoutFor([state], machine.sets)
  const runner = new DirectRunner(machine)
  expect(runner.run(state, 0, 'move', [], 'all').end).toBe('taken')
  const words = packState(layout, state) as Int32Array
  expect(new DirectChanges(machine, layout).find(runner.scratch, state, cellReader(layout, words, 0))).toBe(true)
  expect(machine.storedSets.size).toBe(1)
})
