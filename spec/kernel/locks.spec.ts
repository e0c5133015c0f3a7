import { model } from 'interleave'
import { describe, expect, test } from 'vitest'
import type { Config } from '../../models/kernel/config.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { atomicDepthIsBalanced, neverSleepsInAtomic, neverUnlocksUnlocked } from '../../models/kernel/rules.ts'
import { down_read, down_write, newRwsem, up_read, up_write } from '../../models/kernel/rwsem.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { failing } from './verdicts-of.ts'

const configs: readonly Config[] = ['NP', 'NPC', 'PRE']

describe('a semaphore', () => {
  /** Two readers and two writers of a value that takes two steps to write. */
  const shared = (writersLock: 'down_write' | 'down_read') =>
    model('semaphore')
      .shared(() => ({ tasks: newTasks(4), sem: newRwsem(), value: 0, copy: 0 }))
      .process('reader', {
        count: 2,
        locals: (_c, id) => ({ task: id, torn: false }),
        steps: {
          down_read: down_read('sem'),
          read: (s, me) => {
            me.torn = s.value !== s.copy
          },
          up_read: up_read('sem'),
        },
      })
      .process('writer', {
        count: 2,
        locals: (_c, id) => ({ task: 2 + id }),
        steps: {
          down: (s, me) => (writersLock === 'down_write' ? down_write('sem') : down_read('sem'))(s, me),
          write: s => {
            s.value++
          },
          'write the copy': s => {
            s.copy = s.value
          },
          up: (s, me) => (writersLock === 'down_write' ? up_write('sem') : up_read('sem'))(s, me),
        },
      })
      .invariant('no reader sees half a write', s => s.reader.every(r => !r.torn))
      .invariant('a writer is alone', s => s.sem.writer === null || s.sem.readers.length === 0)
      .reachable('two read at once', s => s.reader.every(r => r.pc === 'read'))
      .reachable('a writer waits', s => s.sem.readers.length > 0 && s.writer.some(w => w.pc === 'down'))

  test('lets readers in together and a writer alone', async () => {
    expect(await failing(shared('down_write'))).toEqual([])
  })

  test('taken for reading by who writes is caught', async () => {
    expect(await failing(shared('down_read'))).toEqual(['no reader sees half a write'])
  })

  test('given back by who does not have it is caught', async () => {
    for (const up of [up_read('sem'), up_write('sem')]) {
      const twice = model('twice')
        .shared(() => ({ tasks: newTasks(1), sem: newRwsem() }))
        .process('task', { locals: () => ({ task: 0 }), steps: { up } })
        .invariant('locked', neverUnlocksUnlocked)
      expect(await failing(twice)).toEqual(['locked'])
    }
  })

  test('is given back once for each time that it was taken', async () => {
    const nested = model('nested')
      .shared(() => ({ tasks: newTasks(2), sem: newRwsem() }))
      .process('reader', {
        locals: () => ({ task: 0 }),
        steps: { down: down_read('sem'), again: down_read('sem'), up: up_read('sem'), end: up_read('sem') },
      })
      .process('writer', { locals: () => ({ task: 1 }), steps: { write: down_write('sem') } })
      .invariant(
        'waits for both',
        s => s.sem.writer === null || s.reader[0]?.pc === 'down' || s.reader[0]?.pc === 'done',
      )
      .invariant('locked', neverUnlocksUnlocked)
    // The writer never gives it back, so that the reader may come too late; only then does anyone wait for ever.
    expect(await failing(nested)).toEqual(['no deadlock'])
  })
})

describe.each(configs)('a spinlock, in %s,', config => {
  type Mutant = 'none' | 'sleeps' | 'blocks' | 'unlocks twice' | 'forgets it' | 'does not lock'
  const two = (mutant: Mutant) =>
    model('spinlock', { config })
      .shared(() => ({ tasks: newTasks(2), lock: null as number | null, inside: 0 }))
      .process('task', {
        count: 2,
        locals: (_c, id) => ({ task: id }),
        steps: {
          spin_lock: (s, me, c) => {
            if (mutant !== 'does not lock') spin_lock('lock')(s, me, c)
          },
          in: (s, me, c) => {
            s.inside++
            if (mutant === 'sleeps') cond_resched(s, me, c)
            if (mutant === 'blocks') schedule(s, me, c)
          },
          out: s => {
            s.inside--
            if (mutant === 'forgets it' || mutant === 'does not lock') return 'done'
          },
          spin_unlock: spin_unlock('lock'),
          again: (s, me, c) => {
            if (mutant === 'unlocks twice') spin_unlock('lock')(s, me, c)
          },
        },
      })
      .invariant('one inside', s => s.inside <= 1)
      .invariant('balanced', atomicDepthIsBalanced)
      .invariant('locked', neverUnlocksUnlocked)
      .invariant('no sleep in atomic context', neverSleepsInAtomic)

  test('keeps one task out while the other is inside', async () => {
    expect(await failing(two('none'))).toEqual([])
    expect(await failing(two('does not lock'))).toEqual(['one inside'])
  })

  test('with a sleep inside is caught, whether or not the kernel could notice', async () => {
    expect(await failing(two('sleeps'))).toEqual(['no sleep in atomic context'])
    expect(await failing(two('blocks'))).toEqual(['no sleep in atomic context'])
  })

  test('that is unlocked twice is caught: it may be the lock of the other by now', async () => {
    const counted = config === 'NP' ? [] : ['balanced']
    expect(await failing(two('unlocks twice'))).toEqual([...counted, 'locked'])
  })

  test('that is not given back keeps the other waiting', async () => {
    expect(await failing(two('forgets it'))).toEqual(['no deadlock'])
  })

  test('and a mutex inside it is a sleep in atomic context', async () => {
    const inside = model('mutex in a spinlock', { config })
      .shared(() => ({ tasks: newTasks(1), lock: null as number | null, mutex: null as number | null }))
      .process('task', {
        locals: () => ({ task: 0 }),
        steps: {
          spin_lock: spin_lock('lock'),
          mutex_lock: mutex_lock('mutex'),
          mutex_unlock: mutex_unlock('mutex'),
          spin_unlock: spin_unlock('lock'),
        },
      })
      .invariant('no sleep in atomic context', neverSleepsInAtomic)
    expect(await failing(inside)).toEqual(['no sleep in atomic context'])
  })
})
