/**
 * Unbinding waits for readers with a lock held (X27): the driver core holds the lock of the device, dcssblk its own
 * semaphore. In v5 readers may sleep (D5), in get_block() of the file system, waiting for its locks.
 *
 * They also sleep in a fault on the user's buffer, for which they take mmap_sem. Another thread of the process may hold that for
 * writing and wait for a grace period itself: perf_mmap(), kernel/events/core.c, where ring_buffer_attach() does so by
 * cond_synchronize_rcu() if the event had another buffer a moment before (since 4.1).
 */

import { model, prefixed } from 'interleave-checker'
import { type Config, checkConfig } from '../kernel/config.ts'
import { newLockdep } from '../kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../kernel/rcu.ts'
import { withRules } from '../kernel/rules.ts'
import { down_read, down_write, newRwsem, up_read, up_write } from '../kernel/rwsem.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'

export const unbindLock = model('unbind-lock', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  driver: 'pmem' as 'pmem' | 'dcssblk',
  /** D5: get_block() is called with RCU locked. */
  repairD5: false,
  /** What get_block() waits for: a lock of the file system, or the lock held by unbinding. */
  readerTakes: 'fs_lock' as 'fs_lock' | 'what unbinding has',
  /** A holder of the lock of the file system takes the lock held by unbinding. */
  nests: false,
  /** The copy faults on its buffer, while another thread of the process maps the buffer of a perf event. */
  faults: false,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(c.faults ? 4 : 3),
      lockdep: newLockdep(c.faults ? 4 : 3),
      mmap_sem: newRwsem(),
      device_lock: null as number | null,
      dcssblk_devices_sem: newRwsem(),
      fs_lock: null as number | null,
    }
  })
  .process('unbind', {
    locals: () => ({ task: 0 }),
    steps: [
      {
        lock: (s, me, c) => {
          enter_kernel(s, me)
          if (c.driver === 'pmem') return mutex_lock('device_lock')(s, me, c)
          return down_write('dcssblk_devices_sem')(s, me, c)
        },
      },
      // teardown_kmap() has unlinked the record and released register_lock.
      synchronize_rcu(),
      {
        unlock: (s, me, c) => {
          if (c.driver === 'pmem') mutex_unlock('device_lock')(s)
          else up_write('dcssblk_devices_sem')(s, me)
        },
        return: return_to_user,
      },
    ],
  })
  .process('dax_io', {
    locals: () => ({ task: 1 }),
    steps: {
      dax_io: (s, me, c) => {
        enter_kernel(s, me)
        return c.repairD5 ? 'get_block: lock' : 'rcu_read_lock'
      },
      'get_block: lock': (s, me, c) => {
        if (c.readerTakes === 'fs_lock') return mutex_lock('fs_lock')(s, me, c)
        if (c.driver === 'pmem') return mutex_lock('device_lock')(s, me, c)
        return down_read('dcssblk_devices_sem')(s, me, c)
      },
      'get_block: unlock': (s, me, c) => {
        if (c.readerTakes === 'fs_lock') mutex_unlock('fs_lock')(s)
        else if (c.driver === 'pmem') mutex_unlock('device_lock')(s)
        else up_read('dcssblk_devices_sem')(s, me)
        if (c.faults) return '__do_page_fault: down_read(mmap_sem)'
        return c.repairD5 ? 'rcu_read_lock' : 'copy'
      },
      '__do_page_fault: down_read(mmap_sem)': down_read('mmap_sem'),
      '__do_page_fault: up_read(mmap_sem)': (s, me, c) => {
        up_read('mmap_sem')(s, me)
        return c.repairD5 ? 'rcu_read_lock' : 'copy'
      },
      rcu_read_lock: (s, me, c) => {
        rcu_read_lock(s, me, c)
        return c.repairD5 ? 'copy' : 'get_block: lock'
      },
      copy: () => undefined,
      rcu_read_unlock: (s, me, c) => {
        rcu_read_unlock(s, me, c)
      },
      return: return_to_user,
    },
  })
  .process('holder', {
    // Another task that works on the file system.
    locals: () => ({ task: 2 }),
    steps: {
      fs_lock: (s, me, c) => {
        enter_kernel(s, me)
        return mutex_lock('fs_lock')(s, me, c)
      },
      lock: (s, me, c) => {
        if (!c.nests) return 'fs_unlock'
        if (c.driver === 'pmem') return mutex_lock('device_lock')(s, me, c)
        return down_read('dcssblk_devices_sem')(s, me, c)
      },
      unlock: (s, me, c) => {
        if (c.driver === 'pmem') mutex_unlock('device_lock')(s)
        else up_read('dcssblk_devices_sem')(s, me)
      },
      fs_unlock: s => {
        mutex_unlock('fs_lock')(s)
      },
      return: return_to_user,
    },
  })
  .process('perf_mmap', {
    count: c => (c.faults ? 1 : 0),
    locals: () => ({ task: 3 }),
    steps: [
      {
        'down_write(mmap_sem)': (s, me, c) => {
          enter_kernel(s, me)
          return down_write('mmap_sem')(s, me, c)
        },
      },
      // cond_synchronize_rcu().
      prefixed('ring_buffer_attach: ', synchronize_rcu()),
      {
        'up_write(mmap_sem)': up_write('mmap_sem'),
        return: return_to_user,
      },
    ],
  })
  .extend(withRules)
