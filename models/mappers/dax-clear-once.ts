/**
 * A minimal DAX user: dax_clear_blocks(), fs/dax.c, reduced to one page at a time, with a token for kunmap and nothing that
 * sleeps while the page is mapped (D1, D2 and X1 repaired). It exposes the mistakes of drivers. Its clear_page() is
 * clear_pmem() from 4.3 on.
 *
 * Checked by `spec/drivers/axonram.ts` and `spec/drivers/dcssblk.ts`.
 */

import { joined, prefixed, when } from 'interleave-checker'
import {
  bdev_direct_access,
  type DirectAccess,
  type DiskConstants,
  endDirectAccess,
  type HasDisk,
} from '../drivers/block-device.ts'
import { type HasAddressSpace, store } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { EIO } from '../kernel/errno.ts'
import { breaks, type HasTasks } from '../kernel/task.ts'
import { enter_kernel, oops, return_to_user } from '../kernel/user-mode.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t } from './kmap-pfn.ts'
import type { HasRanges } from './kmap-ranges.ts'

export interface DaxUser extends DirectAccess {
  /** 0, or -EIO. */
  rc: number | null
}

type Kernel = HasTasks & HasAddressSpace & HasRanges & HasDisk

interface UserConstants extends DiskConstants {
  /**
   * The file system is on the whole disk, whose capacity del_gendisk() sets to 0 at once. That of a partition is set to 0
   * by an RCU callback, some time later.
   */
  readonly wholeDisk?: boolean
}

/** The locals of a user that clears the page starting at `pfn`, in as many parts as the model divides a page into. */
export function daxUser(task: number, pfn: number, size = 1): DaxUser {
  const mapper = { task, pfn: { pfn, dev: true }, count: 0, addr: null, page: null, walk: null }
  return { ...mapper, size, generation: 0, rc: null }
}

/** The reduced dax_clear_blocks(), fs/dax.c: one page, between opening and closing the device. */
export function dax_clear_once() {
  const access = bdev_direct_access({ found: '__pfn_t_to_page', addressed: 'clear_page', failed: 'return -EIO' })
  return joined(
    {
      // A file system has the device open.
      blkdev_get: (s: Kernel, me: DaxUser) => {
        when(s.disk.added)
        s.disk.openers++
        enter_kernel(s, me)
      },
    },
    {
      ...access,
      // part_nr_sects_read(bdev->bd_part) comes first: -ERANGE if the disk has no sectors any more.
      bdev_direct_access: (s: Kernel, me: DaxUser, c: UserConstants) => {
        if (c.wholeDisk === true && !s.disk.added) return 'return -EIO'
        return access.bdev_direct_access(s, me, c)
      },
    },
    kmap_atomic_pfn_t({ mapped: 'clear_page', failed: 'not found' }),
    {
      clear_page: (s: Kernel, me: DaxUser, c: DiskConstants): 'blkdev_put' | 'done' | undefined => {
        endDirectAccess(s, me, c)
        for (let at = 0; at < me.count; at++) {
          if (!store(s, me, me.addr! + at)) return 'done'
        }
        if (me.generation !== s.disk.generation) breaks(s, me, "reaches another owner's data")
        // BUG_ON(pgsz & 511): it clears whole sectors. Here a sector is a page.
        if (me.count % me.size !== 0) return bug(s, me)
        me.rc = 0
        if (c.version === 'V0') {
          me.addr = null
          return 'blkdev_put'
        }
      },
    },
    prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'blkdev_put' })),
    {
      'not found': (s: Kernel, me: DaxUser, c: DiskConstants) => {
        endDirectAccess(s, me, c)
      },
      'return -EIO': (_s: Kernel, me: DaxUser) => {
        me.rc = -EIO
      },
      blkdev_put: (s: Kernel, me: DaxUser, c: Configured) => {
        s.disk.openers--
        return_to_user(s, me, c)
      },
    },
  )
}

function bug(s: Kernel, me: DaxUser): 'done' {
  breaks(s, me, 'hits a BUG_ON')
  oops(s, me)
  return 'done'
}
