import { model, when } from 'interleave'
import { expect, test } from 'vitest'
import { firstArea, type Memmap, memremap, memunmap, store } from '../../models/kernel/address-space.ts'
import type { Config } from '../../models/kernel/config.ts'
import { devres_release_all } from '../../models/kernel/devres.ts'
import { pfn_to_page } from '../../models/kernel/kmap-atomic.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import { neverAsksForMissingPage, neverReadsFreedRecord, neverStoresToUnmapped } from '../../models/kernel/rules.ts'
import { cond_resched } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'
import { type Kmap, list_del_rcu, readKmap, registeredRange } from '../../models/mappers/kmap-ranges.ts'
import { failing } from './verdicts-of.ts'

type Teardown = 'unlink and wait' | 'unlink only'

/** A reader that finds the mapping by a flag, as though by a list, and an owner that takes it away. */
function mapping(config: Config, teardown: Teardown, yields: boolean) {
  return model('mapping', { config })
    .shared(() => ({
      tasks: newTasks(2),
      memmap: [] as Memmap[],
      areas: [memremap(firstArea, 1)],
      linked: true,
    }))
    .process('reader', {
      locals: () => ({ task: 0 }),
      steps: {
        enter_kernel,
        rcu_read_lock,
        lookup: s => {
          if (!s.linked) return 'rcu_read_unlock'
        },
        yield: (s, me, c) => {
          if (yields) cond_resched(s, me, c)
        },
        store: (s, me) => {
          if (!store(s, me, firstArea)) return 'done'
        },
        rcu_read_unlock,
        return_to_user,
      },
    })
    .process('owner', {
      locals: () => ({ task: 1, area: 0 }),
      steps: {
        unlink: s => {
          s.linked = false
          if (teardown === 'unlink only') return 'memunmap'
        },
        ...synchronize_rcu(),
        memunmap,
      },
    })
    .invariant('no store to an unmapped address', neverStoresToUnmapped)
    .reachable('unmapped', s => s.areas[0]?.mapped === false)
}

test.each<Config>(['NP', 'NPC', 'PRE'])(
  'a mapping removed after a grace period is never stored to, in %s',
  async config => {
    expect(await failing(mapping(config, 'unlink and wait', false))).toEqual([])
  },
)

test.each<Config>(['NP', 'NPC', 'PRE'])('a mapping removed before the grace period is caught, in %s', async config => {
  expect(await failing(mapping(config, 'unlink only', false))).toEqual(['no store to an unmapped address'])
})

test('a reader that yields is safe everywhere but in NP', async () => {
  expect(await failing(mapping('NP', 'unlink and wait', true))).toEqual(['no store to an unmapped address'])
  expect(await failing(mapping('NPC', 'unlink and wait', true))).toEqual([])
  expect(await failing(mapping('PRE', 'unlink and wait', true))).toEqual([])
})

test('asking for the page of a frame is a mistake exactly where it has none', async () => {
  for (const memmap of ['none', 'system', 'device'] as const) {
    const asks = model('asks')
      .shared(() => ({ tasks: newTasks(1), areas: [], memmap: [memmap] as Memmap[] }))
      .process('task', { locals: () => ({ task: 0 }), steps: { ask: (s, me) => void pfn_to_page(s, me, 0) } })
      .invariant('has a page', neverAsksForMissingPage)
    expect(await failing(asks)).toEqual(memmap === 'none' ? ['has a page'] : [])
  }
})

test('a record that is read after its kfree() is caught, and before it is not', async () => {
  for (const late of [false, true]) {
    const reads = model('reads')
      .shared(() => ({ tasks: newTasks(1), ranges: 0 as number | null, kmaps: [registeredRange(0, 1, firstArea)] }))
      .process('task', {
        locals: () => ({ task: 0 }),
        steps: {
          kfree: s => {
            for (const kmap of s.kmaps) kmap.freed = late
          },
          read: (s, me) => void readKmap(s, me, 0),
        },
      })
      .invariant('alive', neverReadsFreedRecord)
    expect(await failing(reads)).toEqual(late ? ['alive'] : [])
  }
})

test('list_del_rcu() leaves the way out to who stands on the record', () => {
  const list = (): { ranges: number | null; kmaps: Kmap[] } => ({
    ranges: 2,
    kmaps: [
      { ...registeredRange(0, 1, 16), next: null },
      { ...registeredRange(1, 1, 17), next: 0 },
      { ...registeredRange(2, 1, 18), next: 1 },
    ],
  })
  const middle = list()
  list_del_rcu(middle, 1)
  expect(middle.ranges).toBe(2)
  expect(middle.kmaps.map(kmap => kmap.next)).toEqual([null, 0, 0])

  const first = list()
  list_del_rcu(first, 2)
  expect(first.ranges).toBe(1)
  list_del_rcu(first, 1)
  list_del_rcu(first, 0)
  expect(first.ranges).toBeNull()
  expect(first.kmaps.map(kmap => kmap.next)).toEqual([null, 0, 1])
})

test('devres releases the newest first, each to its end', async () => {
  const unbind = model('unbind')
    .shared(() => ({
      devres: ['region', 'memremap', 'range'] as ('region' | 'memremap' | 'range')[],
      released: [] as string[],
    }))
    .process('driver', {
      steps: {
        ...devres_release_all<'region' | 'memremap' | 'range', 'detached'>({ released: 'detached' }),
        region: s => {
          s.released.push('region')
          return 'release_nodes'
        },
        memremap: s => {
          s.released.push('memremap')
          return 'release_nodes'
        },
        range: () => undefined,
        'range, second step': s => {
          s.released.push('range')
          return 'release_nodes'
        },
        detached: () => undefined,
      },
    })
    .invariant(
      'in order',
      s => ['range', 'memremap', 'region'].slice(0, s.released.length).join() === s.released.join(),
    )
    .reachable('all', s => s.released.length === 3 && s.driver[0]?.pc === 'done')
  expect(await failing(unbind)).toEqual([])
})

test('a mutex is held by one task at a time, and its waiters go on when it is dropped', async () => {
  const two = model('two')
    .shared(() => ({ tasks: newTasks(2), lock: null as number | null, inside: 0 }))
    .process('task', {
      count: 2,
      locals: (_c, id) => ({ task: id }),
      steps: {
        lock: mutex_lock('lock'),
        in: s => {
          s.inside++
        },
        out: s => {
          when(s.inside > 0)
          s.inside--
        },
        unlock: mutex_unlock('lock'),
      },
    })
    .invariant('one inside', s => s.inside <= 1)
    .reachable('the other waits', s => s.lock === 0 && s.task[1]?.pc === 'lock')
    .reachable('both end', s => s.task.every(t => t.pc === 'done'))
  expect(await failing(two)).toEqual([])
})
