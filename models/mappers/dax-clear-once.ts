/**
 * A DAX user at its least: what of dax_clear_blocks(), fs/dax.c, is left of a page at a time, with kunmap told by a token
 * and nothing that sleeps while the page is mapped (D1, D2 and X1 repaired). What drivers do wrong shows by it.
 */

import { prefixed, when } from 'interleave'
import {
  bdev_direct_access,
  type DirectAccess,
  type DiskConstants,
  endDirectAccess,
  type HasDisk,
} from '../drivers/block-device.ts'
import { type HasAddressSpace, store } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { breaks, type HasTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t } from './kmap-pfn.ts'
import type { HasRanges } from './kmap-ranges.ts'

export interface DaxUser extends DirectAccess {
  /** 0, or -EIO. */
  rc: number | null
}

type Kernel = HasTasks & HasAddressSpace & HasRanges & HasDisk

/** The locals of a user that clears the page of `pfn`. */
export function daxUser(task: number, pfn: number): DaxUser {
  return { task, pfn: { pfn, dev: true }, count: 1, addr: null, page: null, walk: null, generation: 0, rc: null }
}

export function dax_clear_once() {
  return {
    // A file system has the device open.
    blkdev_get: (s: Kernel, me: DaxUser) => {
      when(s.disk.added)
      s.disk.openers++
      enter_kernel(s, me)
    },
    ...bdev_direct_access({ found: '__pfn_t_to_page', failed: 'return -EIO' }),
    ...kmap_atomic_pfn_t({ mapped: 'clear_pmem', failed: 'not found' }),
    clear_pmem: (s: Kernel, me: DaxUser, c: DiskConstants): 'done' | undefined => {
      endDirectAccess(s, me, c)
      if (me.generation !== s.disk.generation) breaks(s, me, "reaches another owner's data")
      me.rc = 0
      return store(s, me, me.addr!) ? undefined : 'done'
    },
    ...prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'blkdev_put' })),
    'not found': (s: Kernel, me: DaxUser, c: DiskConstants) => {
      endDirectAccess(s, me, c)
    },
    'return -EIO': (_s: Kernel, me: DaxUser) => {
      me.rc = -5
    },
    blkdev_put: (s: Kernel, me: DaxUser, c: Configured) => {
      s.disk.openers--
      return_to_user(s, me, c)
    },
  } as const
}
