/**
 * What came after v5 to keep a DAX user's mapping alive, in place of the range list and its RCU reader: dax_map_atomic() and
 * dax_unmap_atomic(), fs/dax.c, with a reference of the queue; then dax_read_lock(), drivers/dax/super.c, with SRCU.
 *
 * - VS (September 2015): blk_dax_get(), and blk_cleanup_queue() waits until nobody has a reference.
 * - VO (October, v2 with 19/20): RCU is locked after the queue was entered, and teardown waits for RCU only (X22).
 * - VM (4.5): as VS, with blk_queue_enter().
 * - VX (now): an SRCU reader that looks whether the device is alive, and kill_dax() waits for such readers.
 */

import { choose, model, when } from 'interleave'
import { firstArea, type Memmap, memremap, memunmap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../kernel/rcu.ts'
import { might_sleep, schedule } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, rcuReader, srcuGracePeriod, srcuReader } from '../kernel/spans.ts'
import { newSrcuStruct, srcu_read_lock, srcu_read_unlock, synchronize_srcu } from '../kernel/srcu.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { newDisk, readDriverData } from './block-device.ts'

export const daxLifetime = model('dax-lifetime', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  scheme: 'VM' as 'VS' | 'VO' | 'VM' | 'VX',
  readers: 1,
  /** axonram never calls blk_cleanup_queue() (X15). */
  driver: 'pmem' as 'pmem' | 'axonram',

  /** VS, X21: where an extent is too short, __dax_pmd_fault() goes to fallback past dax_unmap_bh(). */
  fallbackUnmaps: true,

  // What is right, to be undone by variants.

  /** Teardown waits: for the references, for RCU, or for SRCU, as its scheme has it. */
  waits: true,
  /** VX: a reader looks whether the device is alive. */
  looks: true,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(c.readers + 1),
      memmap: ['none'] as Memmap[],
      areas: [memremap(firstArea, 1)],
      disk: newDisk(),
      queue: { dying: false, references: 0 },
      /** DAXDEV_ALIVE. */
      alive: true,
      dax_srcu: newSrcuStruct(c.readers + 1),
    }
  })
  .process('dax', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, index: null as number | null, rc: null as number | null }),
    steps: {
      // The file system keeps the disk open; del_gendisk() does not keep it from going on.
      dax_map_atomic: (s, me, c) => {
        enter_kernel(s, me)
        if (c.scheme === 'VX') return 'dax_read_lock'
      },
      blk_queue_enter: (s, me) => {
        if (s.queue.dying) {
          me.rc = -5
          return 'return'
        }
        s.queue.references++
        return 'bdev_direct_access'
      },
      dax_read_lock: (s, me) => {
        me.index = srcu_read_lock(s, me, 'dax_srcu')
      },
      dax_alive: (s, me, c) => {
        if (s.alive || !c.looks) return
        me.rc = -5
        return 'dax_read_unlock'
      },
      bdev_direct_access: (s, me, c) => {
        might_sleep(s, me)
        readDriverData(s, me)
        if (c.scheme !== 'VO') return 'copy_iter'
      },
      // X22: nobody waits for a task that has come no further than here.
      rcu_read_lock: (s, me, c) => {
        rcu_read_lock(s, me, c)
      },
      // It may sleep for the user's page, and then goes on.
      copy_iter: (s, me, c) => {
        if (!c.fallbackUnmaps && choose(false, true)) {
          me.rc = -5
          return 'return'
        }
        schedule(s, me, c)
      },
      'copy_iter: store': (s, me, c) => {
        me.rc = 0
        if (!store(s, me, firstArea)) return 'done'
        if (c.scheme === 'VX') return 'dax_read_unlock'
        if (c.scheme !== 'VO') return 'blk_queue_exit'
      },
      rcu_read_unlock: (s, me, c) => {
        rcu_read_unlock(s, me, c)
      },
      blk_queue_exit: s => {
        s.queue.references--
        return 'return'
      },
      dax_read_unlock: (s, me) => {
        srcu_read_unlock(s, me, 'dax_srcu', me.index!)
        me.index = null
      },
      return: (s, me, c) => {
        return_to_user(s, me, c)
      },
    },
  })
  .process('unbind', {
    locals: c => ({ task: c.readers, area: 0 }),
    steps: {
      device_release_driver: (s, me, c) => {
        enter_kernel(s, me)
        if (c.scheme === 'VX') return 'kill_dax'
        if (c.driver === 'axonram') return 'memunmap'
      },
      // blk_cleanup_queue(), first half: no reference is given any more.
      blk_set_queue_dying: (s, _me, c) => {
        s.queue.dying = true
        if (!c.waits) return 'memunmap'
        if (c.scheme === 'VO') return 'synchronize_rcu'
      },
      blk_freeze_queue: s => {
        when(s.queue.references === 0)
        return 'memunmap'
      },
      ...synchronize_rcu(),
      'queue is dead': () => 'memunmap',
      kill_dax: (s, _me, c) => {
        s.alive = false
        if (!c.waits) return 'memunmap'
      },
      ...synchronize_srcu('dax_srcu'),
      memunmap: (s, me) => {
        memunmap(s, me)
      },
      kfree: s => {
        s.disk.freed = true
      },
      driver_detached: (s, me, c) => {
        return_to_user(s, me, c)
      },
    },
  })
  .span('dax', 'SRCU reader', srcuReader('dax_srcu'))
  .span('dax', 'RCU reader', rcuReader)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'grace period', gracePeriod)
  .span('unbind', 'SRCU grace period', srcuGracePeriod)
