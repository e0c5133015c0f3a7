/**
 * Unbinding waits for readers with a lock held (X27): the driver core has the lock of the device, dcssblk its own
 * semaphore. In v5 readers may sleep (D5), in get_block() of the file system, whose locks they wait for.
 */

import { model, when } from 'interleave-checker'
import { type Config, checkConfig } from '../kernel/config.ts'
import { newLockdep } from '../kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../kernel/rcu.ts'
import { withRules } from '../kernel/rules.ts'
import { down_read, down_write, newRwsem, type Rwsem, up_read, up_write } from '../kernel/rwsem.ts'
import { schedule } from '../kernel/sleep.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'

export const unbindLock = model('unbind-lock', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  driver: 'pmem' as 'pmem' | 'dcssblk',
  /** D5: get_block() is called with RCU locked. */
  repairD5: false,
  /** What get_block() waits for: a lock of the file system, or what unbinding has. */
  readerTakes: 'fs_lock' as 'fs_lock' | 'what unbinding has',
  /** Somebody takes what unbinding has, while he has the lock of the file system. */
  nests: false,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(3),
      lockdep: newLockdep(3),
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
          if (c.driver === 'pmem') mutex_lock('device_lock')(s, me)
          else down_write('dcssblk_devices_sem')(s, me)
        },
      },
      // teardown_kmap() has unlinked the record, and given register_lock back.
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
        if (isFree(s, c)) {
          if (c.readerTakes === 'fs_lock') mutex_lock('fs_lock')(s, me)
          else if (c.driver === 'pmem') mutex_lock('device_lock')(s, me)
          else down_read('dcssblk_devices_sem')(s, me)
          return 'get_block: unlock'
        }
        // It sleeps. In NP and NPC that is a quiescent state, of which each grace period learns that waits for it.
        when(c.config !== 'PRE' && s.tasks.some(task => task.gp_waits_for.includes(me.task)))
        schedule(s, me, c)
        return 'get_block: lock'
      },
      'get_block: unlock': (s, me, c) => {
        if (c.readerTakes === 'fs_lock') mutex_unlock('fs_lock')(s)
        else if (c.driver === 'pmem') mutex_unlock('device_lock')(s)
        else up_read('dcssblk_devices_sem')(s, me)
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
    // Somebody else who works on the file system.
    locals: () => ({ task: 2 }),
    steps: {
      fs_lock: (s, me) => {
        enter_kernel(s, me)
        mutex_lock('fs_lock')(s, me)
      },
      lock: (s, me, c) => {
        if (!c.nests) return 'fs_unlock'
        if (c.driver === 'pmem') mutex_lock('device_lock')(s, me)
        else down_read('dcssblk_devices_sem')(s, me)
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
  .extend(withRules)

/** Whether get_block() gets what it takes without waiting. */
function isFree(
  s: { fs_lock: number | null; device_lock: number | null; dcssblk_devices_sem: Rwsem },
  c: { driver: 'pmem' | 'dcssblk'; readerTakes: 'fs_lock' | 'what unbinding has' },
): boolean {
  if (c.readerTakes === 'fs_lock') return s.fs_lock === null
  return c.driver === 'pmem' ? s.device_lock === null : s.dcssblk_devices_sem.writer === null
}
