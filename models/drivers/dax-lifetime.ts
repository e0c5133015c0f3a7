/**
 * The schemes after v5 that keep a DAX user's mapping alive, in place of the range list and its RCU reader: dax_map_atomic()
 * and dax_unmap_atomic(), fs/dax.c, with a reference of the queue; then dax_read_lock(), drivers/dax/super.c, with SRCU.
 *
 * - VS (September 2015): blk_dax_get(), and blk_cleanup_queue() waits until no reference is left.
 * - VO (October, v2 with 19/20): as VM, but the memory of devm_memremap_pages() is released earlier, and waits only for RCU,
 *   which is locked after the queue was entered (X22).
 * - VM (4.5): as VS, with blk_queue_enter().
 * - VX (now): an SRCU reader that checks whether the device is alive, and kill_dax() waits for such readers.
 *
 * The user is one that all of them cover. In VS dax_clear_blocks() is not: see `pmem-lifetime`.
 */

import { choose, model } from 'interleave-checker'
import { firstArea, type HasAddressSpace, type Memmap, memremap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { EIO } from '../kernel/errno.ts'
import { withRules } from '../kernel/rules.ts'
import { schedule } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, rcuReader, srcuGracePeriod, srcuReader } from '../kernel/spans.ts'
import { newSrcuStruct } from '../kernel/srcu.ts'
import { type HasTasks, newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { type AtomicMapper, dax_map_atomic, dax_unmap_atomic } from '../mappers/dax-map-atomic.ts'
import { type HasDisk, newDisk, readDriverData, releaseDisk } from './block-device.ts'
import { type DaxReader, dax_direct_access, dax_read_unlock, type HasDaxDevice, kill_dax } from './dax-super.ts'
import type { DaxVersion } from './dax-version.ts'
import { pmem_detach_disk } from './pmem.ts'
import { type HasQueues, newQueue } from './request-queue.ts'

export const daxLifetime = model('dax-lifetime', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  version: 'VM' as Exclude<DaxVersion, 'V0' | 'V5'>,
  readers: 1,
  /** axonram never calls blk_cleanup_queue() (X15). */
  driver: 'pmem' as 'pmem' | 'axonram',
  /** VO: pmem has struct pages. */
  pageMapped: true,

  /** VS, X21: if an extent is too short, __dax_pmd_fault() jumps to fallback past dax_unmap_bh(). */
  fallbackUnmaps: true,

  // Correct; each is undone by a variant.

  /** Teardown waits: for references, RCU or SRCU, depending on the version. */
  waits: true,
  /** VX: a reader checks whether the device is alive. */
  looks: true,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(c.readers + 1),
      memmap: ['none'] as Memmap[],
      areas: [memremap(firstArea, 1)],
      disk: newDisk(),
      queues: [newQueue()],
      /** DAXDEV_ALIVE. */
      alive: true,
      dax_srcu: newSrcuStruct(c.readers + 1),
    }
  })
  .process('dax', {
    count: c => c.readers,
    locals: (_c, id): DaxUser => ({ task: id, bdev: 0, count: 0, addr: null, entered: null, index: null, rc: null }),
    steps: [
      {
        // The file system keeps the disk open; del_gendisk() does not stop it.
        enter_kernel: (s, me, c) => {
          enter_kernel(s, me)
          return c.version === 'VX' ? 'dax_read_lock' : 'blk_queue_enter'
        },
      },
      dax_map_atomic({ direct_access, mapped: 'copy_iter', failed: 'return' }),
      dax_direct_access({ direct_access, mapped: 'copy_iter', failed: 'dax_read_unlock' }),
      {
        // It may sleep for the user's page.
        copy_iter: (s, me, c) => {
          if (!c.fallbackUnmaps && choose(false, true)) return 'return'
          schedule(s, me, c)
        },
        'copy_iter: store': (s, me, c) => {
          me.rc = 0
          if (!store(s, me, me.addr!)) return 'done'
          return c.version === 'VX' ? 'dax_read_unlock' : 'blk_queue_exit'
        },
      },
      dax_unmap_atomic({ unmapped: 'return' }),
      dax_read_unlock({ unlocked: 'return' }),
      {
        return: (s, me, c) => {
          me.rc ??= -EIO
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .process('unbind', {
    locals: c => ({ task: c.readers, area: 0, bdev: 0 }),
    steps: [
      {
        device_release_driver: (s, me, c) => {
          enter_kernel(s, me)
          if (c.version === 'VX') return 'kill_dax'
          return c.driver === 'axonram' ? 'memunmap' : 'blk_set_queue_dying'
        },
      },
      pmem_detach_disk({ detached: 'memunmap' }),
      kill_dax({ killed: 'memunmap' }),
      releaseDisk(),
    ],
  })
  .span('dax', 'SRCU reader', srcuReader('dax_srcu'))
  .span('dax', 'RCU reader', rcuReader)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'grace period', gracePeriod)
  .span('unbind', 'SRCU grace period', srcuGracePeriod)
  .extend(withRules)

export interface DaxUser extends AtomicMapper, DaxReader {
  rc: number | null
}

/** pmem_direct_access(), drivers/nvdimm/pmem.c. */
function direct_access(s: HasTasks & HasAddressSpace & HasQueues & HasDaxDevice & HasDisk, me: DaxUser): boolean {
  readDriverData(s, me)
  me.addr = firstArea
  me.count = 1
  return true
}
