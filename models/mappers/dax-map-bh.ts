/**
 * `dax_map_bh()` and `dax_unmap_bh()`, fs/dax.c of v5: an extent of a file as a kernel address.
 *
 * Here, and in all models that use it, frames, addresses and lengths are in bytes, and a page has three: one before the
 * written byte, that byte, and one after.
 *
 * Checked by `spec/mappers/dax-io.ts` and `spec/mappers/dax-zero-page-range.ts`.
 */

import { joined } from 'interleave-checker'
import { bdev_direct_access, type DirectAccess, type DiskConstants, type HasDisk } from '../drivers/block-device.ts'
import type { Versioned } from '../drivers/dax-version.ts'
import { firstArea, type HasAddressSpace } from '../kernel/address-space.ts'
import { EIO } from '../kernel/errno.ts'
import { might_sleep } from '../kernel/sleep.ts'
import { breaks, current, type HasTasks, type OnTask } from '../kernel/task.ts'
import { type KmapConstants, kmap_atomic_pfn_t, kunmap_atomic_pfn_t, type Mapper } from './kmap-pfn.ts'
import type { HasRanges } from './kmap-ranges.ts'

/** PAGE_SIZE. */
export const pageSize = 3

/** PAGE_MASK: the start of the page of a byte. */
export function pageStart(at: number): number {
  return at - (at % pageSize)
}

/** PAGE_ALIGN(). */
export function pageAlign(length: number): number {
  return Math.ceil(length / pageSize) * pageSize
}

/** What the procedures need of their caller's locals: the buffer_head, as get_block() filled it in. */
export interface BlockMapper extends Mapper {
  /** bh->b_blocknr. */
  b_blocknr: number
  /** bh->b_size. */
  b_size: number
  retval: number
}

export interface MapBhConstants extends KmapConstants, Versioned {
  /** brd gives out one page at a time, each with a struct page; pmem everything that follows, without. */
  readonly device: 'pmem' | 'brd'
  /** PFN_DEV is a bit: undone by a variant. */
  readonly PFN_DEV: boolean
  /** D3: the error check is `rc < 0`, not `rc`. */
  readonly repairD3: boolean
  /** By how many bytes direct_access falls short of whole pages, as for dcssblk (X16). */
  readonly short: number
  /** X5: that is an error, as in later versions. */
  readonly repairX5: boolean
  /** bdev_direct_access() gives no more than requested: undone by a variant. */
  readonly clips?: boolean
}

/** For users that map a page of a disk whose driver may disappear at any time. */
export type MapPageConstants = KmapConstants & DiskConstants & { readonly repairD3: boolean }

type Kernel = HasTasks & HasAddressSpace & HasRanges

/**
 * ERR_PTR() of a non-error: a low address, in user space. The kernel has nothing there. The user may, from mmap_min_addr on,
 * and without SMAP the store then goes to user memory, which is no better.
 */
function wildAddress(rc: number): number {
  return -rc
}

/**
 * bdev_direct_access(), fs/block_dev.c, of an extent: its first frame and its length. False is an error.
 *
 * A driver gives out everything that follows, brd a page. It does so in 4.2 too, where ->direct_access() has a `size`: no
 * driver uses it, and dropping it, as 3/5 does, changes nothing as long as min(avail, size) is taken here. The checks before
 * it are left out: the extents here lie in the disk, and a disk that is deleted under its users is in `dax-clear-once`.
 */
export function findExtent(s: HasAddressSpace, me: BlockMapper, c: MapBhConstants): boolean {
  me.pfn = { pfn: me.b_blocknr, dev: c.device === 'pmem' && c.PFN_DEV }
  const available = c.device === 'brd' ? pageSize : s.memmap.length - me.b_blocknr
  me.count = (c.clips === false ? available : Math.min(available, me.b_size)) - c.short
  return !c.repairX5 || me.count % pageSize === 0
}

/** dax_map_bh(), fs/dax.c. Goes to `mapped` with `me.addr` and `me.count` set, or to `failed` with `me.retval`. */
export function dax_map_bh<const Mapped extends string, const Failed extends string>(goto: {
  readonly mapped: Mapped
  readonly failed: Failed
}) {
  return joined(
    {
      bdev_direct_access: (s: Kernel, me: BlockMapper, c: MapBhConstants) => {
        might_sleep(s, me)
        if (!findExtent(s, me, c)) return 'return ERR_PTR(-EIO)'
        if (c.version === 'V0') {
          me.addr = firstArea + me.b_blocknr
          return goto.mapped
        }
        // D3: bdev_direct_access() returns the length that it found, so `if (rc)` takes every success for an error.
        if (c.repairD3) return undefined
        me.addr = wildAddress(me.count)
        return goto.mapped
      },
    },
    kmap_atomic_pfn_t({ mapped: goto.mapped, failed: 'return ERR_PTR(-EIO)' }),
    {
      'return ERR_PTR(-EIO)': (_s: Kernel, me: BlockMapper): Failed => {
        me.retval = -EIO
        me.addr = null
        return goto.failed
      },
    },
  )
}

/** __dax_map_bh(), fs/dax.c, of a page, including direct_access's reads of driver data. Continues as {@link dax_map_bh}. */
export function __dax_map_bh<const Mapped extends string, const Failed extends string>(goto: {
  readonly mapped: Mapped
  readonly failed: Failed
}) {
  const access = bdev_direct_access({ found: '__pfn_t_to_page', addressed: goto.mapped, failed: goto.failed })
  return joined(
    {
      ...access,
      direct_access: (s: Kernel & HasDisk, me: DirectAccess, c: MapPageConstants) => {
        const next = access.direct_access(s, me, c)
        if (next !== '__pfn_t_to_page' || c.repairD3) return next
        // D3, as in dax_map_bh().
        me.addr = wildAddress(me.count)
        return goto.mapped
      },
    },
    kmap_atomic_pfn_t(goto),
  )
}

/** dax_unmap_bh(), fs/dax.c: does nothing if `me.addr` is an error, which is null here. */
export function dax_unmap_bh<const U extends string>(goto: { readonly unmapped: U }) {
  return joined(
    {
      dax_unmap_bh: (_s: Kernel, me: BlockMapper, c: Versioned): U | undefined => {
        if (c.version === 'V0') me.addr = null
        return me.addr === null ? goto.unmapped : undefined
      },
    },
    kunmap_atomic_pfn_t(goto),
  )
}

/** Checks that the task may use `addr`: it belongs to the mapping that the task holds, and lies within its extent. */
export function throughMapping(
  s: HasTasks,
  me: OnTask & Pick<Mapper, 'addr' | 'count'>,
  addr: number,
  c: Versioned,
): void {
  const held = current(s, me).maps.at(-1)
  const map = c.version === 'V0' ? { addr: me.addr, pages: me.count } : held
  if (map === undefined || map.addr === null) breaks(s, me, 'uses an address that no look-up gave')
  else if (addr < map.addr || addr >= map.addr + map.pages) breaks(s, me, 'goes beyond its mapping')
}
