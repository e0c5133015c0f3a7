import { model } from 'interleave'
import { describe, expect, test } from 'vitest'
import type { Config } from '../../models/kernel/config.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import { down_read, newRwsem, up_read } from '../../models/kernel/rwsem.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'
import { failing } from './verdicts-of.ts'

const mutexes = { a: null as number | null, b: null as number | null, c: null as number | null }

/** One task that takes two mutexes in this order, gives them back, and takes the next two. */
function takes(...pairs: readonly (readonly ['a' | 'b' | 'c', 'a' | 'b' | 'c'])[]) {
  return model('takes', { config: 'NP' as Config })
    .shared(() => ({ tasks: newTasks(1), lockdep: newLockdep(1), ...mutexes }))
    .process('task', {
      locals: () => ({ task: 0, pair: 0 }),
      steps: {
        first: (s, me) => {
          mutex_lock(pairs[me.pair]![0])(s, me)
        },
        second: (s, me) => {
          mutex_lock(pairs[me.pair]![1])(s, me)
        },
        'unlock second': (s, me) => {
          mutex_unlock(pairs[me.pair]![1])(s)
        },
        'unlock first': (s, me) => {
          mutex_unlock(pairs[me.pair]![0])(s)
          me.pair++
          if (me.pair < pairs.length) return 'first'
        },
      },
    })
    .invariant('no lock-order cycle', lockOrderHasNoCycle)
}

describe('lock order', () => {
  test('that is always the same has no cycle', async () => {
    expect(await failing(takes(['a', 'b'], ['b', 'c'], ['a', 'c']))).toEqual([])
  })

  test('that two places disagree on is a cycle, though one task alone can not deadlock', async () => {
    expect(await failing(takes(['a', 'b'], ['b', 'a']))).toEqual(['no lock-order cycle'])
  })

  test('can be a cycle through a third lock', async () => {
    expect(await failing(takes(['a', 'b'], ['b', 'c'], ['c', 'a']))).toEqual(['no lock-order cycle'])
  })

  test('has a cycle where a semaphore is read again, since a writer may wait in between', async () => {
    const again = model('again')
      .shared(() => ({ tasks: newTasks(1), lockdep: newLockdep(1), sem: newRwsem() }))
      .process('task', {
        locals: () => ({ task: 0 }),
        steps: { down: down_read('sem'), again: down_read('sem'), up: up_read('sem'), end: up_read('sem') },
      })
      .invariant('no lock-order cycle', lockOrderHasNoCycle)
    expect(await failing(again)).toEqual(['no lock-order cycle'])
  })
})

describe('a grace period that is waited for with a mutex held', () => {
  const under = (config: Config, readerLocks: boolean, updaterHolds: boolean) =>
    model('under a mutex', { config })
      .shared(() => ({ tasks: newTasks(2), lockdep: newLockdep(2), mutex: null as number | null }))
      .process('reader', {
        locals: () => ({ task: 0 }),
        steps: {
          enter_kernel,
          rcu_read_lock,
          'rcu_read_lock, nested': rcu_read_lock,
          inside: () => (readerLocks ? 'mutex_lock' : 'rcu_read_unlock, nested'),
          mutex_lock: mutex_lock('mutex'),
          mutex_unlock: mutex_unlock('mutex'),
          'rcu_read_unlock, nested': rcu_read_unlock,
          rcu_read_unlock,
          return_to_user,
        },
      })
      .process('updater', {
        locals: () => ({ task: 1 }),
        steps: {
          enter_kernel,
          mutex_lock: mutex_lock('mutex'),
          early: s => {
            if (!updaterHolds) mutex_unlock('mutex')(s)
          },
          ...synchronize_rcu(),
          mutex_unlock: s => {
            if (updaterHolds) mutex_unlock('mutex')(s)
          },
          return_to_user,
        },
      })
      .invariant('no lock-order cycle', lockOrderHasNoCycle)
      .invariant('no lock in user mode', holdsNoLockInUserMode)

  test('is a cycle if a reader may wait for that mutex, in every configuration', async () => {
    for (const config of ['NP', 'NPC', 'PRE'] as const) {
      expect(await failing(under(config, true, true))).toContain('no lock-order cycle')
    }
  })

  // In NP and NPC a reader that sleeps on the mutex lets the grace period end, which mutex_lock() does not model.
  test('deadlocks in PRE', async () => {
    expect(await failing(under('PRE', true, true))).toEqual(['no lock-order cycle', 'no deadlock'])
  })

  test('is none if readers leave the mutex alone, or it is dropped first', async () => {
    for (const config of ['NP', 'NPC', 'PRE'] as const) {
      expect(await failing(under(config, false, true))).toEqual([])
      expect(await failing(under(config, true, false))).toEqual([])
    }
  })
})

test('a task that takes a lock home is caught', async () => {
  const home = model('home', { config: 'NP' as Config })
    .shared(() => ({ tasks: newTasks(1), lockdep: newLockdep(1), mutex: null as number | null }))
    .process('task', {
      locals: () => ({ task: 0 }),
      steps: { enter_kernel, lock: mutex_lock('mutex'), return_to_user },
    })
    .invariant('no lock in user mode', holdsNoLockInUserMode)
  expect(await failing(home)).toEqual(['no lock in user mode'])
})
