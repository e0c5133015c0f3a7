/**
 * A driver whose interrupt queues a work, kernel/workqueue.c, that takes the lock of the device: how it is to be removed.
 *
 * flush_work() with that lock held waits for a work that waits for the lock. Without it, the flush has to come after the
 * last time the work is queued, that is, after free_irq().
 */

import { model, when } from 'interleave-checker'
import { type Config, checkConfig } from '../kernel/config.ts'
import { newLockdep } from '../kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { withRules } from '../kernel/rules.ts'
import { access, kfree, kmalloc, newSlab } from '../kernel/slab.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { flush_work, newWork, process_one_work, queue_work } from '../kernel/workqueue.ts'

const work = process_one_work('work')

export const deviceWork = model('device-work', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  interrupts: 1,
  /** Where foo_remove() flushes the work: with the lock of the device held, before it takes the lock, or nowhere. */
  flushes: 'with the lock' as 'with the lock' | 'before' | 'nowhere',
  /** free_irq() comes before the flush: undone by a variant. */
  freesIrqFirst: true,
})
  .shared(c => {
    checkConfig(c)
    const memory = { slab: newSlab(1) }
    const foo = kmalloc(memory)
    return {
      tasks: newTasks(3),
      lockdep: newLockdep(3),
      slab: memory.slab,
      foo,
      /** foo->lock. */
      lock: null as number | null,
      work: newWork(),
      /** Whether request_irq() is in force. */
      irq: true,
    }
  })
  .process('interrupt', {
    locals: c => ({ task: 0, left: c.interrupts }),
    mayRest: ['foo_interrupt'],
    steps: {
      foo_interrupt: (s, me) => {
        when(s.irq && me.left > 0)
        me.left--
        if (access(s, me, s.foo)) queue_work(s, 'work')
        return 'foo_interrupt'
      },
    },
  })
  .process('kworker', {
    locals: () => ({ task: 1 }),
    mayRest: ['process_one_work'],
    steps: {
      process_one_work: (s, me) => {
        work.begin(s, me)
        enter_kernel(s, me)
      },
      'foo_work: mutex_lock': mutex_lock('lock'),
      foo_work: (s, me) => void access(s, me, s.foo),
      'foo_work: mutex_unlock': (s, me) => mutex_unlock('lock')(s, me),
      'process_one_work: return': (s, me, c) => {
        work.end(s, me)
        return_to_user(s, me, c)
        return 'process_one_work'
      },
    },
  })
  .process('remove', {
    locals: () => ({ task: 2 }),
    steps: {
      foo_remove: (s, me, c) => {
        enter_kernel(s, me)
        // It waits for handlers that run, which are one step here.
        if (c.freesIrqFirst) s.irq = false
      },
      'foo_remove: flush_work': (s, me, c) => {
        if (c.flushes === 'before') return flush_work('work')(s, me, c)
      },
      'foo_remove: mutex_lock': mutex_lock('lock'),
      'foo_remove: flush_work, locked': (s, me, c) => {
        if (c.flushes === 'with the lock') return flush_work('work')(s, me, c)
      },
      'foo_remove: mutex_unlock': (s, me) => mutex_unlock('lock')(s, me),
      'foo_remove: free_irq': s => {
        s.irq = false
      },
      kfree: (s, me, c) => {
        kfree(s, me, s.foo)
        return_to_user(s, me, c)
      },
    },
  })
  .extend(withRules)
  .glossary({
    cells: {
      lock: { is: 'foo->lock' },
      'slab[].allocated': { is: 'the memory of foo' },
    },
    constants: { flushes: 'where the work is flushed', freesIrqFirst: 'free_irq() before the flush' },
  })
