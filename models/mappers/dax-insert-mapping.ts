/**
 * The two outcomes of a DAX fault: the file's frame in the user's page table, or a copy of it. That complete_unwritten()
 * follows the first is left out: it changes nothing that the device has.
 *
 * Checked by `spec/mappers/dax-fault.ts` and `spec/mappers/dax-iomap.ts`.
 */

import { joined, prefixed } from 'interleave-checker'
import type { DirectAccess, HasDisk } from '../drivers/block-device.ts'
import type { Versioned } from '../drivers/dax-version.ts'
import { type HasAddressSpace, load, store } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { kmap_atomic, kunmap_atomic } from '../kernel/kmap-atomic.ts'
import { schedule } from '../kernel/sleep.ts'
import { breaks, type HasTasks } from '../kernel/task.ts'
import { __dax_map_bh, type MapPageConstants, pageSize, throughMapping } from './dax-map-bh.ts'
import { kunmap_atomic_pfn_t } from './kmap-pfn.ts'
import type { HasRanges } from './kmap-ranges.ts'

/** What the procedures need of their caller's locals. */
export interface Fault extends DirectAccess {
  /** buffer_new(bh) or buffer_unwritten(bh). */
  isNew: boolean
  /** The page allocated for a private mapping. */
  readonly cow_page: number
}

/** The locals of a fault on the first page of the file, which copies to `cow_page` where the mapping is private. */
export function newFault(cow_page: number): Omit<Fault, 'task'> {
  return {
    isNew: false,
    cow_page,
    pfn: { pfn: 0, dev: true },
    size: pageSize,
    count: 0,
    addr: null,
    page: null,
    walk: null,
    generation: 0,
  }
}

export interface FaultConstants extends MapPageConstants {
  /** X4: the PTE is inserted before the frame is unmapped. */
  readonly repairX4: boolean
}

/** For each task, whether its page table leads to the frame. */
export interface HasPageTables {
  ptes: boolean[]
}

type Kernel = HasTasks & HasAddressSpace & HasRanges & HasDisk

/** dax_insert_mapping(), fs/dax.c. */
export function dax_insert_mapping<const Inserted extends string, const Failed extends string>(goto: {
  readonly inserted: Inserted
  readonly failed: Failed
}) {
  return joined(
    __dax_map_bh({ mapped: 'clear_page', failed: goto.failed }),
    {
      clear_page: (s: Kernel, me: Fault, c: FaultConstants) => {
        const isV0 = c.version === 'V0'
        // 4.2 checks that it got a whole page. X5: v5 doesn't.
        if (isV0 && me.count < pageSize) return goto.failed
        if (!clearPage(s, me, c)) return 'done'
        return isV0 || c.repairX4 ? 'get_locked_pte' : 'kunmap: kunmap_atomic_pfn_t'
      },
    },
    prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'unmapped' })),
    {
      unmapped: (_s: Kernel, _me: Fault, c: FaultConstants) => {
        if (c.repairX4) return goto.inserted
      },
    },
    insertPte<Kernel & HasPageTables, Inserted | 'kunmap: kunmap_atomic_pfn_t'>(c => {
      return c.repairX4 && c.version !== 'V0' ? 'kunmap: kunmap_atomic_pfn_t' : goto.inserted
    }),
  )
}

/** copy_user_bh(), fs/dax.c: two pages are mapped at once, and unmapped in reverse order. */
export function copy_user_bh<const Copied extends string, const Failed extends string>(goto: {
  readonly copied: Copied
  readonly failed: Failed
}) {
  return joined(
    __dax_map_bh({ mapped: 'kmap_atomic(to)', failed: goto.failed }),
    copyUserPage<Kernel, Copied | 'kunmap: kunmap_atomic_pfn_t'>(c => {
      return c.version === 'V0' ? goto.copied : 'kunmap: kunmap_atomic_pfn_t'
    }),
    prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: goto.copied })),
  )
}

/** clear_page() of a new block, clear_pmem() from 4.3 on. False if the task did not survive it. */
export function clearPage(s: HasTasks & HasAddressSpace, me: Fault, c: Versioned): boolean {
  for (let at = 0; at < pageSize && me.isNew; at++) {
    throughMapping(s, me, me.addr! + at, c)
    if (!store(s, me, me.addr! + at)) return false
  }
  return true
}

/** vm_insert_mixed(), mm/memory.c, of the frame from direct_access. */
export function insertPte<S extends HasTasks & HasDisk & HasPageTables, const Inserted extends string>(
  inserted: (c: FaultConstants) => Inserted,
) {
  return {
    // It may have to allocate a page table, and may sleep for that.
    get_locked_pte: (s: S, me: Fault, c: Configured) => {
      schedule(s, me, c)
    },
    vm_insert_mixed: (s: S, me: Fault, c: FaultConstants): Inserted => {
      if (!s.disk.bound || s.disk.generation !== me.generation) {
        breaks(s, me, 'inserts a PTE to what its driver has left')
      }
      s.ptes[me.task] = true
      return inserted(c)
    },
  } as const
}

/** copy_user_page(), include/asm-generic/page.h, to a page that kmap_atomic() has mapped for it. */
export function copyUserPage<S extends HasTasks & HasAddressSpace & HasDisk, const Copied extends string>(
  copied: (c: Versioned) => Copied,
) {
  return {
    'kmap_atomic(to)': (s: S, me: Fault, c: Configured) => {
      kmap_atomic(s, me, c, me.cow_page)
    },
    copy_user_page: (s: S, me: Fault, c: Versioned): 'done' | undefined => {
      for (let at = 0; at < pageSize; at++) {
        throughMapping(s, me, me.addr! + at, c)
        if (!load(s, me, me.addr! + at)) return 'done'
      }
      if (s.disk.generation !== me.generation) breaks(s, me, "reaches another owner's data")
    },
    'kunmap_atomic(vto)': (s: S, me: Fault, c: Versioned): Copied => {
      kunmap_atomic(s, me, c)
      return copied(c)
    },
  } as const
}
