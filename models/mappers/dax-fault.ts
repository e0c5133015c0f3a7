/**
 * `__dax_fault()`, fs/dax.c of v5, 4.2 and later versions, for shared and private mappings, and the user's accesses through
 * the PTE of a shared one, while the driver is unbound and the frames are bound again or removed from the machine.
 *
 * X4: the PTE is inserted after the frame was released, but with `i_mmap_lock` held: dax_insert_mapping() takes it for
 * reading before direct_access and releases it after vm_insert_mixed(), and unmap_mapping_range() takes it for writing ("DAX
 * uses i_mmap_lock to serialise file truncate vs page fault"; from 4.7 on, the lock of the radix tree entry replaces it).
 * D9: the PTE is never removed. Sizes are in bytes, as in `dax-map-bh`: the device has one page, followed by the one for the
 * copy.
 *
 * Left out: mmap_sem, which each fault holds for reading and no process here for writing; the page lock of the hole's page
 * in the page cache, which only faults take; the i_mmap_lock that a private mapping keeps when it has copied, for
 * do_cow_fault(), since its PTE is to a page of its own; the test of i_size against truncation, as nobody truncates; a
 * private mapping of a hole, which is cleared and not copied; the entry of the radix tree that 4.5 makes for fsync() before
 * the PTE; and PMDs, of which there is X21 alone, in `dax-lifetime`. In 4.3-rc2, on which September is, a fault holds
 * i_mmap_lock for writing, from before get_block() on: here two faults may go on at once there, as they may before and
 * after.
 */

