/**
 * `dax_io()`, fs/dax.c of v5, on a buffer that is itself mapped from a DAX file: the copy touches the buffer, the fault runs
 * `__dax_fault()` in the same task, and meanwhile the copy's mapping and its reader stay open.
 *
 * Both files are on the same device. Sizes are in bytes, as in `dax-map-bh`; each file has a page, followed by the one for
 * the copy of a private mapping. The comments D1, D3, D5 mark defects of v5; X2 is in `block-device`.
 */

import { choose, model, prefixed, when } from 'interleave-checker'
import { type DirectAccess, del_gendisk, newDisk } from '../drivers/block-device.ts'
import { type PmemManaged, unbind_pmem } from '../drivers/pmem.ts'
import { firstArea, type Memmap, memremap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { EIO } from '../kernel/errno.ts'
import { faulthandler_disabled } from '../kernel/preempt.ts'
import { withRules } from '../kernel/rules.ts'
import { down_read, newRwsem, type Rwsem, up_read } from '../kernel/rwsem.ts'
import { might_sleep, schedule } from '../kernel/sleep.ts'
import { current, newTasks, type Task } from '../kernel/task.ts'
import { copy_byte } from '../kernel/user-copy.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { within } from '../kernel/within.ts'
import type { FaultKind } from './dax-fault.ts'
import { copy_user_bh, dax_insert_mapping, type Fault } from './dax-insert-mapping.ts'
import { __dax_map_bh, pageSize, throughMapping } from './dax-map-bh.ts'
import { kunmap_atomic_pfn_t } from './kmap-pfn.ts'
import { registeredRange } from './kmap-ranges.ts'

export interface Copy extends DirectAccess {
  /** The fault on the buffer, while it lasts. */
  fault: Fault
  len: number
  retval: number
  rc: number | null
}

export const daxNested = model('dax-nested', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  tasks: 1,
  /** The possible kinds of fault on the buffer. */
  kinds: ['new', 'written', 'private'] as readonly FaultKind[],
  /** How often the buffer's PTE is removed again, by a truncation of its file. */
  zaps: 1,

  // Defects of v5 and their repairs.

  /** D1: a token instead of a look-up tells kunmap whether the address was a device's. */
  repairD1: true,
  /** D3: `if (rc < 0)` for `if (rc)`. */
  repairD3: true,
  /** D5: nothing sleeps between map and unmap: the buffer is faulted in first, and copied with faults disabled. */
  repairD5: false,
  repairX2: false,
  repairX4: false,

  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    const bytes = (memmap: Memmap, pages: number): Memmap[] => Array<Memmap>(pages * pageSize).fill(memmap)
    return {
      tasks: newTasks(c.tasks + 1),
      memmap: [...bytes('none', 2), ...bytes('system', 1)],
      areas: [memremap(firstArea, 2 * pageSize)],
      ranges: 0 as number | null,
      kmaps: [registeredRange(0, 2 * pageSize, firstArea)],
      register_lock: null as number | null,
      devres: ['devm_kfree', 'memunmap', 'teardown_kmap'] as PmemManaged[],
      disk: newDisk(),
      /** Of the buffer's file: held for reading by each fault on it, see `dax-fault`. */
      i_mmap_rwsem: newRwsem(),
      /** For each task, whether its page table leads to the buffer. */
      ptes: Array<boolean>(c.tasks).fill(false),
      zaps: c.zaps,
    }
  })
  .process('copy', {
    count: c => c.tasks,
    locals: (_c, id): Copy => ({
      ...newAccess(id, 0),
      fault: { ...newAccess(id, pageSize), isNew: false, cow_page: 2 * pageSize },
      len: 0,
      retval: 0,
      rc: null,
    }),
    steps: [
      {
        // It may sleep for get_block().
        dax_io: (s, me) => {
          enter_kernel(s, me)
          might_sleep(s, me)
        },
        // Repaired, the task faults its buffer in here: iov_iter_fault_in_readable().
        'while (pos < end)': (s, me, c) => {
          if (c.repairD5 && !s.ptes[me.id]) return 'fault: __dax_fault'
        },
      },
      prefixed('map: ', __dax_map_bh({ mapped: 'copy_iter', failed: 'return -EIO' })),
      {
        // D5: the fault comes here.
        copy_iter: (s, me, c) => {
          if (!s.ptes[me.id]) {
            const isRefused = c.repairD5 || faulthandler_disabled(current(s, me))
            return isRefused ? 'unmap: kunmap_atomic_pfn_t' : 'fault: __dax_fault'
          }
          throughMapping(s, me, me.addr!, c)
          if (copy_byte(s, me, me.addr!, 'store')) me.len = 1
        },
      },

      prefixed('unmap: ', kunmap_atomic_pfn_t({ unmapped: 'unmapped' })),
      {
        unmapped: (s, me, c) => {
          // Short because the buffer is missing, which is then faulted in again.
          if (c.repairD5 && me.len === 0 && !s.ptes[me.id]) return 'while (pos < end)'
          return 'return'
        },
        'return -EIO': (_s, me) => {
          me.retval = -EIO
        },
        return: (s, me, c) => {
          me.rc = me.len > 0 ? me.len : me.retval
          return_to_user(s, me, c)
          return 'done'
        },
        // It sleeps for the page cache and for get_block(), whatever its context.
        'fault: __dax_fault': (s, me, c) => {
          const kind = choose(...c.kinds)
          schedule(s, me, c)
          me.fault.isNew = kind === 'new'
          return kind === 'private' ? 'fault: copy_user_bh: bdev_direct_access' : 'fault: i_mmap_lock_read'
        },
        'fault: i_mmap_lock_read': (s, me, c) => {
          return down_read('i_mmap_rwsem')(s, me, c) ?? 'fault: bdev_direct_access'
        },
      },
      within<Copy>()(
        'fault',
        prefixed('fault: ', dax_insert_mapping({ inserted: 'fault: iret', failed: 'fault: VM_FAULT_SIGBUS' })),
      ),
      within<Copy>()(
        'fault',
        prefixed(
          'fault: copy_user_bh: ',
          copy_user_bh({ copied: 'fault: VM_FAULT_LOCKED', failed: 'fault: VM_FAULT_SIGBUS' }),
        ),
      ),
      {
        'fault: VM_FAULT_LOCKED': (s, me) => {
          s.ptes[me.id] = true
        },
        'fault: iret': (s, me) => {
          i_mmap_unlock_read(s, me)
          me.fault.count = me.fault.generation = 0
          me.fault.isNew = false
          return me.addr === null ? 'while (pos < end)' : 'copy_iter'
        },
        // bad_area(): the copy is short, and nothing was copied.
        'fault: VM_FAULT_SIGBUS': (s, me) => {
          i_mmap_unlock_read(s, me)
          return me.addr === null ? 'return -EFAULT' : 'unmap: kunmap_atomic_pfn_t'
        },
        'return -EFAULT': (_s, me) => {
          me.retval = -14
          return 'return'
        },
      },
    ],
  })
  .process('unbind', {
    locals: c => ({ task: c.tasks, kmap: 0, area: 0 }),
    steps: [
      {
        nd_pmem_remove: (s, _me, c) => {
          del_gendisk(s, c)
        },
      },
      {
        ...unbind_pmem<PmemManaged>(),
        'driver = NULL': (s, me, c) => {
          s.disk.bound = false
          return_to_user(s, me, c)
          return 'done'
        },
        devm_kfree: s => {
          s.disk.freed = true
          return 'release_nodes'
        },
      },
    ],
  })
  .action('unmap_mapping_range', s => {
    // It takes i_mmap_lock for writing.
    when(s.zaps > 0 && s.i_mmap_rwsem.readers.length === 0)
    const task = choose(...s.ptes.keys())
    when(s.ptes[task] === true)
    s.ptes[task] = false
    s.zaps--
  })
  .extend(withRules)

/** Releases the lock, unless the fault was on a private mapping. */
function i_mmap_unlock_read(s: { tasks: Task[]; i_mmap_rwsem: Rwsem }, me: Copy): void {
  if (s.i_mmap_rwsem.readers.includes(me.task)) up_read('i_mmap_rwsem')(s, me)
}

/** A task that is about to map the page starting at `pfn`. */
function newAccess(task: number, pfn: number): DirectAccess {
  const mapper = { task, pfn: { pfn, dev: true }, count: 0, addr: null, page: null, walk: null }
  return { ...mapper, size: pageSize, generation: 0 }
}
