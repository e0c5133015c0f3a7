/**
 * A module that keeps objects in a list for readers of RCU and frees them by call_rcu(), with a callback that is its own code:
 * what its exit function has to wait for before free_module() of kernel/module.c gives the code back.
 *
 * synchronize_rcu() waits for readers, and when it returns the callback may be about to begin. rcu_barrier() waits for
 * callbacks. kfree_rcu() has no callback in the module, so there is nothing to wait for except the readers, which may also
 * be the module's.
 *
 * free_module() waits for a grace period before it frees the code (since 4.2, for its own lists), which is left out: it is one
 * more that waits for readers, and not for callbacks.
 */

import { joined, model } from 'interleave-checker'
import { call_rcu, newRcuData, newRcuSoftirq, rcu_barrier, rcu_core } from '../kernel/call-rcu.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../kernel/rcu.ts'
import { withRules } from '../kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, type Pointer } from '../kernel/slab.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'

export const moduleExit = model('module-exit', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** What foo_exit() waits for. */
  waitsFor: 'nothing' as 'nothing' | 'readers' | 'callbacks',
  /** kfree_rcu(), which is a callback of the kernel. */
  kfree_rcu: false,
  /** The object is unlinked before it is handed to call_rcu(): undone by a variant. */
  unlinksFirst: true,
})
  .shared(c => {
    checkConfig(c)
    const memory = { slab: newSlab(2) }
    const object = kmalloc(memory)
    const text = kmalloc(memory)
    return {
      tasks: newTasks(3),
      slab: memory.slab,
      /** The list, which has one object or none. */
      list: object as Pointer | null,
      object,
      /** The code of the module. */
      text,
      rcu_data: newRcuData<'foo_free_rcu'>(),
    }
  })
  .process('reader', {
    locals: () => ({ task: 0, object: null as Pointer | null }),
    steps: {
      // Not the module's: the rest of the kernel calls it by a pointer that is gone before the module is.
      rcu_read_lock: (s, me, c) => {
        enter_kernel(s, me)
        rcu_read_lock(s, me, c)
      },
      rcu_dereference: (s, me) => {
        me.object = s.list
        if (me.object === null) return 'rcu_read_unlock'
      },
      'use the object': (s, me) => void access(s, me, me.object!),
      rcu_read_unlock: (s, me, c) => {
        me.object = null
        rcu_read_unlock(s, me, c)
        return_to_user(s, me, c)
      },
    },
  })
  .process('rmmod', {
    locals: () => ({ task: 1 }),
    steps: [
      {
        'foo_exit: list_del_rcu': (s, me, c) => {
          enter_kernel(s, me)
          if (c.unlinksFirst) s.list = null
        },
        'foo_exit: call_rcu': (s, _me, c) => {
          call_rcu(s, 'foo_free_rcu', 0)
          if (c.waitsFor === 'readers') return 'synchronize_rcu'
          return c.waitsFor === 'callbacks' ? 'rcu_barrier' : 'foo_exit: list_del_rcu, late'
        },
      },
      synchronize_rcu(),
      {
        'readers have ended': () => 'foo_exit: list_del_rcu, late',
      },
      joined(rcu_barrier<'foo_free_rcu'>()),
      {
        'foo_exit: list_del_rcu, late': s => {
          s.list = null
        },
        free_module: (s, me, c) => {
          kfree(s, me, s.text)
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .process('softirq', {
    locals: () => newRcuSoftirq(2),
    mayRest: ['rcu_core'],
    steps: [
      rcu_core<'foo_free_rcu'>(),
      {
        // The first instruction of the callback, unless that is the kernel's own.
        foo_free_rcu: (s, me, c) => {
          if (!c.kfree_rcu && !access(s, me, s.text)) return 'done'
        },
        'foo_free_rcu: kfree': (s, me) => {
          kfree(s, me, s.object)
          return 'rcu_do_batch'
        },
      },
    ],
  })
  .extend(withRules)
  .glossary({
    constants: { kfree_rcu: 'kfree_rcu()', unlinksFirst: 'unlinking comes first' },
  })