import { choose, model, prefixed, when } from 'interleave-checker'
import { del_gendisk, newDisk } from '../drivers/block-device.ts'
import { type DaxVersion, entersQueue, looksUp } from '../drivers/dax-version.ts'
import { type PmemManaged, type Unbinding, unbindByVersion } from '../drivers/pmem.ts'
import { newQueue } from '../drivers/request-queue.ts'
import { firstArea, type Memmap, memremap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { withRules } from '../kernel/rules.ts'
import { down_read, down_write, newRwsem, type Rwsem, up_read, up_write } from '../kernel/rwsem.ts'
import { might_sleep } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { breaks, newTasks, type Task } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { type AtomicFault, copyUserBhByQueue, daxInsertMappingByQueue } from './dax-fault-atomic.ts'
import { copy_user_bh, dax_insert_mapping, newFault } from './dax-insert-mapping.ts'
import { pageSize } from './dax-map-bh.ts'
import { registeredRange, unregisteredRange } from './kmap-ranges.ts'

/** The kind of fault: on a shared mapping of a new or an old block, or on a private mapping. */
export type FaultKind = 'new' | 'written' | 'private'

export interface DaxFault extends AtomicFault {
  rc: 'VM_FAULT_LOCKED' | 'VM_FAULT_NOPAGE' | 'VM_FAULT_SIGBUS' | null
}

export const daxFault = model('dax-fault', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  version: 'V5' as Exclude<DaxVersion, 'VX'>,
  faults: 1,
  /** What a fault may be for. */
  kinds: ['new', 'written', 'private'] as readonly FaultKind[],
  /** By how many bytes direct_access falls short of a page, as for the last page of dcssblk (X16). */
  short: 0,
  /** What follows unbinding: nothing, another driver, or removal of the frames from the machine. */
  then: 'unplug' as 'nothing' | 'rebind' | 'unplug',

  // Defects of v5 and possible repairs.

  /** D3: `if (rc < 0)` for `if (rc)`. */
  repairD3: true,
  /** Correct; undone by a variant: faults hold i_mmap_lock. */
  locksMapping: true,
  /** X4: the PTE is inserted before the frame is unmapped. */
  repairX4: false,
  /** D9: teardown zaps the PTEs after its grace period, as unmap_mapping_range() does for truncation. */
  repairD9: false,
  repairX2: false,
  /** X5: less than a page is an error, as it was. */
  repairX5: false,

  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
  /** VS, VO, VM: teardown waits for users of the queue, in VO for RCU. */
  waits: true,
  /** VO: pmem has struct pages, which no process of this model uses. */
  pageMapped: true,
})
  .shared(c => {
    checkConfig(c)
    const isListed = looksUp(c)
    const devres: PmemManaged[] = ['devm_kfree', 'memunmap']
    if (isListed) devres.push('teardown_kmap')
    const bytes = (memmap: Memmap): Memmap[] => Array<Memmap>(pageSize).fill(memmap)
    return {
      tasks: newTasks(c.faults + 1),
      memmap: [...bytes('none'), ...bytes('system')],
      areas: [memremap(firstArea, pageSize)],
      ranges: isListed ? 0 : (null as number | null),
      kmaps: [isListed ? registeredRange(0, pageSize, firstArea) : unregisteredRange(0, pageSize, firstArea)],
      register_lock: null as number | null,
      devres,
      disk: newDisk(),
      queues: [newQueue()],
      plugged: true,
      i_mmap_rwsem: newRwsem(),
      /** For each task, whether its page table leads to the frame. */
      ptes: Array<boolean>(c.faults).fill(false),
    }
  })
  .process('fault', {
    count: c => c.faults,
    locals: (_c, id): DaxFault => ({
      task: id,
      bdev: 0,
      entered: null,
      ...newFault(pageSize),
      rc: null,
    }),
    steps: [
      {
        // It may sleep for the page cache and for get_block(): nothing is held yet.
        __dax_fault: (s, me, c) => {
          const kind = choose(...c.kinds)
          enter_kernel(s, me)
          might_sleep(s, me)
          me.isNew = kind === 'new'
          const isPrivate = kind === 'private'
          if (!isPrivate) return 'i_mmap_lock_read'
          return entersQueue(c) ? 'copy_user_bh: queue: blk_queue_enter' : 'copy_user_bh: bdev_direct_access'
        },
        i_mmap_lock_read: (s, me, c) => {
          const again = c.locksMapping ? down_read('i_mmap_rwsem')(s, me, c) : undefined
          if (again !== undefined) return again
          return entersQueue(c) ? 'queue: blk_queue_enter' : 'bdev_direct_access'
        },
      },
      dax_insert_mapping({ inserted: 'return VM_FAULT_NOPAGE', failed: 'return VM_FAULT_SIGBUS' }),
      prefixed(
        'queue: ',
        daxInsertMappingByQueue({ inserted: 'return VM_FAULT_NOPAGE', failed: 'return VM_FAULT_SIGBUS' }),
      ),
      {
        'return VM_FAULT_NOPAGE': (s, me, c) => {
          i_mmap_unlock_read(s, me)
          me.rc = 'VM_FAULT_NOPAGE'
          return_to_user(s, me, c)
        },
        // At any time until munmap(). Without a PTE there would be another fault, starting above.
        'user store': (s, me) => {
          if (!s.ptes[me.id]) return 'done'
          if (me.count < pageSize) breaks(s, me, 'goes beyond its mapping')
          if (!s.plugged) breaks(s, me, 'touches an unplugged frame')
          if (s.disk.generation !== me.generation) breaks(s, me, "reaches another owner's data")
        },
        munmap: (s, me) => {
          s.ptes[me.id] = false
          return 'done'
        },
      },
      prefixed('copy_user_bh: ', copy_user_bh({ copied: 'return VM_FAULT_LOCKED', failed: 'return VM_FAULT_SIGBUS' })),
      prefixed(
        'copy_user_bh: queue: ',
        copyUserBhByQueue({ copied: 'return VM_FAULT_LOCKED', failed: 'return VM_FAULT_SIGBUS' }),
      ),
      {
        'return VM_FAULT_LOCKED': (s, me, c) => {
          me.rc = 'VM_FAULT_LOCKED'
          return_to_user(s, me, c)
          return 'done'
        },
        'return VM_FAULT_SIGBUS': (s, me, c) => {
          i_mmap_unlock_read(s, me)
          me.rc = 'VM_FAULT_SIGBUS'
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .process('unbind', {
    locals: (c): Unbinding => ({ task: c.faults, kmap: 0, area: 0, bdev: 0 }),
    steps: [
      {
        nd_pmem_remove: (s, _me, c) => {
          del_gendisk(s, c)
        },
      },
      {
        ...unbindByVersion<PmemManaged>(),
        'driver = NULL': (_s, _me, c) => {
          return c.repairD9 ? 'unmap_mapping_range: i_mmap_lock_write' : 'klist_remove'
        },
        'unmap_mapping_range: i_mmap_lock_write': down_write('i_mmap_rwsem'),
        unmap_mapping_range: s => {
          s.ptes.fill(false)
        },
        'unmap_mapping_range: i_mmap_unlock_write': up_write('i_mmap_rwsem'),
        // The last of __device_release_driver(): the device can be bound again.
        klist_remove: (s, me, c) => {
          s.disk.bound = false
          return_to_user(s, me, c)
          return c.then === 'nothing' ? 'done' : c.then
        },
        devm_kfree: s => {
          s.disk.freed = true
          return 'release_nodes'
        },
        rebind: s => {
          s.disk.bound = true
          s.disk.generation++
          return 'done'
        },
        unplug: s => {
          when(!s.disk.bound)
          s.plugged = false
        },
      },
    ],
  })
  .span('fault', 'RCU reader', rcuReader)
  .span('fault', 'kmap', kmapHeld)
  .span('fault', 'i_mmap_lock', (s, me) => s.i_mmap_rwsem.readers.includes(me.task))
  .span('fault', 'PTE', (s, me) => s.ptes[me.id] === true)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'register_lock', holds('register_lock'))
  .span('unbind', 'grace period', gracePeriod)
  .extend(withRules)

/** Releases the lock, unless the fault was on a private mapping, or the variant does without the lock. */
function i_mmap_unlock_read(s: { tasks: Task[]; i_mmap_rwsem: Rwsem }, me: DaxFault): void {
  if (s.i_mmap_rwsem.readers.includes(me.task)) up_read('i_mmap_rwsem')(s, me)
}
