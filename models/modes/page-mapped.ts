/**
 * pmem whose frames have struct pages, devm_memremap_pages(), under a file system: a user maps a file with DAX and has a
 * device read or write it by DMA, through get_user_pages(), while the file is truncated and the driver unbound.
 *
 * There is one frame, the only block of the file. The part of a fault in an SRCU reader, or under a reference of the queue,
 * is one step: it checks whether the device is alive and which file has the block. Steps are named after 5.17; in VO and VM
 * they represent the corresponding functions, such as __dax_fault() or blk_cleanup_queue().
 */

import { choose, model, when } from 'interleave-checker'
import type { Area, Memmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import { withRules } from '../kernel/rules.ts'
import { down_read, down_write, newRwsem, type Rwsem, up_read, up_write } from '../kernel/rwsem.ts'
import { newSlab } from '../kernel/slab.ts'
import { might_sleep } from '../kernel/sleep.ts'
import { newTasks, type OnTask } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { type HasDevPagemap, memunmap_pages, newDevPagemap, pagemapRefCallback } from '../mappers/dev-pagemap.ts'
import { follow_page, type PageUser, put_page } from '../mappers/get-user-pages.ts'

/** The first binding of the frame's driver, and the one that follows it. */
export const firstOwner = 1
export const nextOwner = 2

/** The count of an unused DAX page: memmap_init_zone_device() sets it. */
const idle = 1

/** The transfer for which a device was programmed, and the owner of the frame as the user sees it. */
export interface Transfer {
  readonly owner: number
}

export interface PageMappedUser extends PageUser {
  transfer: Transfer | null
}

export const pageMapped = model('page-mapped', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  consolidated: true,
  users: 1,
  truncations: 1,
  unbinds: 1,
  /** The user is RDMA, whose DMA ends only when the user decides. */
  rdma: false,

  pins: 'base' as 'ref' | 'base',
  truncates: true,
  triesGet: false,
  waitsForRefs: true,
  waitsForLookups: true,
  clearsRefFirst: false,
  exitsRef: true,
  trygetsLive: true,
  getsByFoll: false,
  putsLookup: true,
  countsFirst: true,
  failsWithoutPagemap: true,

  // Added after 4.5 (VX); each is undone by a variant.

  /** Unbinding shuts the file system down before it removes PTEs, so no fault makes another. */
  shutsDown: true,
  /** For that it freezes the file system, and so waits for truncations. */
  freezes: true,
  /**
   * A fault blocks removal of PTEs from before direct_access until it has made its PTE: by i_mmap_lock until 4.6, by the
   * lock of the entry, grab_mapping_entry(), since.
   */
  locksFault: true,
  /** October removes PTEs by page->mapping, which a page has only once its PTE is made. */
  zapsByMapping: false,
  /** Truncation waits until the page is idle before it frees the block: xfs_break_dax_layouts(). */
  breaksLayout: true,
  /** It checks again after waiting, since waiting drops the lock. */
  looksAgain: true,
  /** It blocks faults from the check until the block is freed: XFS_MMAPLOCK. */
  locksFaults: true,
  /** It removes the PTEs before it checks. */
  zapsFirst: true,
  /** get_user_pages_longterm(): RDMA is refused files on DAX. */
  refusesLongterm: true,
})
  .shared(c => {
    checkConfig(c)
    const slab = newSlab(2)
    const pgmap = newDevPagemap({ slab }, c)
    return {
      tasks: newTasks(3 + c.users),
      slab,
      pgmap,
      registered: true,
      memmap: ['device'] as Memmap[],
      areas: [] as Area[],
      page_count: idle,
      pte: false,
      ptl: null as number | null,
      callback: false,
      confirmed: false,
      /** The file system was shut down. */
      shutdown: false,
      /** sb->s_writers: the number of tasks that are changing the file system. */
      writers: 0,
      mmaplock: newRwsem(),
      /** Held for reading by faults, and for writing, within one step, by removal of PTEs. */
      i_mmap_rwsem: newRwsem(),
      /** Whose the block is. */
      block: 'the file' as 'the file' | 'nobody' | 'another file',
      /** Whether the mapping has an entry for the block, through which truncation finds its page. */
      entry: false,
      owner: firstOwner as number | null,
      plugged: true,
    }
  })
  .process('user', {
    count: c => c.users,
    locals: (_c, id): PageMappedUser => ({ task: 3 + id, refs: 0, ret: null, holds: false, transfer: null }),
    steps: [
      {
        get_user_pages: (s, me, c) => {
          enter_kernel(s, me)
          if (!c.rdma || !c.refusesLongterm) return 'pte_offset_map_lock'
          me.ret = '-EOPNOTSUPP'
          return 'return'
        },
      },
      follow_page({ got: 'start DMA', failed: 'return', fault: 'handle_mm_fault' }),
      {
        // It does nothing if the PTE exists.
        handle_mm_fault: s => {
          if (s.pte) return 'pte_offset_map_lock'
        },
        // xfs_filemap_fault(), fs/xfs/xfs_file.c, and dax_iomap_fault(), fs/dax.c.
        'xfs_ilock(SHARED)': (s, me, c) => {
          if (c.locksFaults) return down_read('mmaplock')(s, me, c)
        },
        // i_mmap_lock_read() until 4.6.
        grab_mapping_entry: (s, me, c) => {
          if (c.locksFault) return down_read('i_mmap_rwsem')(s, me, c)
        },
        dax_iomap_direct_access: (s, me) => {
          if (isAlive(s) && s.block === 'the file') return 'vmf_insert_mixed'
          me.ret = 'SIGBUS'
          return 'put_locked_mapping_entry'
        },
        vmf_insert_mixed: s => {
          insertPte(s)
        },
        put_locked_mapping_entry: (s, me, c) => {
          if (c.locksFault) up_read('i_mmap_rwsem')(s, me)
        },
        'xfs_iunlock(SHARED)': (s, me, c) => {
          if (c.locksFaults) up_read('mmaplock')(s, me)
          return me.ret === null ? 'pte_offset_map_lock' : 'return'
        },
        'start DMA': (_s, me) => {
          me.transfer = { owner: firstOwner }
        },
        wait_for_completion: (_s, me) => {
          when(me.transfer === null)
        },
      },
      put_page({ put: 'return' }),
      {
        return: return_to_user,
      },
    ],
  })
  .process('channel', {
    count: c => c.users,
    steps: {
      interrupt: (s, me, c) => {
        const user = s.user[me.id]!
        when(user.transfer !== null && !c.rdma)
        user.transfer = null
        return 'interrupt'
      },
    },
    mayRest: ['interrupt'],
  })
  // xfs_setattr_size(), fs/xfs/xfs_iops.c, with xfs_break_dax_layouts(), fs/xfs/xfs_file.c, which waits for the page found
  // by dax_layout_busy_page(), fs/dax.c.
  .process('truncate', {
    count: c => c.truncations,
    locals: () => ({ task: 2, ret: null as 0 | '-EIO' | null }),
    steps: {
      mnt_want_write: (s, me) => {
        if (s.shutdown) {
          me.ret = '-EIO'
          return 'done'
        }
        enter_kernel(s, me)
        s.writers++
      },
      'xfs_ilock(EXCL)': (s, me, c) => {
        if (c.locksFaults) return down_write('mmaplock')(s, me, c)
      },
      unmap_mapping_pages: (s, _me, c) => {
        if (c.zapsFirst) zap(s)
      },
      dax_busy_page: (s, me, c) => {
        if (!c.breaksLayout || !s.entry || pageIsIdle(s, me)) return 'xfs_itruncate_extents'
      },
      xfs_wait_dax_page: (s, me, c) => {
        might_sleep(s, me)
        if (c.locksFaults) up_write('mmaplock')(s, me)
      },
      'wait_var_event(page_count == 1)': (s, me) => {
        when(pageIsIdle(s, me))
      },
      'xfs_ilock(EXCL) again': (s, me, c) => {
        const again = c.locksFaults ? down_write('mmaplock')(s, me, c) : undefined
        if (again !== undefined) return again
        return c.looksAgain ? 'unmap_mapping_pages' : 'xfs_itruncate_extents'
      },
      xfs_itruncate_extents: (s, _me, c) => {
        if (!c.zapsFirst) zap(s)
        s.entry = false
        s.block = 'nobody'
      },
      'xfs_iunlock(EXCL)': (s, me, c) => {
        if (c.locksFaults) up_write('mmaplock')(s, me)
      },
      mnt_drop_write: (s, me, c) => {
        s.writers--
        me.ret = 0
        return_to_user(s, me, c)
      },
      'the block is allocated again': s => {
        s.block = 'another file'
      },
    },
  })
  // nd_pmem_remove(), drivers/nvdimm/pmem.c, and the devres entries.
  .process('unbind', {
    count: c => c.unbinds,
    locals: () => ({ task: 0, refs: 0 }),
    steps: [
      {
        // In VX kill_dax() notifies the file system, xfs_dax_notify_failure(): freeze, shut down, thaw.
        device_release_driver: (s, _me, c) => {
          if (c.pins === 'ref') return 'del_gendisk'
          if (!c.shutsDown) return 'invalidate_inode_pages2'
          when(!c.freezes || s.writers === 0)
          s.shutdown = true
          return 'invalidate_inode_pages2'
        },
        del_gendisk: () => 'blk_set_queue_dying',
        // Whether the mapping is emptied with the PTEs, as truncation does.
        invalidate_inode_pages2: (s, _me, c) => {
          if (!c.truncates) return
          when(s.i_mmap_rwsem.readers.length === 0)
          s.entry = false
        },
      },
      {
        ...memunmap_pages({ released: 'devm_release_mem_region' }),
        unmap_mapping_range: (s, _me, c) => {
          if (c.truncates) zap(s)
          return 'percpu_ref_kill'
        },
        truncate_pagecache: (s, _me, c) => {
          if (!s.entry && c.zapsByMapping) return
          zap(s)
          s.entry = false
        },
      },
      {
        devm_release_mem_region: s => {
          s.owner = null
        },
        'what follows': () => choose('done', 'bind another driver', 'unplug'),
        'bind another driver': s => {
          s.owner = nextOwner
          return 'done'
        },
        unplug: s => {
          s.plugged = false
        },
      },
    ],
  })
  .process('rcu_callback', {
    locals: () => ({ task: 1 }),
    steps: pagemapRefCallback(),
    mayRest: ['call_rcu_sched'],
  })
  .extend(withRules)

type Kernel = HasDevPagemap & { shutdown: boolean; entry: boolean; i_mmap_rwsem: Rwsem }

/**
 * zap_pte_range(), mm/memory.c: waits for tasks that read the PTE under the lock of the page table and, together with the
 * lock before it, for faults in progress.
 */
function zap(s: Kernel): void {
  when(s.ptl === null && s.i_mmap_rwsem.readers.length === 0)
  s.pte = false
}

/**
 * Whether direct_access still answers: DAXDEV_ALIVE or a queue that is not dying, and a file system that is not shut down.
 */
function isAlive(s: Kernel): boolean {
  return !s.shutdown && !s.pgmap.ref.dead
}

/** vmf_insert_mixed(), mm/memory.c, and the entry of the mapping. */
function insertPte(s: Kernel): void {
  s.pte = true
  s.entry = true
}

/**
 * page_ref_count(page) == 1, as checked by dax_busy_page() and wait_var_event(), in the struct page, whether or not that
 * exists.
 */
function pageIsIdle(s: Kernel, me: OnTask): boolean {
  pfn_to_page(s, me, 0)
  return s.page_count === idle
}
